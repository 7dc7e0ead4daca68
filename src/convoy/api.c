/* What agents and carriers send by a machine's credential: a call, and its lists. They are told what was wrong with a list and how it differs from the
 * version before; never what a screening found. A machine sees only the calls that it announced. */
#include "forms.h"

#include "journal.h"
#include "show.h"

bool api_announce_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return announce_post(act, call, reply, err);
}

static bool open_own(struct act *act, struct uuid id, struct called *called, struct error *err)
{
	if (!convoy_open(act, id, called, err))
		return false;
	return uuid_equal(called->row.announcer, act->actor.user) || error_set(err, ERR_NOT_FOUND, "there is no such call", "announce it first", "call");
}

bool api_list_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct list_reading list;
	struct list_told told;
	if (!open_own(act, call->id, &called, err))
		return false;
	if (str_is(called.row.state, "departed") || str_is(called.row.state, "cancelled"))
		return error_set(err, ERR_NOT_ALLOWED, "this call is over", "announce the next one", "call");
	if (!convoy_send(act, &called, call, "api", &list, &told, err))
		return false;
	reply->changed = called.row.post;
	if (!list.faults_all) {
		reply->data = convoy_told(&told);
		return true;
	}
	reply->status = 422;
	reply->data = json_object();
	json_put(reply->data, "faults", convoy_faults(act, &list));
	return true;
}

bool api_convoy_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const told[] = { "kind", "name", "imo", "call_sign", "number", "post", "due", "leaves", "reference", "state", "arrived", "departed", "crew", "passengers",
	                                    "crew_version", "passenger_version", "listed" };
	struct called called;
	if (!open_own(act, call->id, &called, err))
		return false;
	json_t *whole = fields_to_json(&convoy_row_fields, &called.row);
	reply->data = json_object();
	for (size_t i = 0; i < COUNT_OF(told); i++)
		if (json_object_get(whole, told[i]))
			json_object_set(reply->data, told[i], json_object_get(whole, told[i]));
	json_decref(whole);
	return true;
}

/* Looking a vehicle up: crossings with its plate, who drove, with whom. For a purpose that is written down, as every search. */
#include "records.h"
#include "group.h"

#include "forms.h"
#include "journal.h"
#include "pages.h"
#include "show.h"
#include "store.h"

enum { SEEN_MOST = 200 };

FIELDS_TABLE(vehicle_form, VEHICLE_FORM_FIELDS)

struct seen {
	struct movement_row rows[SEEN_MOST];
	struct uuid records[SEEN_MOST], holders[SEEN_MOST];
	size_t count;
};

static bool seen_of(struct act *act, struct str plate, struct seen *out, struct error *err)
{
	struct query *query = db_query(act->db, "booth.crossings_of_plate");
	query_bind_text(query, "plate", plate);
	query_bind_int(query, "most", SEEN_MOST);
	while (out->count < SEEN_MOST && query_next(query)) {
		out->records[out->count] = query_id(query, 0);
		out->holders[out->count] = query_id(query, 1);
		query_row(query, &movement_row_fields, &out->rows[out->count++], act->arena);
	}
	return query_end(query, err);
}

static bool same_turn(const struct movement_row *one, const struct movement_row *other)
{
	return !uuid_zero(one->group_id) ? uuid_equal(one->group_id, other->group_id) : one == other;
}

static bool driven_by(const struct seen *seen, size_t at)
{
	return !uuid_zero(seen->rows[at].driver) && uuid_equal(seen->rows[at].driver, seen->records[at]);
}

static json_t *seen_row(struct act *act, const struct seen *seen, size_t at)
{
	const struct movement_row *row = &seen->rows[at];
	json_t *out = json_object();
	bool first = !at || !same_turn(&seen->rows[at], &seen->rows[at - 1]);
	json_put_str(out, "when", first ? show_when(act, row->post, row->happened) : STR(""));
	json_put_str(out, "href", first && !uuid_zero(row->group_id) && rights_have(act->actor.rights, CAN_CROSS) ? show_path(act, "/group/", row->group_id, "") : STR(""));
	json_put_str(out, "place", first ? show_place(act, row->post, (int)row->lane) : STR(""));
	json_put_str(out, "direction", str_is(row->direction, "entry") ? STR("in") : STR("out"));
	json_put_str(out, "direction_word", lang_words(act->lang, str_is(row->decision, "refuse") ? WORDS("Refused") : str_is(row->direction, "entry") ? WORDS("Entry") : WORDS("Exit")));
	json_put_str(out, "name", identity_name(&(struct identity){ .surname = row->surname, .given_names = row->given_names, .native_name = row->native_name }, act->arena));
	json_put_str(out, "person_href", show_record(act, "/person/", seen->holders[at], ""));
	json_put_str(out, "drove", driven_by(seen, at) ? lang_words(act->lang, WORDS("drove")) : STR(""));
	json_put_str(out, "kind", first && row->vehicle.len ? show_code(act, "vehicle_kinds", row->vehicle) : STR(""));
	return out;
}

/* How often, and how many different people drove: what an investigator looks for, told and not judged. */
static struct str seen_words(struct act *act, const struct seen *seen)
{
	int64_t turns = 0, drivers = 0;
	for (size_t i = 0; i < seen->count; i++) {
		turns += !i || !same_turn(&seen->rows[i], &seen->rows[i - 1]);
		bool again = !driven_by(seen, i);
		for (size_t k = 0; k < i && !again; k++)
			again = driven_by(seen, k) && uuid_equal(seen->holders[k], seen->holders[i]);
		drivers += !again;
	}
	if (!seen->count)
		return lang_words(act->lang, WORDS("Not seen"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{turns}, {drivers}")), { "turns", lang_count(act->lang, act->arena, turns, WORDS_MANY("{count} time", "{count} times")) },
	                 { "drivers", lang_count(act->lang, act->arena, drivers, WORDS_MANY("{count} driver", "{count} drivers")) });
}

static json_t *form_page(struct act *act, const struct vehicle_form *form)
{
	json_t *page = json_object();
	json_put(page, "whys", show_purposes(act, form->why));
	json_put_yesno(page, "searched", false);
	return page;
}

bool vehicle_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct vehicle_form empty;
	reply->data = json_object();
	reply->page = form_page(act, &empty);
	return true;
}

static json_t *seen_data(struct act *act, const struct seen *seen)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < seen->count; i++) {
		json_t *row = fields_to_json(&movement_row_fields, &seen->rows[i]);
		json_put_str(row, "record", uuid_str(act->arena, seen->records[i]));
		json_put_yesno(row, "drove", driven_by(seen, i));
		json_array_append_new(rows, row);
	}
	return rows;
}

bool vehicle_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct vehicle_form *form = call->form;
	struct seen *seen = ARENA_NEW(act->arena, struct seen);
	struct str plate = plate_key(act->arena, form->plate);
	if (plate.len < 2)
		finding_add(&act->findings, STR("plate"), "invalid", "A plate has letters of the Latin alphabet and digits.");
	if (!pack_purpose(act->pack, form->why))
		finding_add(&act->findings, STR("why"), "unknown_code", "Choose for what you search.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "vehicle");
	if (!seen_of(act, plate, seen, err))
		return false;
	act->purpose = form->why;
	journal_look(act, str_c(act->arena, form->reason.len ? str_format(act->arena, "search by plate: " STR_FMT, STR_ARG(form->reason)) : STR("search by plate")), seen->records, seen->count);
	json_t *searched = json_object(), *rows = json_array();
	for (size_t i = 0; i < seen->count; i++)
		json_array_append_new(rows, seen_row(act, seen, i));
	json_put_str(searched, "plate", plate);
	json_put_str(searched, "summary", seen_words(act, seen));
	json_put_yesno(searched, "any", seen->count != 0);
	json_put(searched, "rows", rows);
	reply->page = form_page(act, form);
	json_put(reply->page, "searched", searched);
	reply->data = json_object();
	json_put_str(reply->data, "plate", plate);
	json_put(reply->data, "crossings", seen_data(act, seen));
	return true;
}

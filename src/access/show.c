/* Values for pages of this room, in the reader's words. */
#include "local.h"

#include "house.h"
#include "lang.h"
#include "pack.h"

struct str show_instant(struct act *act, int64_t ms)
{
	return ms ? lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms) : STR("");
}

struct str show_roles(struct act *act, const struct texts *roles)
{
	struct str names[20];
	size_t count = 0;
	for (size_t i = 0; i < roles->count && count < COUNT_OF(names); i++) {
		const struct pack_role *role = pack_role(act->pack, roles->items[i]);
		bool built_in = str_is(roles->items[i], "administrator");
		names[count++] = role ? pack_words(act->pack, lang_tag(act->lang), role->words) : built_in ? lang_words(act->lang, WORDS("Administrator")) : roles->items[i];
	}
	return lang_list(act->lang, act->arena, names, count);
}

struct str proof_words(struct act *act, const struct proof *proof)
{
	if (!proof->codes)
		return lang_words(act->lang, proof->device.len ? WORDS("A device that shows codes") : WORDS("No second key"));
	struct str list = LANG_FILL(act->arena, lang_words(act->lang, WORDS("Printed list: {left} of {all} codes left")),
	                            { "left", lang_number(act->lang, act->arena, proof->codes_left) }, { "all", lang_number(act->lang, act->arena, proof->codes) });
	return proof->device.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("A device that shows codes. {list}")), { "list", list }) : list;
}

bool show_sessions(struct act *act, struct uuid user, struct str here, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, "access.sessions_of");
	query_bind_id(query, "officer", user);
	*out = json_array();
	while (query_next(query)) {
		const struct pack_post *post = pack_post(act->pack, query_text(query, 3, act->arena), (struct date){ 0 });
		const struct pack_lane *lane = post ? pack_lane(post, (int)query_int(query, 4)) : NULL;
		bool this = str_equal(query_text(query, 0, act->arena), here);
		struct str place = post ? pack_words(act->pack, lang_tag(act->lang), post->words) : lang_words(act->lang, WORDS("A desk"));
		if (lane)
			place = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{lane}, {post}")), { "lane", pack_words(act->pack, lang_tag(act->lang), lane->words) }, { "post", place });
		json_t *row = json_object();
		json_put_str(row, "device", this ? lang_words(act->lang, WORDS("This device")) : place);
		json_put_str(row, "since", LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", show_instant(act, query_int(query, 1)) }));
		json_array_append_new(*out, row);
	}
	if (query_end(query, err))
		return true;
	json_decref(*out);
	return false;
}

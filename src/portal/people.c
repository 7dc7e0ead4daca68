/* Who else has a part in an application: asked in by their address, with a message that names nothing but that there is one; and let go again. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "outbox.h"
#include "store.h"

FIELDS_TABLE(invite_form, INVITE_FORM_FIELDS)
FIELDS_TABLE(part_form, PART_FORM_FIELDS)

enum { PARTS_MOST = 40 };

static bool read_parts(struct act *act, struct uuid record, struct case_party_row *rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "portal.parties");
	query_bind_id(query, "record", record);
	for (*count = 0; *count < PARTS_MOST && query_next(query); (*count)++)
		query_row(query, &case_party_row_fields, &rows[*count], act->arena);
	return query_end(query, err);
}

static bool may_see_people(const struct mine *mine, struct error *err)
{
	return mine_acts(mine) || error_set(err, ERR_FORBIDDEN, "Who takes part is the applicant's affair.", "Ask whoever applies.", "people");
}

bool portal_people_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_party_row *rows = ARENA_ARRAY(act->arena, struct case_party_row, PARTS_MOST);
	struct mine mine;
	size_t count = 0;
	json_t *people = json_array(), *parties = json_array();
	bool open = mine_open(act, call->id, &mine, err);
	if (!open || !may_see_people(&mine, err) || !read_parts(act, call->id, rows, &count, err)) {
		if (open)
			mine_end(&mine);
		json_decref(people);
		json_decref(parties);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "name", rows[i].name);
		json_put_str(row, "party", case_party_words(act, mine.seen.flow.host.procedure, rows[i].party));
		json_put_str(row, "since", portal_date(act, rows[i].since));
		json_put(row, "place", json_integer((json_int_t)rows[i].place));
		json_put_yesno(row, "ends", i > 0);
		json_array_append_new(people, row);
	}
	const struct pack_procedure *procedure = mine.seen.flow.host.procedure;
	for (size_t i = 0; i < procedure->party_count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", procedure->parties[i].field);
		json_put_str(row, "word", case_party_words(act, procedure, procedure->parties[i].field));
		json_array_append_new(parties, row);
	}
	portal_page(act, reply);
	json_put(reply->page, "people", people);
	json_put(reply->page, "parties", parties);
	json_put_str(reply->page, "about", mine_title(act, &mine));
	json_put_str(reply->page, "to", mine_path(act, call->id, "/people"));
	json_put_str(reply->page, "part_to", mine_path(act, call->id, "/people/end"));
	json_put_str(reply->page, "back", mine_path(act, call->id, ""));
	journal_look(act, "one's own application", &call->id, 1);
	mine_end(&mine);
	return true;
}

static bool is_party(const struct mine *mine, struct str name)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	for (size_t i = 0; i < procedure->party_count; i++)
		if (str_equal(procedure->parties[i].field, name))
			return true;
	return false;
}

static bool tell(struct act *act, const struct mine *mine, struct str address, struct error *err)
{
	const struct outbox_order order = {
		.to = address, .language = lang_tag(act->lang), .about = mine->seen.record, .subject = lang_words(act->lang, WORDS("Somebody asks for your help with an application")),
		.text = LANG_FILL(act->arena, lang_words(act->lang, WORDS("Application {number}: somebody asks you to take part in it. Sign in with this address to see it:\n\n{link}\n\nIf you do not know what this is about, do nothing.")),
		                  { "number", mine->seen.row.reference }, { "link", outbox_link(act, STR("/applications")) }),
	};
	return outbox_mail(act, &order, NULL, err);
}

bool portal_people_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct invite_form *form = call->form;
	struct mine mine;
	struct account_row row;
	struct uuid account = { 0 };
	bool found = false;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	struct str address = str_trim(form->email);
	if (!outbox_address_valid(address))
		finding_add(&act->findings, STR("email"), "bad_address", WORDS("This is no e-mail address. Write it as name@example.org."));
	if (!is_party(&mine, form->party))
		finding_add(&act->findings, STR("party"), "unknown_code", WORDS("Choose one of the answers."));
	bool good = may_see_people(&mine, err) && !act->findings.count && account_by_email(act, address, &account, &row, &found, err);
	if (good) {
		struct case_party part = { .party = form->party, .email_key = account_key(act, address), .name = address };
		if (found)
			part.account = account;
		journal_append(act, &case_party_type, call->id, &part);
		good = tell(act, &mine, address, err);
		reply->data = json_object();
		reply->location = mine_path(act, call->id, "/people");
	}
	good = good || (mine_acts(&mine) && act->findings.count);
	mine_end(&mine);
	return good;
}

/* Who began it stays; whoever acts for that person ends another's part. */
bool portal_part_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct part_form *form = call->form;
	struct case_party_row *rows = ARENA_ARRAY(act->arena, struct case_party_row, PARTS_MOST);
	struct mine mine;
	size_t count = 0;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = may_see_people(&mine, err) && read_parts(act, call->id, rows, &count, err);
	for (size_t i = 1; good && i < count; i++)
		if (rows[i].place == form->place)
			journal_append(act, &case_party_type, call->id, &(struct case_party){ .party = rows[i].party, .account = rows[i].account, .email_key = rows[i].email_key, .name = rows[i].name, .ended = true });
	reply->data = json_object();
	reply->location = mine_path(act, call->id, "/people");
	mine_end(&mine);
	return good;
}

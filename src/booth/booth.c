/* The booth: waiting, scanning, typing by hand, and what an officer does with the verdict. */
#include "show.h"

#include "child.h"
#include "find.h"
#include "forms.h"
#include "group.h"
#include "house.h"
#include "journal.h"
#include "mrz.h"
#include "pages.h"
#include "reader.h"
#include "seal.h"
#include "store.h"
#include "watch.h"

/* --- waiting --- */

static bool count_of(struct act *act, const char *statement, const char *name, struct uuid id, struct str post, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	if (!uuid_zero(id)) {
		query_bind_id(query, name, id);
		query_bind_int(query, "since", act->actor.session_since);
	} else {
		query_bind_text(query, name, post);
	}
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

static bool put_group(struct act *act, json_t *page, struct error *err)
{
	struct group *group = ARENA_NEW(act->arena, struct group);
	bool found;
	if (!group_at(act, act->place.post, act->place.lane, act->place.direction, group, &found, err))
		return false;
	json_put(page, "group", found ? show_group_strip(act, group) : json_false());
	return true;
}

static bool wait_page(struct act *act, json_t *page, struct error *err)
{
	json_t *counts = json_array();
	int64_t crossings, waiting;
	if (!count_of(act, "booth.counts_today", "officer", act->actor.user, STR(""), &crossings, err) ||
	    !count_of(act, "booth.waiting", "post", (struct uuid){ 0 }, act->place.post, &waiting, err))
		return false;
	json_array_append_new(counts, show_fact(lang_words(act->lang, WORDS("This shift")), lang_count(act->lang, act->arena, crossings, WORDS_MANY("{count} crossing", "{count} crossings"))));
	json_array_append_new(counts, show_fact(lang_words(act->lang, WORDS("Second line")), lang_count(act->lang, act->arena, waiting, WORDS_MANY("{count} waiting", "{count} waiting"))));
	json_put(page, "counts", counts);
	json_put(page, "ages", watch_worries_json(act));
	json_put_str(page, "scan_to", STR("/booth/scan"));
	json_put_str(page, "manual_href", STR("/booth/manual"));
	json_put_str(page, "lane_href", STR("/lane"));
	json_put_str(page, "samples_href", act->house->sign_in_help ? STR("/samples") : STR("")); /* a demo */
	json_put_yesno(page, "ready", true);
	readers_page(act, page);
	json_put_str(page, "slip_to", STR(""));
	json_put_str(page, "seal", STR(""));
	json_put(page, "slip_languages", show_languages(act));
	return put_group(act, page, err);
	return relief_show(act, (struct uuid){ 0 }, page, err);
}

FIELDS_TABLE(booth_query, BOOTH_QUERY_FIELDS)

/* What was recorded a moment ago, in words that name nobody: the next traveller may see the screen. */
static const char *done_words(const struct entry *entry)
{
	if (entry->type == &crossing_type)
		return WORDS("Recorded. Next.");
	if (entry->type == &referral_type)
		return WORDS("Referred to the second line.");
	if (entry->type == &group_close_type)
		return WORDS("The group is recorded. Next.");
	if (entry->type == &claim_type)
		return WORDS("The claim for protection is recorded.");
	return WORDS("Kept.");
}

static bool show_done(struct act *act, struct uuid id, json_t *page, struct error *err)
{
	struct entry entry;
	bool found = false;
	if (uuid_zero(id))
		return true;
	if (!journal_entry(act, id, &entry, &found, err))
		return false;
	if (found && uuid_equal(entry.actor, act->actor.user))
		json_put_str(page, "done", lang_words(act->lang, done_words(&entry)));
	if (found && entry.type == &referral_type)
		json_put_str(page, "slip_to", show_path(act, "/referral/", id, "/slip"));
	return true;
}

bool booth_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct booth_query *query = call->query;
	reply->data = json_object();
	reply->page = json_object();
	if (!act->place.post.len && !call->json) {
		reply->location = STR("/lane");
		return true;
	}
	return wait_page(act, reply->page, err) && show_done(act, query->done, reply->page, err);
}

/* --- scanning --- */

/* The lines with the field marked whose digit does not agree: a typist corrects it, the other data stay. */
static json_t *marked_lines(const struct mrz *mrz, const struct mrz_check *check)
{
	json_t *lines = json_array();
	for (int i = 0; i < mrz->line_count; i++) {
		json_t *line = json_object(), *parts = json_array();
		struct str text = mrz->line[i];
		size_t from = check->field_line == i + 1 ? check->field_column - 1u : text.len;
		size_t to = check->field_line == i + 1 ? from + check->field_length + (check->line == check->field_line) : text.len;
		const struct { size_t from, to; bool bad; } cuts[] = { { 0, from, false }, { from, to, true }, { to, text.len, false } };
		for (size_t k = 0; k < COUNT_OF(cuts); k++) {
			struct str piece = str_slice(text, cuts[k].from, cuts[k].to);
			if (!piece.len || cuts[k].from >= cuts[k].to)
				continue;
			json_t *part = json_object();
			json_put_yesno(part, "bad", cuts[k].bad);
			json_put_str(part, "text", piece);
			json_array_append_new(parts, part);
		}
		json_put(line, "parts", parts);
		json_array_append_new(lines, line);
	}
	return lines;
}

static const char *digit_words(enum mrz_check_id id)
{
	switch (id) {
	case MRZ_DOCUMENT_NUMBER: return WORDS("The check digit of the document number does not agree");
	case MRZ_BIRTH_DATE: return WORDS("The check digit of the birth date does not agree");
	case MRZ_EXPIRY_DATE: return WORDS("The check digit of the expiry date does not agree");
	case MRZ_PERSONAL_NUMBER: return WORDS("The check digit of the personal number does not agree");
	default: return WORDS("The last check digit, over several fields, does not agree");
	}
}

static bool first_failed_digit(const struct mrz *mrz, enum mrz_check_id *id)
{
	for (int i = 0; i < MRZ_DIGIT_CHECKS; i++) {
		if (mrz->checks[i].result == MRZ_FAILED) {
			*id = (enum mrz_check_id)i;
			return true;
		}
	}
	return false;
}

/* A digit that does not agree is most often a misread. The page asks once; "go on with these lines" makes it a finding of the inspection. */
static bool ask_again(struct act *act, const struct scan *scan, struct reply *reply, struct error *err)
{
	struct mrz mrz;
	enum mrz_check_id id;
	struct error misread;
	if (scan->as_is || !mrz_parse(scan->lines, act->arena, &mrz, &misread) || !first_failed_digit(&mrz, &id))
		return false;
	reply->template = "booth_wait";
	reply->status = 422;
	reply->page = json_object();
	if (!wait_page(act, reply->page, err))
		return true;
	json_put_yesno(reply->page, "ready", false);
	json_put_yesno(reply->page, "failed", true);
	json_put_str(reply->page, "what", lang_words(act->lang, digit_words(id)));
	json_put_str(reply->page, "todo", lang_words(act->lang, WORDS("Compare the marked part with the page and correct it. The other data stay.")));
	json_put_yesno(reply->page, "any_marked", true);
	json_put(reply->page, "marked", marked_lines(&mrz, &mrz.checks[id]));
	json_put_str(reply->page, "lines", str_join(act->arena, mrz.line, mrz.line_count, STR("\n")));
	return true;
}

/* Lines that are no zone at all: the page says what is wrong and keeps them. */
static bool not_read(struct act *act, const struct scan *scan, struct reply *reply, const struct error *misread)
{
	struct error ignored;
	reply->template = "booth_wait";
	reply->status = 400;
	reply->page = json_object();
	if (!wait_page(act, reply->page, &ignored))
		return false;
	json_put_yesno(reply->page, "ready", false);
	json_put_yesno(reply->page, "failed", true);
	json_put_str(reply->page, "what", lang_words(act->lang, misread->what));
	json_put_str(reply->page, "todo", str_format(act->arena, "%s. " STR_FMT, misread->where, STR_ARG(lang_words(act->lang, misread->todo))));
	json_put_str(reply->page, "lines", scan->lines);
	return true;
}

/* The seal comes first: what it says, and the passport is asked for. It goes along with the passport's lines. */
static bool seal_first(struct act *act, struct str text, const struct call *call, struct reply *reply, struct error *err)
{
	struct seal_reading reading;
	struct subject subject = { 0 };
	if (!border_place(act, STR(""), 0, STR(""), &subject, err) || !seal_examine(act, text, subject.today, &reading, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	reply->status = 200;
	json_put_yesno(reply->data, "understood", reading.understood);
	json_put_str(reply->data, "number", reading.number);
	json_put_str(reply->data, "passport", reading.understood ? reading.visa.passport : STR(""));
	if (call->json)
		return true;
	reply->template = "booth_wait";
	if (!wait_page(act, reply->page, err))
		return false;
	json_put_str(reply->page, "seal", text);
	json_put_str(reply->page, "seal_words", reading.understood ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Seal of visa {number}, passport {passport}: now the passport.")),
	                                                                      { "number", reading.number }, { "passport", reading.visa.passport })
	                                                           : lang_words(act->lang, WORDS("The seal was not understood. It is kept with the passport, which comes now.")));
	return true;
}

/* For a machine, which wants the verdict at once. */
static json_t *verdict_now(struct act *act, const struct subject *subject, const struct check_list *checks, struct uuid id)
{
	struct opened opened = { .subject = *subject };
	border_opened_now(act, &opened, checks, id);
	return verdict_data(act, &opened);
}

bool scan_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct scan *scan = call->form;
	struct uuid id;
	struct check_list checks;
	struct subject subject = { 0 };
	struct str path;
	if (scan_code_path(act, scan->lines, &path)) { /* a paper of ours: its page opens */
		reply->location = path;
		reply->data = json_object();
		json_put_str(reply->data, "href", path);
		return true;
	}
	if (vds_from_text(act->arena, scan->lines, &path))
		return seal_first(act, vds_text(act->arena, path), call, reply, err);
	if (!call->json && ask_again(act, scan, reply, err))
		return true;
	if (!border_scan(act, scan, &subject, &checks, &id, err))
		return !call->json && err->code == ERR_INPUT && not_read(act, scan, reply, err);
	if (call->json)
		reply->data = verdict_now(act, &subject, &checks, id);
	return true;
}

/* --- typed by hand --- */

static struct str text_at(const struct texts *texts, size_t at)
{
	return at < texts->count ? texts->items[at] : STR("");
}

/* Empty, or as it was sent when an answer needs another look. */
bool manual_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct manual nothing;
	const struct manual *form = call->form ? call->form : &nothing;
	(void)err;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "sexes", show_sexes(act, form->sex));
	json_put(reply->page, "nationalities", show_codes(act, "countries", text_at(&form->nationalities, 0)));
	json_put(reply->page, "other_nationalities", show_codes(act, "countries", text_at(&form->nationalities, 1)));
	json_put_str(reply->page, "former_name", text_at(&form->former_names, 0));
	json_put(reply->page, "issuers", show_codes(act, "countries", form->document_issuer));
	json_put(reply->page, "kinds", show_codes(act, "document_kinds", form->document_kind.len ? form->document_kind : STR("P")));
	json_put(reply->page, "purposes", show_codes(act, "travel_purposes", form->purpose));
	json_put_yesno(reply->page, "none", form->none);
	return true;
}

bool manual_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct manual *form = call->form;
	struct subject subject = { .source = form->none ? STR("none") : STR("manual"), .purpose = form->purpose };
	struct check_list checks;
	struct uuid id;
	if (!form->surname.len && !form->given_names.len && !form->native_name.len)
		finding_add(&act->findings, STR("surname"), "required", "One name is enough, in any script.");
	if (!form->none && !form->document_number.len)
		finding_add(&act->findings, STR("document_number"), "required", "Type the number, or say that there is no document.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "manual entry");
	subject.identity = *(const struct identity *)form;
	if (!subject.identity.surname.len) { /* one name suffices, and stands first */
		subject.identity.surname = subject.identity.given_names;
		subject.identity.given_names = STR("");
	}
	if (!subject.identity.sex.len)
		subject.identity.sex = STR("U");
	if (!border_place(act, form->post, (int)form->lane, form->direction, &subject, err) || !border_inspect(act, &subject, STR(""), &checks, &id, err))
		return false;
	if (call->json)
		reply->data = verdict_now(act, &subject, &checks, id);
	return true;
}

_Static_assert(offsetof(struct manual, document_expires) == offsetof(struct identity, document_expires),
               "a manual entry begins with an identity");

/* --- the verdict and what follows --- */

bool inspection_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	if (!border_open(act, call->id, &opened, err))
		return false;
	journal_look(act, "inspection", &opened.entry.record, 1);
	readers_opened(act, call->id);
	reply->data = verdict_data(act, &opened);
	reply->page = json_object();
	return call->json || verdict_page(act, &opened, reply->page, err);
}

/* After an exit that came too late and costs something, the page of what is due; else the next traveller. */
static void after_exit(struct act *act, const struct opened *opened, struct reply *reply)
{
	if (uuid_zero(opened->overstay))
		return;
	json_put_str(reply->data, "overstay", uuid_str(act->arena, opened->overstay));
	if (opened->due)
		reply->location = show_path(act, "/overstay/", opened->overstay, "");
}

bool admit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	struct uuid id;
	if (!border_open(act, call->id, &opened, err))
		return false;
	if (!border_admit(act, &opened, call->form, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	json_put_str(reply->data, "decision", STR("admit"));
	after_exit(act, &opened, reply);
	return true;
}

bool transit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	struct uuid id;
	if (!border_open(act, call->id, &opened, err) || !border_transit(act, &opened, call->form, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	json_put_str(reply->data, "decision", STR("transit"));
	return true;
}

bool refer_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	if (!border_open(act, call->id, &opened, err))
		return false;
	if (!border_refer(act, &opened, call->form, err))
		return false;
	reply->changed = opened.inspection.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool child_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	if (!border_open(act, call->id, &opened, err) || !border_child_answer(act, &opened, call->form, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool protection_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	if (!border_open(act, call->id, &opened, err) || !border_claim(act, &opened, call->form, err))
		return false;
	reply->changed = opened.inspection.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

/* Hits beside the traveller, on a page of its own: the verdict stays one screen. */
bool finding_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	if (!border_open(act, call->id, &opened, err))
		return false;
	journal_look(act, "inspection", &opened.entry.record, 1);
	reply->data = verdict_data(act, &opened);
	reply->page = json_object();
	json_t *compare = show_versus(act, &opened, show_path(act, "/inspection/", call->id, "/finding"));
	json_put_yesno(reply->page, "any", json_array_size(compare) != 0);
	json_put(reply->page, "compare", compare);
	json_put_str(reply->page, "back", show_path(act, "/inspection/", call->id, ""));
	return true;
}

bool finding_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	bool asked;
	if (!border_open(act, call->id, &opened, err) || !border_find(act, &opened, call->form, &asked, err))
		return false;
	reply->data = json_object();
	json_put_yesno(reply->data, "asked", asked);
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool note_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct note *form = call->form;
	struct opened opened;
	if (!border_open(act, call->id, &opened, err))
		return false;
	struct remark remark = { .inspection = call->id, .note = form->note };
	journal_append(act, &remark_type, opened.entry.record, &remark);
	reply->data = json_object();
	return true;
}

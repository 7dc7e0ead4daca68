/* Files of protection: claims that wait for the authority, one claim with what was said and answered, and the claim of a person whom nobody checks now. */
#include "show.h"

#include "house.h"
#include "journal.h"
#include "pages.h"
#include "protection.h"
#include "store.h"

enum { CLAIMS_MOST = 100 };

static const struct { const char *code, *word, *consequence; } answers[] = {
	{ "received", WORDS("File received"), WORDS("The authority has taken over the file. The person stays protected.") },
	{ "admissible", WORDS("Admissible"), WORDS("The claim is examined. The person stays protected.") },
	{ "granted", WORDS("Granted"), WORDS("The person is protected for good.") },
	{ "rejected", WORDS("Rejected"), WORDS("The person stays protected until the day on which this is final.") },
	{ "withdrawn", WORDS("Withdrawn"), WORDS("The person took the claim back before the authority; protected until the day on which this is final.") },
};

static struct str answer_words(struct act *act, struct str code)
{
	for (size_t i = 0; i < COUNT_OF(answers); i++)
		if (str_is(code, answers[i].code))
			return lang_words(act->lang, answers[i].word);
	return lang_words(act->lang, WORDS("Waits for the authority"));
}

static struct date home_day(struct act *act)
{
	return lang_zone_day(show_zone(act, STR("")), act->now);
}

static bool is_final(struct act *act, const struct claim_row *row)
{
	return date_whole(row->final) && date_compare(row->final, home_day(act)) <= 0;
}

static const char *claim_tone(struct act *act, const struct claim_row *row)
{
	return str_is(row->answer, "granted") ? "clear" : is_final(act, row) ? "info" : "care";
}

static struct str language_words(struct act *act, struct str tag)
{
	const struct lang *lang = langs_find(act->house->langs, tag);
	return lang ? lang_name(lang) : tag;
}

/* --- the list --- */

static bool claim_line(struct act *act, const struct claim_file *file, json_t *rows, struct error *err)
{
	struct document_row document = { 0 };
	bool found;
	if (!document_by_record(act, file->record, &document, &found, err))
		return false;
	json_t *row = json_object();
	json_put_str(row, "href", show_path(act, "/protection/", file->id, ""));
	json_put_str(row, "name", found ? show_name(act, (const struct identity *)&document) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(row, "when", show_when(act, file->row.post, file->row.happened));
	json_put_str(row, "waited", file->row.open ? lang_duration(act->lang, act->arena, act->now - file->row.happened) : STR(""));
	json_put_str(row, "post", show_post(act, file->row.post));
	json_put_str(row, "language", language_words(act, file->row.language));
	json_put_str(row, "tone", str_of(claim_tone(act, &file->row)));
	json_put_str(row, "word", answer_words(act, file->row.answer));
	json_array_append_new(rows, row);
	return true;
}

static bool read_claims(struct act *act, struct claim_file *files, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.claims");
	query_bind_int(query, "most", CLAIMS_MOST);
	for (*count = 0; *count < CLAIMS_MOST && query_next(query); ++*count) {
		files[*count].record = query_id(query, 0);
		query_row(query, &claim_row_fields, &files[*count].row, act->arena);
		files[*count].id = files[*count].row.id;
	}
	return query_end(query, err);
}

bool claims_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct claim_file *files = ARENA_ARRAY(act->arena, struct claim_file, CLAIMS_MOST);
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, CLAIMS_MOST);
	size_t count, waiting = 0;
	json_t *rows = json_array(), *data = json_array();
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "claims", data);
	json_put(reply->page, "rows", rows);
	(void)call;
	if (!read_claims(act, files, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!claim_line(act, &files[i], rows, err))
			return false;
		json_array_append_new(data, fields_to_json(&claim_row_fields, &files[i].row));
		records[i] = files[i].record;
		waiting += files[i].row.open;
	}
	journal_look(act, "claims for protection", records, count);
	json_put_yesno(reply->page, "any", count != 0);
	json_put_yesno(reply->page, "live", true);
	json_put_str(reply->page, "summary", waiting ? lang_count(act->lang, act->arena, (int64_t)waiting, WORDS_MANY("{count} person waits for the authority.", "{count} people wait for the authority."))
	                                             : lang_words(act->lang, WORDS("Nobody waits for the authority.")));
	return true;
}

/* --- one file --- */

struct answered {
	struct act *act;
	struct uuid claim;
	struct str post;
	json_t *rows;
};

static struct str final_words(struct act *act, const struct claim_answer *answer)
{
	if (!str_is(answer->answer, "rejected") && !str_is(answer->answer, "withdrawn"))
		return answer->note;
	struct str day = date_whole(answer->final) ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("final on {date}")), { "date", lang_date(act->lang, act->arena, answer->final) })
	                                           : lang_words(act->lang, WORDS("not final yet"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{law}, {final}. {note}")), { "law", answer->law }, { "final", day }, { "note", answer->note });
}

static void add_answer(void *to, const struct entry *entry)
{
	struct answered *all = to;
	struct claim_answer answer = { 0 };
	if (entry->type != &claim_answer_type || !entry->data.len || !fields_from_data(&claim_answer_fields, entry->data, &answer, all->act->arena) ||
	    !uuid_equal(answer.claim, all->claim))
		return;
	json_t *row = json_object();
	json_put_str(row, "when", show_when(all->act, all->post, entry->happened));
	json_put_str(row, "icon", STR("care"));
	json_put_str(row, "tone", str_is(answer.answer, "granted") ? STR("clear") : STR("care"));
	json_put_str(row, "title", answer_words(all->act, answer.answer));
	json_put_str(row, "who", show_officer(all->act, entry->actor));
	json_put_str(row, "text", final_words(all->act, &answer));
	json_put_str(row, "href", STR(""));
	json_array_insert_new(all->rows, 0, row);
}

static bool put_answers(struct act *act, const struct claim_file *file, json_t *page, struct error *err)
{
	struct answered all = { act, file->id, file->row.post, json_array() };
	json_put(page, "entries", all.rows);
	if (!journal_history(act, file->record, add_answer, &all, err))
		return false;
	json_t *first = json_object();
	json_put_str(first, "when", show_when(act, file->row.post, file->row.happened));
	json_put_str(first, "icon", STR("care"));
	json_put_str(first, "tone", STR("care"));
	json_put_str(first, "title", lang_words(act->lang, WORDS("Asked for protection")));
	json_put_str(first, "who", show_officer(act, file->row.officer));
	json_put_str(first, "text", show_post(act, file->row.post));
	json_put_str(first, "href", STR(""));
	json_array_append_new(all.rows, first);
	return true;
}

static void add_fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	if (text.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}

static struct str needs_words(struct act *act, const struct texts *needs)
{
	struct str *words = ARENA_ARRAY(act->arena, struct str, needs->count + 1);
	for (size_t i = 0; i < needs->count; i++)
		words[i] = show_code(act, "protection_needs", needs->items[i]);
	return needs->count ? lang_list(act->lang, act->arena, words, needs->count) : STR("");
}

static json_t *claim_facts(struct act *act, const struct claim_file *file)
{
	json_t *facts = json_array();
	struct str where = str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(show_post(act, file->row.post)), STR_ARG(show_when(act, file->row.post, file->row.happened)));
	add_fact(act, facts, WORDS("Claim made"), where);
	add_fact(act, facts, WORDS("Taken down by"), show_officer(act, file->row.officer));
	add_fact(act, facts, WORDS("What the person said"), file->claim.words);
	add_fact(act, facts, WORDS("Needs"), needs_words(act, &file->claim.needs));
	add_fact(act, facts, WORDS("Language"), language_words(act, file->row.language));
	return facts;
}

/* What the inspection found of the papers: facts, whoever made them. */
static json_t *paper_facts(struct act *act, const struct claim_file *file)
{
	json_t *out = json_array();
	struct opened opened;
	struct error ignored;
	if (uuid_zero(file->claim.inspection) || !border_open(act, file->claim.inspection, &opened, &ignored))
		return out;
	const struct check_line *lines = opened.inspection.checks.items;
	for (size_t i = 0; i < opened.inspection.checks.count; i++) {
		const struct pack_check *rule = pack_check(act->pack, lines[i].check, (struct date){ 0 });
		bool paper = str_starts(lines[i].check, STR("mrz")) || str_starts(lines[i].check, STR("chip")) || str_starts(lines[i].check, STR("document"));
		if (paper && str_is(lines[i].result, "failed"))
			json_array_append_new(out, show_fact(rule ? pack_words(act->pack, lang_tag(act->lang), rule->words) : lines[i].check,
			                                     show_words(act, lines[i].words, lines[i].args)));
	}
	return out;
}

static struct str bar_words(struct act *act, const struct claim_row *row)
{
	if (str_is(row->answer, "granted"))
		return lang_words(act->lang, WORDS("Protection was granted: refusal, removal and return are not possible."));
	if (is_final(act, row))
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("The answer is final since {date} under {law}. This claim bars a refusal no more; a new one would.")),
		                 { "date", lang_date(act->lang, act->arena, row->final) }, { "law", row->law });
	return lang_words(act->lang, WORDS("Until the authority has answered and a no is final, refusal, removal and return are not possible."));
}

static json_t *answer_choices(struct act *act)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(answers[i].code));
		json_put_str(row, "word", lang_words(act->lang, answers[i].word));
		json_put_str(row, "consequence", lang_words(act->lang, answers[i].consequence));
		json_array_append_new(out, row);
	}
	return out;
}

static struct str origin_words(struct act *act, const struct identity *identity)
{
	struct str country = identity->nationalities.count ? show_code(act, "countries", identity->nationalities.items[0]) : STR("");
	return country.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("{country}: no authority, embassy or consulate is told or asked anything.")), { "country", country })
	                   : lang_words(act->lang, WORDS("No authority, embassy or consulate of the country of origin is told or asked anything."));
}

static bool file_page(struct act *act, const struct claim_file *file, json_t *page, struct error *err)
{
	struct document_row document = { 0 };
	bool found;
	if (!document_by_record(act, file->record, &document, &found, err))
		return false;
	const struct identity *identity = (const struct identity *)&document;
	json_t *papers = paper_facts(act, file);
	json_put(page, "person", show_person(act, identity, file->record, NULL));
	json_put_str(page, "name", show_name(act, identity));
	json_put_str(page, "tone", str_of(claim_tone(act, &file->row)));
	json_put_str(page, "word", answer_words(act, file->row.answer));
	json_put_str(page, "bar", bar_words(act, &file->row));
	json_put_str(page, "origin", origin_words(act, identity));
	json_put(page, "facts", claim_facts(act, file));
	json_put_yesno(page, "any_papers", json_array_size(papers) != 0);
	json_put(page, "papers", papers);
	json_put_str(page, "receipt_href", show_path(act, "/claim/", file->id, ""));
	json_put_str(page, "answer_to", show_path(act, "/protection/", file->id, "/answer"));
	json_put(page, "answers", answer_choices(act));
	return put_answers(act, file, page, err);
}

bool protection_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct claim_file file;
	if (!border_claim_file(act, call->id, &file, err))
		return false;
	journal_look(act, "file of protection", &file.record, 1);
	reply->data = fields_to_json(&claim_row_fields, &file.row);
	json_put(reply->data, "claim", fields_to_json(&claim_fields, &file.claim));
	if (call->json)
		return true;
	reply->page = json_object();
	return file_page(act, &file, reply->page, err);
}

bool answer_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct answer_form *form = call->form;
	struct claim_file file;
	if (!border_claim_file(act, call->id, &file, err) || !border_answer(act, &file, form, err))
		return false;
	reply->changed = file.row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	json_put_str(reply->data, "answer", form->answer);
	return true;
}

/* --- a claim of somebody whom nobody checks now --- */

bool person_protection_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "border.documents_of_holder");
	query_bind_id(query, "holder", call->id);
	query_bind_int(query, "most", 1);
	struct uuid record = query_next(query) ? query_id(query, 0) : call->id;
	if (!query_end(query, err) || !border_claim_document(act, record, call->form, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

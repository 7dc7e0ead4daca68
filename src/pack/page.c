/* Pages: the version in force and its files, what is proposed and how it differs; propose, approve, put in force. The commands call the same functions. */
#include "pages.h"

#include "house.h"
#include "lang.h"
#include "rule.h"
#include "store.h"

enum { OPEN_SHOWN = 5, CHANGES_SHOWN = 200, MISTAKES_SHOWN = 50, IDENTITY_SHOWN = 12 };

#define PROPOSE_FORM_FIELDS(F, L) F(TEXT, note, REQUIRED, 1, 3, 1000, "why it is proposed")
#define FIELD_ROW_OF_propose_form(...) FIELD_ROW(propose_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_propose_form(...) FIELD_LIST_ROW(propose_form, __VA_ARGS__)
FIELDS_STRUCT(propose_form, PROPOSE_FORM_FIELDS)
FIELDS_TABLE(propose_form, PROPOSE_FORM_FIELDS)

#define APPROVE_FORM_FIELDS(F, L) F(TEXT, note, 0, 1, 0, 1000, "what the approver writes")
#define FIELD_ROW_OF_approve_form(...) FIELD_ROW(approve_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_approve_form(...) FIELD_LIST_ROW(approve_form, __VA_ARGS__)
FIELDS_STRUCT(approve_form, APPROVE_FORM_FIELDS)
FIELDS_TABLE(approve_form, APPROVE_FORM_FIELDS)

#define APPLY_FORM_FIELDS(F, L) F(DATE, from, 0, 1, 0, 0, "first day in force; the first possible when left out")
#define FIELD_ROW_OF_apply_form(...) FIELD_ROW(apply_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_apply_form(...) FIELD_LIST_ROW(apply_form, __VA_ARGS__)
FIELDS_STRUCT(apply_form, APPLY_FORM_FIELDS)
FIELDS_TABLE(apply_form, APPLY_FORM_FIELDS)

#define END_FORM_FIELDS(F, L) F(TEXT, reason, REQUIRED, 1, 3, 1000, "why it is taken back or sent back")
#define FIELD_ROW_OF_end_form(...) FIELD_ROW(end_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_end_form(...) FIELD_LIST_ROW(end_form, __VA_ARGS__)
FIELDS_STRUCT(end_form, END_FORM_FIELDS)
FIELDS_TABLE(end_form, END_FORM_FIELDS)

/* ---- words ---- */

static struct str words_of(struct act *act, struct words words)
{
	return pack_words(act->pack, lang_tag(act->lang), words);
}

struct str pack_short(struct str identity)
{
	return str_slice(identity, 0, IDENTITY_SHOWN);
}

struct str pack_path(struct act *act, struct str identity, const char *after)
{
	return str_format(act->arena, "/pack/" STR_FMT "%s", STR_ARG(identity), after);
}

static struct str person(struct act *act, struct uuid user)
{
	struct error ignored;
	struct query *query = db_query(act->db, "pack.person");
	query_bind_id(query, "record", user);
	struct str text = query_next(query) ? query_text(query, 0, act->arena) : lang_words(act->lang, WORDS("the command line of this node"));
	return query_end(query, &ignored) ? text : STR("");
}

static struct str when(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
}

static struct str by_and_when(struct act *act, const char *sentence, struct uuid user, int64_t ms)
{
	return LANG_FILL(act->arena, lang_words(act->lang, sentence), { "name", person(act, user) }, { "time", when(act, ms) });
}

const struct pack_version_row *pack_row_of(const struct pack_version_row *rows, size_t count, struct str identity)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].identity, identity))
			return &rows[i];
	return NULL;
}

/* ---- the check, as `limen pack check` makes it ---- */

json_t *pack_mistakes(struct act *act, const struct pack_diagnostics *found)
{
	json_t *out = json_array();
	for (size_t i = 0; i < found->count && i < MISTAKES_SHOWN; i++) {
		const struct pack_diagnostic *one = &found->items[i];
		json_t *row = json_object();
		json_put_str(row, "tone", one->severity == PACK_ERROR ? STR("stop") : STR("check"));
		json_put_str(row, "where", one->line ? str_format(act->arena, STR_FMT ":%d:%d", STR_ARG(one->file), one->line, one->column) : one->file);
		json_put_str(row, "code", str_of(one->code));
		json_put_str(row, "what", lang_words(act->lang, one->what));
		json_put_str(row, "name", one->name);
		json_put_str(row, "todo", lang_words(act->lang, one->todo));
		json_put_str(row, "suggestion", one->suggestion);
		json_array_append_new(out, row);
	}
	return out;
}

void pack_put_check(struct act *act, json_t *to, const struct pack_diagnostics *found)
{
	const char *tone = found->errors ? "stop" : found->warnings ? "check" : "clear";
	struct str word = found->errors ? lang_count(act->lang, act->arena, (int64_t)found->errors, WORDS_MANY("{count} mistake", "{count} mistakes"))
		: found->warnings ? lang_count(act->lang, act->arena, (int64_t)found->warnings, WORDS_MANY("{count} warning", "{count} warnings"))
		: lang_words(act->lang, WORDS("Checked, no mistake"));
	json_put_str(to, "check_tone", str_of(tone));
	json_put_str(to, "check_word", word);
	json_put_yesno(to, "any_mistake", found->count != 0);
	json_put(to, "mistakes", pack_mistakes(act, found));
}

/* ---- differences ---- */

static void diff_line(json_t *lines, bool added, struct str text)
{
	json_t *line = json_object();
	json_put_yesno(line, "added", added);
	json_put_str(line, "text", text);
	json_array_append_new(lines, line);
}

static struct str change_line(struct act *act, const struct pack_change *change, struct str value)
{
	struct buf out = BUF_IN(act->arena);
	buf_add(&out, lang_words(act->lang, change->part));
	if (change->name.len)
		buf_format(&out, " " STR_FMT, STR_ARG(change->name));
	if (change->member.len)
		buf_format(&out, ", " STR_FMT, STR_ARG(change->member));
	if (value.len)
		buf_format(&out, ": " STR_FMT, STR_ARG(value));
	return buf_str(&out);
}

void pack_put_difference(struct act *act, json_t *to, const struct pack *proposed)
{
	const struct pack_change *changes;
	size_t count = pack_diff(act->arena, act->pack, proposed, &changes);
	json_t *lines = json_array();
	for (size_t i = 0; i < count && i < CHANGES_SHOWN; i++) {
		if (changes[i].kind == PACK_REMOVED || (changes[i].kind == PACK_CHANGED && changes[i].before.len))
			diff_line(lines, false, change_line(act, &changes[i], changes[i].before));
		if (changes[i].kind == PACK_ADDED || (changes[i].kind == PACK_CHANGED && changes[i].after.len))
			diff_line(lines, true, change_line(act, &changes[i], changes[i].after));
	}
	json_put_str(to, "changes", count ? lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} change against the version in force", "{count} changes against the version in force"))
	                                  : lang_words(act->lang, WORDS("It says the same as the version in force.")));
	json_put_yesno(to, "any_line", json_array_size(lines) != 0);
	json_put(to, "lines", lines);
	json_put_str(to, "more", count > CHANGES_SHOWN ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("The first {count} are shown; limen pack diff prints all.")),
	                                                          { "count", lang_number(act->lang, act->arena, CHANGES_SHOWN) }) : STR(""));
}

/* ---- what waits ---- */

static struct date first_day_possible(struct act *act, const struct pack_version_row *row)
{
	struct date today = pack_today(act);
	return date_compare(row->earliest, today) > 0 ? row->earliest : today;
}

/* Law begins on the first of a month, unless somebody says otherwise. */
static struct date first_of_a_month(struct act *act, const struct pack_version_row *row)
{
	struct date day = first_day_possible(act, row);
	if (day.day > 1) {
		day.day = 1;
		day = date_add_months(day, 1);
	}
	return day;
}

/* Its proposer takes it back, who may approve sends it back. */
static void put_end(struct act *act, const struct pack_version_row *row, json_t *out)
{
	bool own = uuid_equal(row->proposer, act->actor.user) && rights_have(act->actor.rights, CAN_PACK_PROPOSE);
	bool other = !uuid_equal(row->proposer, act->actor.user) && rights_have(act->actor.rights, CAN_PACK_APPROVE);
	json_put_str(out, "end_to", own ? pack_path(act, row->identity, "/withdraw") : other ? pack_path(act, row->identity, "/reject") : STR(""));
	json_put_str(out, "end_word", lang_words(act->lang, own ? WORDS("Take back") : WORDS("Send back")));
}

/* Applied, and from a day on that has not come. */
static bool awaited(struct act *act, const struct pack_version_row *row)
{
	return row->applied && date_compare(row->starts, pack_today(act)) > 0;
}

static void put_answers(struct act *act, const struct pack_version_row *row, json_t *out)
{
	bool may = rights_have(act->actor.rights, CAN_PACK_APPROVE) && !uuid_equal(row->proposer, act->actor.user);
	bool approve = may && !row->approved, apply = may && row->approved && !row->applied;
	struct str wait = awaited(act, row) ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("It comes in force on {date}.")), { "date", lang_date(act->lang, act->arena, row->starts) })
		: approve || apply ? STR("") : row->approved ? lang_words(act->lang, WORDS("Another person than the one who proposed it puts it in force."))
		: lang_words(act->lang, WORDS("Another person must approve it."));
	json_put_str(out, "approve_to", approve ? pack_path(act, row->identity, "/approve") : STR(""));
	json_put_str(out, "apply_to", apply ? pack_path(act, row->identity, "/apply") : STR(""));
	json_put_str(out, "day", date_str(act->arena, first_of_a_month(act, row)));
	json_put_str(out, "least", date_str(act->arena, first_day_possible(act, row)));
	put_end(act, row, out);
	json_put_str(out, "wait", wait);
}

json_t *pack_history(struct act *act, const struct pack_version_row *row)
{
	json_t *lines = json_array();
	json_array_append_new(lines, json_str(by_and_when(act, WORDS("Proposed by {name}, {time}"), row->proposer, row->proposed)));
	if (row->approved)
		json_array_append_new(lines, json_str(by_and_when(act, WORDS("Approved by {name}, {time}"), row->approver, row->approved)));
	if (row->applied)
		json_array_append_new(lines, json_str(by_and_when(act, WORDS("Put in force by {name}, {time}"), row->applier, row->applied)));
	if (row->ended)
		json_array_append_new(lines, json_str(by_and_when(act, uuid_equal(row->ender, row->proposer) ? WORDS("Taken back by {name}, {time}") : WORDS("Sent back by {name}, {time}"), row->ender,
		                                                  row->ended)));
	return lines;
}

static bool put_proposal(struct act *act, const struct pack_version_row *row, json_t *proposals, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	const struct pack *proposed;
	json_t *out = json_object();
	json_array_append_new(proposals, out);
	json_put_int(out, "n", (int64_t)json_array_size(proposals));
	json_put_str(out, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Proposed: version {version}")), { "version", row->version }));
	json_put_str(out, "tone", row->approved ? STR("clear") : STR("info"));
	json_put_str(out, "word", lang_words(act->lang, awaited(act, row) ? WORDS("Awaits its day") : row->approved ? WORDS("Approved") : WORDS("Waits for approval")));
	json_put_str(out, "href", pack_path(act, row->identity, ""));
	json_put_str(out, "past_href", rights_have(act->actor.rights, CAN_FIGURES) ? pack_path(act, row->identity, "/past") : STR(""));
	json_put_str(out, "identity", pack_short(row->identity));
	json_put_str(out, "note", row->note);
	json_put_str(out, "answer", row->answer);
	json_put(out, "history", pack_history(act, row));
	json_put_str(out, "stale", str_is(row->previous, act->pack->identity) ? STR("") : lang_words(act->lang, WORDS("It was written when another version was in force: read the difference with care.")));
	put_answers(act, row, out);
	if (!pack_version_source(act, row, &source, err))
		return false;
	bool sound = pack_load(act->arena, &source, pack_today(act), &proposed, &found);
	pack_put_check(act, out, &found);
	if (sound) {
		pack_put_difference(act, out, proposed);
		return true;
	}
	json_put_str(out, "changes", STR(""));
	json_put_str(out, "more", STR(""));
	json_put_yesno(out, "any_line", false);
	return true;
}

/* ---- rules in force ---- */

static struct str decisions(struct act *act, unsigned may)
{
	struct str words[4];
	size_t count = 0;
	if (may & MAY_ADMIT)
		words[count++] = lang_words(act->lang, WORDS("admit"));
	if (may & MAY_REFER)
		words[count++] = lang_words(act->lang, WORDS("refer"));
	if (may & MAY_REFUSE)
		words[count++] = lang_words(act->lang, WORDS("refuse"));
	if (may & MAY_TRANSIT)
		words[count++] = lang_words(act->lang, WORDS("transit"));
	return str_join(act->arena, words, count, STR(", "));
}

static struct str stay_words(struct act *act, const struct pack_category *category)
{
	const struct pack_stay_rule *rule = pack_stay_rule(act->pack, category->stay_rule, pack_today(act));
	return rule ? words_of(act, rule->words) : category->stay ? lang_words(act->lang, WORDS("As the visa or permit says")) : STR("-");
}

static json_t *rules(struct act *act)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->category_count; i++) {
		const struct pack_category *category = &act->pack->categories[i];
		if (!pack_span_holds(category->span, pack_today(act)))
			continue;
		json_t *row = json_object();
		json_put_str(row, "name", words_of(act, category->words));
		json_put_str(row, "when", category->when_text);
		json_put_str(row, "stay", stay_words(act, category));
		json_put_str(row, "may", decisions(act, category->may));
		json_put_str(row, "law", words_of(act, category->law));
		json_array_append_new(out, row);
	}
	return out;
}

/* ---- the page ---- */

struct str pack_state_words(struct act *act, const struct pack_version_row *row)
{
	if (str_is(row->identity, act->pack->identity))
		return lang_words(act->lang, WORDS("in force"));
	if (row->ended)
		return lang_words(act->lang, uuid_equal(row->ender, row->proposer) ? WORDS("taken back") : WORDS("sent back"));
	if (row->applied)
		return LANG_FILL(act->arena, lang_words(act->lang, awaited(act, row) ? WORDS("from {date}") : WORDS("since {date}, replaced")),
		                 { "date", lang_date_short(act->lang, act->arena, row->starts) });
	return lang_words(act->lang, row->approved ? WORDS("approved") : WORDS("waits for approval"));
}

static void add_version(struct act *act, json_t *out, struct str identity, struct str version, struct str text)
{
	json_t *row = json_object();
	json_put_str(row, "href", pack_path(act, identity, ""));
	json_put_str(row, "name", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Version {version}")), { "version", version }));
	json_put_str(row, "text", text);
	json_put_str(row, "identity", pack_short(identity));
	json_array_append_new(out, row);
}

struct str pack_first_state(struct act *act)
{
	struct pack_source files;
	return lang_words(act->lang, act->pack == pack_shelf_first(act->house->packs, &files) ? WORDS("in force") : WORDS("installed with the program, replaced"));
}

static json_t *version_list(struct act *act, const struct pack_version_row *rows, size_t count)
{
	json_t *out = json_array();
	struct pack_source files;
	const struct pack *first = pack_shelf_first(act->house->packs, &files);
	for (size_t i = 0; i < count; i++)
		add_version(act, out, rows[i].identity, rows[i].version, pack_state_words(act, &rows[i]));
	if (!pack_row_of(rows, count, str_of(first->identity)))
		add_version(act, out, str_of(first->identity), first->head.version, pack_first_state(act));
	return out;
}

static struct str summary(struct act *act, const struct pack_version_row *in_force)
{
	struct str state = words_of(act, act->pack->head.name);
	if (in_force && in_force->applied)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{state}, version {version}, in force since {date}.")), { "state", state },
		                 { "version", act->pack->head.version }, { "date", lang_date(act->lang, act->arena, in_force->starts) });
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{state}, version {version}, with which the program was installed.")), { "state", state },
	                 { "version", act->pack->head.version });
}

static bool put_in_force(struct act *act, json_t *page, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	const struct pack *again;
	if (!pack_in_force_source(act, &source, err))
		return false;
	bool good = pack_load(act->arena, &source, pack_today(act), &again, &found);
	(void)good; /* what the calendar did to a pack that was sound is told by its mistakes */
	pack_put_check(act, page, &found);
	return true;
}

static json_t *pack_data(struct act *act, const struct pack_version_row *rows, size_t count)
{
	json_t *data = json_object(), *versions = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = fields_to_json(&pack_version_row_fields, &rows[i]);
		json_object_del(row, "file"); /* the handle holds the key of the files */
		json_array_append_new(versions, row);
	}
	json_put_str(data, "identity", str_of(act->pack->identity));
	json_put_str(data, "version", act->pack->head.version);
	json_put(data, "known", versions);
	return data;
}

static bool pack_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct pack_version_row *rows;
	size_t count;
	json_t *proposals = json_array(), *page = reply->page = json_object();
	json_put(page, "proposals", proposals);
	if (!pack_versions(act, &rows, &count, err))
		return false;
	reply->data = pack_data(act, rows, count);
	if (call->json)
		return true;
	for (size_t i = 0; i < count && json_array_size(proposals) < OPEN_SHOWN; i++)
		if (!rows[i].ended && (!rows[i].applied || awaited(act, &rows[i])) && !str_is(rows[i].identity, act->pack->identity) && !put_proposal(act, &rows[i], proposals, err))
			return false;
	json_put_str(page, "summary", summary(act, pack_row_of(rows, count, str_of(act->pack->identity))));
	json_put_str(page, "propose", rights_have(act->actor.rights, CAN_PACK_PROPOSE) ? STR("/pack/propose") : STR(""));
	json_put_str(page, "files_href", pack_path(act, str_of(act->pack->identity), ""));
	json_put_str(page, "figures_href", rights_have(act->actor.rights, CAN_FIGURES) ? STR("/figures?by=category&direction=entry") : STR(""));
	json_put(page, "rules", rules(act));
	json_put(page, "versions", version_list(act, rows, count));
	return put_in_force(act, page, err);
}

/* ---- propose ---- */

static bool propose_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	(void)call;
	(void)err;
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "files_href", pack_path(act, str_of(act->pack->identity), ""));
	return true;
}

static bool is_last_of(struct str path, struct str name)
{
	return str_equal(path, name) || (str_ends(path, name) && path.len > name.len && path.data[path.len - name.len - 1] == '/');
}

/* Files that changed stand in for those of the same name; all others stay as they are in force. */
static bool put_files(struct act *act, const struct call *call, struct pack_source *source, struct error *err)
{
	struct pack_file *files = ARENA_ARRAY(act->arena, struct pack_file, source->count + 1);
	for (size_t i = 0; i < source->count; i++)
		files[i] = source->files[i];
	for (size_t k = 0; k < call->upload_count; k++) {
		size_t same = 0;
		for (size_t i = 0; i < source->count; i++) {
			if (!is_last_of(source->files[i].path, call->uploads[k].file_name))
				continue;
			files[i].bytes = call->uploads[k].bytes;
			same++;
		}
		if (same == 1)
			continue;
		finding_add(&act->findings, STR("files"), "unknown_file", "A file bears no name of the pack in force. For a new file send the whole pack, as limen pack bundle makes it.");
		return error_set(err, ERR_FINDINGS, "a file does not belong to the pack in force", "send the whole pack, as limen pack bundle makes it", "files");
	}
	source->files = files;
	return true;
}

static bool proposed_source(struct act *act, const struct call *call, struct pack_source *source, struct error *err)
{
	struct error none;
	if (!call->upload_count) {
		finding_add(&act->findings, STR("files"), "required", "Choose the files that changed, or one bundle of the whole pack.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "files");
	}
	if (call->upload_count == 1 && call->uploads[0].bytes.len && call->uploads[0].bytes.data[0] == '{' &&
	    pack_unbundle(act->arena, call->uploads[0].bytes, source, &none))
		return true;
	return pack_in_force_source(act, source, err) && put_files(act, call, source, err);
}

/* A pack with mistakes: the page tells each with its place, and nothing is kept. */
static bool tell_mistakes(struct act *act, const struct call *call, const struct pack_diagnostics *found, struct reply *reply, struct error *err)
{
	const struct propose_form *form = call->form;
	if (!propose_get(act, call, reply, err))
		return false;
	reply->template = "pack_propose";
	reply->status = 422;
	json_t *values = json_object();
	json_put_str(values, "note", form->note);
	json_put(reply->page, "values", values);
	pack_put_check(act, reply->page, found);
	return true;
}

static bool propose_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct propose_form *form = call->form;
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	struct str identity;
	if (!proposed_source(act, call, &source, err))
		return false;
	if (!pack_propose(act, &source, form->note, &identity, &found, err))
		return !call->json && found.errors && tell_mistakes(act, call, &found, reply, err);
	reply->data = json_object();
	json_put_str(reply->data, "identity", identity);
	return true;
}

/* ---- approve, apply ---- */

static bool approve_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct approve_form *form = call->form;
	if (!pack_approve(act, call->name, form->note, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "identity", call->name);
	return true;
}

static bool apply_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct apply_form *form = call->form;
	struct pack_version_row row;
	if (!pack_version(act, call->name, &row, err))
		return false;
	if (!date_empty(form->from) && (!date_whole(form->from) || date_compare(form->from, first_day_possible(act, &row)) < 0)) {
		finding_add(&act->findings, STR("from"), "too_early", "A version cannot be in force before today, nor before the first day that it states itself.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "first day");
	}
	if (!pack_apply(act, call->name, form->from, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "identity", row.identity);
	return true;
}

/* ---- take back, send back ---- */

static bool end_by(struct act *act, const struct call *call, bool proposer, struct reply *reply, struct error *err)
{
	const struct end_form *form = call->form;
	struct pack_version_row row;
	if (!pack_version(act, call->name, &row, err))
		return false;
	if (uuid_equal(row.proposer, act->actor.user) != proposer)
		return error_set(err, ERR_NOT_ALLOWED, "who proposed a version takes it back, and another person sends it back", "ask the person whose part this is", "%.12s", row.identity.data);
	if (!pack_end(act, call->name, form->reason, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "identity", row.identity);
	return true;
}

static bool withdraw_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return end_by(act, call, true, reply, err);
}

static bool reject_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return end_by(act, call, false, reply, err);
}

#define AGAIN(path, right) { GET, path, right, pack_get, "pack", NULL, NULL, 0, NULL, "administration", "The page of a form, when an answer needs another look." }

const struct route pack_routes[] = {
	{ GET, "/pack", CAN_PACK_VIEW, pack_get, "pack", NULL, NULL, 0, NULL, "administration", "The country pack in force, its check, and what is proposed with its difference." },
	{ GET, "/pack/propose", CAN_PACK_PROPOSE, propose_get, "pack_propose", NULL, NULL, 0, NULL, "administration", "The form to propose a version of the pack." },
	{ POST, "/pack/propose", CAN_PACK_PROPOSE, propose_post, "pack_propose", NULL, &propose_form_fields, ROUTE_UPLOAD | ROUTE_FORM_AGAIN, "/pack", "administration",
	  "Propose a version: the files that changed, or a bundle of the whole pack." },
	{ GET, "/pack/{name}", CAN_PACK_VIEW, pack_version_get, "pack_version", NULL, NULL, 0, NULL, "administration", "One version of the pack, with the text of its files." },
	{ GET, "/pack/{name}/file", CAN_PACK_VIEW, pack_file_get, NULL, &file_query_fields, NULL, 0, NULL, "administration", "One file of a version." },
	{ GET, "/pack/{name}/text", CAN_PACK_VIEW, pack_text_get, "pack_text", &file_query_fields, NULL, 0, NULL, "administration",
	  "One file of a version line by line: what the check found beside its line, and which lines are not in the file in force." },
	{ GET, "/pack/{name}/print", CAN_PACK_VIEW, pack_print_get, "pack_print", &print_query_fields, NULL, 0, NULL, "administration",
	  "A procedure of a version in plain words, for those who sign it." },
	AGAIN("/pack/{name}/withdraw", CAN_PACK_PROPOSE),
	{ POST, "/pack/{name}/withdraw", CAN_PACK_PROPOSE, withdraw_post, "pack", NULL, &end_form_fields, ROUTE_FORM_AGAIN, "/pack", "administration",
	  "Take back a version that one proposed oneself and that is not in force." },
	AGAIN("/pack/{name}/reject", CAN_PACK_APPROVE),
	{ POST, "/pack/{name}/reject", CAN_PACK_APPROVE, reject_post, "pack", NULL, &end_form_fields, ROUTE_FORM_AGAIN, "/pack", "administration",
	  "Send back a version that somebody else proposed and that is not in force." },
	AGAIN("/pack/{name}/approve", CAN_PACK_APPROVE),
	{ POST, "/pack/{name}/approve", CAN_PACK_APPROVE, approve_post, "pack", NULL, &approve_form_fields, ROUTE_FORM_AGAIN, "/pack", "administration",
	  "Approve a version that another person proposed." },
	AGAIN("/pack/{name}/apply", CAN_PACK_APPROVE),
	{ POST, "/pack/{name}/apply", CAN_PACK_APPROVE, apply_post, "pack", NULL, &apply_form_fields, ROUTE_FORM_AGAIN, "/pack", "administration",
	  "Put an approved version in force, whole, from a day on." },
	{ 0 },
};

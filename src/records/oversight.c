/* The journal's own pages, for oversight: entries newest first, and one entry with its proof. What an entry says of a person is left out; whoever
 * may also search people sees it for a purpose that is written down. Every view is itself an entry, which names whose record or doings were looked at. */
#include "show.h"

#include "access.h"
#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"

FIELDS_TABLE(journal_query, JOURNAL_QUERY_FIELDS)
FIELDS_TABLE(unmask_form, UNMASK_FORM_FIELDS)

enum { PAGE_ROWS = 50, NAMED_MOST = 100 };

static const struct family {
	const char *code;
	enum entry_kind kind;
	const char *words;
} families[] = {
	{ "", 0, WORDS("All entries") },
	{ "look", KIND_READ, WORDS("Who looked") },
	{ "inspection", KIND_INSPECTION, WORDS("Checks") },
	{ "crossing", KIND_CROSSING, WORDS("Crossings") },
	{ "case", KIND_CASE, WORDS("Cases") },
	{ "person", KIND_PERSON, WORDS("People and documents") },
	{ "list", KIND_LIST, WORDS("Watchlists") },
	{ "pack", KIND_PACK, WORDS("Country pack") },
	{ "access", KIND_ACCESS, WORDS("Users") },
	{ "erase", KIND_ERASE, WORDS("Erasures") },
};

static const struct family *family_of(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(families); i++)
		if (str_is(code, families[i].code))
			return &families[i];
	return NULL;
}

/* --- the list --- */

struct listing {
	struct act *act;
	json_t *lines, *data;
	size_t count;
	struct uuid last;
	bool more;
};

static json_t *entry_data(struct act *act, const struct entry *entry)
{
	json_t *out = json_object();
	char time[TIME_TEXT];
	json_put_str(out, "id", uuid_str(act->arena, entry->id));
	json_put_str(out, "written", time_text(entry->hlc >> 16, time));
	if (show_kept_back(act, entry)) {
		json_put_str(out, "type", STR("other_desk"));
		return out;
	}
	json_put_str(out, "type", entry->type_name);
	json_put_str(out, "record", uuid_zero(entry->record) ? STR("") : uuid_str(act->arena, entry->record));
	json_put_str(out, "user", show_officer_number(act, entry->actor));
	json_put_str(out, "purpose", entry->purpose);
	return out;
}

static void list_entry(void *state, const struct entry *entry)
{
	struct listing *listing = state;
	if (listing->count == PAGE_ROWS) {
		listing->more = true;
		return;
	}
	listing->count++;
	listing->last = entry->id;
	json_array_append_new(listing->lines, show_entry_masked(listing->act, entry));
	json_array_append_new(listing->data, entry_data(listing->act, entry));
}

static bool make_filter(struct act *act, const struct journal_query *asked, struct journal_filter *out, bool *nobody, struct error *err)
{
	const struct family *family = family_of(asked->kind);
	const struct lang_zone *zone = show_zone(act, act->place.post);
	bool found = true;
	*out = (struct journal_filter){ .kind = family ? family->kind : 0, .record = asked->record, .most = PAGE_ROWS + 1 };
	if (!family)
		return error_set(err, ERR_INPUT, "there is no such kind of entry", "choose one of the page", "kind");
	if (date_whole(asked->day)) {
		out->from = uuid_floor(lang_zone_day_start(zone, asked->day));
		out->before = uuid_floor(lang_zone_day_start(zone, date_of_days(date_days(asked->day) + 1)));
	}
	if (!uuid_zero(asked->before) && (uuid_zero(out->before) || uuid_compare(asked->before, out->before) < 0))
		out->before = asked->before;
	if (asked->user.len && !access_find_user(act, asked->user, &out->actor, &found, err))
		return false;
	*nobody = !found;
	return true;
}

/* Whose doings or record were looked at; a list of everybody's names nobody, since it shows nothing of a person. */
static void note_look(struct act *act, const struct journal_query *asked, const struct journal_filter *filter)
{
	if (!uuid_zero(filter->record))
		journal_look(act, "journal of a record", &filter->record, 1);
	else if (asked->user.len && !uuid_zero(filter->actor))
		journal_look(act, "journal of a user", &filter->actor, 1);
	else
		journal_look(act, "journal", NULL, 0);
}

/* The page again with another kind or a later place. */
static struct str again(struct act *act, const struct journal_query *asked, struct str kind, struct uuid before)
{
	struct buf out = BUF_IN(act->arena);
	buf_format(&out, "/journal?kind=" STR_FMT, STR_ARG(kind));
	if (date_whole(asked->day))
		buf_format(&out, "&day=" STR_FMT, STR_ARG(date_str(act->arena, asked->day)));
	if (asked->user.len)
		buf_format(&out, "&user=" STR_FMT, STR_ARG(asked->user));
	if (!uuid_zero(asked->record))
		buf_format(&out, "&record=" STR_FMT, STR_ARG(uuid_str(act->arena, asked->record)));
	if (!uuid_zero(before))
		buf_format(&out, "&before=" STR_FMT, STR_ARG(uuid_str(act->arena, before)));
	return buf_str(&out);
}

static json_t *kinds(struct act *act, const struct journal_query *asked)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(families); i++) {
		json_t *row = json_object();
		json_put_str(row, "href", again(act, asked, str_of(families[i].code), (struct uuid){ { 0 } }));
		json_put_str(row, "word", lang_words(act->lang, families[i].words));
		json_put_yesno(row, "current", str_is(asked->kind, families[i].code));
		json_array_append_new(out, row);
	}
	return out;
}

static struct str list_summary(struct act *act, const struct journal_query *asked, bool nobody)
{
	if (nobody)
		return lang_words(act->lang, WORDS("There is no user of this number."));
	if (!uuid_zero(asked->record))
		return lang_words(act->lang, WORDS("One record: what happened, and who looked."));
	if (asked->user.len)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("What {user} did.")), { "user", asked->user });
	return lang_words(act->lang, WORDS("What is personal is left out. Your look is an entry, too."));
}

bool journal_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct journal_query *asked = ARENA_NEW(act->arena, struct journal_query);
	struct journal_filter filter;
	struct listing listing = { .act = act };
	bool nobody = false;
	*asked = *(const struct journal_query *)call->query;
	if (!make_filter(act, asked, &filter, &nobody, err))
		return false;
	if (nobody)
		asked->user = STR(""); /* never a stranger's text in links */
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "entries", listing.data = json_array());
	json_put(reply->page, "entries", listing.lines = json_array());
	if (!nobody && !journal_newest(act, &filter, list_entry, &listing, err))
		return false;
	note_look(act, asked, &filter);
	json_put_str(reply->data, "next", listing.more ? uuid_str(act->arena, listing.last) : STR(""));
	json_put(reply->page, "kinds", kinds(act, asked));
	json_put_str(reply->page, "summary", list_summary(act, asked, nobody));
	json_put_str(reply->page, "kind", asked->kind);
	json_put_str(reply->page, "day", date_str(act->arena, asked->day));
	json_put_str(reply->page, "user", asked->user);
	json_put_str(reply->page, "record", uuid_zero(asked->record) ? STR("") : uuid_str(act->arena, asked->record));
	json_put_yesno(reply->page, "any", listing.count != 0);
	json_put_str(reply->page, "next", listing.more ? again(act, asked, asked->kind, listing.last) : STR(""));
	return true;
}

/* --- one entry --- */

/* Takes what is personal out of a record's value; `left` tells whether anything was. */
static void mask(const struct fields *fields, json_t *value, bool *left_out)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		json_t *part = json_object_get(value, field->name), *item;
		size_t at;
		if (!part)
			continue;
		if (field->flags & PERSONAL) {
			json_object_del(value, field->name);
			*left_out = true;
		} else if (field->of) {
			json_array_foreach(part, at, item)
				mask(field->of, item, left_out);
		}
	}
}

/* A file's handle holds the key that opens it: its id alone is shown. */
static json_t *without_key(const json_t *value)
{
	struct str id;
	bool is = json_is_string(value) && journal_file_id((struct str){ json_string_value(value), json_string_length(value) }, &id);
	return is ? json_str(id) : NULL;
}

static void hide_keys(json_t *value)
{
	const char *name;
	json_t *item, *shown;
	size_t at;
	void *next;
	json_object_foreach_safe(value, next, name, item) {
		hide_keys(item);
		if ((shown = without_key(item)))
			json_object_set_new(value, name, shown);
	}
	json_array_foreach(value, at, item) {
		hide_keys(item);
		if ((shown = without_key(item)))
			json_array_set_new(value, at, shown);
	}
}

/* The body as the types declare it; a type that this program does not know is all personal. */
static json_t *body_value(struct act *act, const struct entry *entry, bool whole, bool *left_out)
{
	struct error ignored;
	*left_out = show_kept_back(act, entry);
	if (!entry->data.len || *left_out)
		return json_object();
	json_t *value = json_parse_bounded(entry->data, 64 << 10, &ignored);
	if (!whole && value && entry->type) {
		mask(entry->type->fields, value, left_out);
	} else if (!whole || !value) {
		json_decref(value);
		value = json_object();
		*left_out = true;
	}
	hide_keys(value);
	return value;
}

/* Lists of words as words; the rest as it stands in the body. */
static struct str text_of(struct act *act, const json_t *value)
{
	struct buf words = BUF_IN(act->arena);
	size_t at;
	json_t *item;
	json_array_foreach((json_t *)value, at, item) {
		if (!json_is_string(item))
			break;
		buf_format(&words, "%s%s", at ? ", " : "", json_string_value(item));
	}
	if (json_is_array(value) && at == json_array_size(value))
		return buf_str(&words);
	if (json_is_string(value))
		return str_copy(act->arena, (struct str){ json_string_value(value), json_string_length(value) });
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	struct str out = text ? str_copy(act->arena, str_of(text)) : STR("");
	free(text);
	return out;
}

static json_t *body_facts(struct act *act, json_t *body)
{
	json_t *out = json_array(), *value;
	const char *name;
	json_object_foreach(body, name, value)
		json_array_append_new(out, show_fact(str_copy(act->arena, str_of(name)), text_of(act, value)));
	return out;
}

static struct str hex(struct act *act, const uint8_t hash[static 32])
{
	return str_hex(act->arena, hash, 32);
}

static void fact(struct act *act, json_t *out, const char *what, struct str text)
{
	json_array_append_new(out, show_fact(lang_words(act->lang, what), text));
}

static json_t *proof_facts(struct act *act, const struct journal_proof *proof)
{
	json_t *out = json_array();
	struct str number = str_format(act->arena, "%lld", (long long)proof->entry.seq);
	fact(act, out, WORDS("Entry"), uuid_str(act->arena, proof->entry.id));
	fact(act, out, WORDS("Journal lane"), str_format(act->arena, "%lld", (long long)proof->entry.lane));
	fact(act, out, WORDS("Number in it"), number);
	fact(act, out, WORDS("Digest of the body"), hex(act, proof->body_hash));
	fact(act, out, WORDS("Digest before it"), hex(act, proof->prev));
	fact(act, out, WORDS("Digest"), hex(act, proof->hash));
	if (proof->size)
		fact(act, out, WORDS("Signed with entries up to"), str_format(act->arena, "%lld", (long long)proof->size));
	return out;
}

struct told {
	const char *tone, *words;
};

/* The worst first. */
static struct told proven(const struct journal_proof *proof)
{
	if (!proof->header_good || (proof->entry.data.len && !proof->body_good))
		return (struct told){ "stop", WORDS("Changed after it was written") };
	if (!proof->entry.data.len && !proof->erased)
		return (struct told){ "stop", WORDS("Its body is missing and no erasure says why") };
	if (!proof->size)
		return (struct told){ "info", WORDS("Not signed yet: within a minute") };
	if (!proof->signed_good)
		return (struct told){ "stop", WORDS("The signature is not this system's") };
	if (proof->far)
		return (struct told){ "info", WORDS("Signed; too long a lane for this page: limen journal verify goes through it") };
	return proof->included ? (struct told){ "clear", WORDS("As it was written and signed") } : (struct told){ "stop", WORDS("Not what was signed") };
}

static json_t *entry_facts(struct act *act, const struct entry *entry)
{
	json_t *out = json_array();
	bool here = entry->data.len && !show_kept_back(act, entry);
	fact(act, out, WORDS("Written"), show_when(act, act->place.post, entry->hlc >> 16));
	if (!here)
		return out;
	fact(act, out, WORDS("Happened"), show_when(act, act->place.post, entry->happened));
	fact(act, out, WORDS("By"), show_officer(act, entry->actor));
	fact(act, out, WORDS("Purpose"), show_purpose(act, entry->purpose));
	fact(act, out, WORDS("Kind of entry"), str_format(act->arena, STR_FMT " %d", STR_ARG(entry->type_name), entry->version));
	fact(act, out, WORDS("Record"), uuid_str(act->arena, entry->record));
	return out;
}

/* Whom a look showed, and others that the entry names. */
static json_t *named(struct act *act, const struct journal_proof *proof)
{
	json_t *out = json_array();
	for (size_t i = 0; i < proof->ref_count && i < NAMED_MOST; i++) {
		json_t *row = json_object();
		json_put_str(row, "role", str_of(proof->refs[i].role));
		json_put_str(row, "record", uuid_str(act->arena, proof->refs[i].record));
		json_put_str(row, "href", show_path(act, "/journal?record=", proof->refs[i].record, ""));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *proof_data(struct act *act, const struct journal_proof *proof)
{
	json_t *out = json_object(), *path = json_array();
	for (size_t i = 0; i < proof->path.count; i++)
		json_array_append_new(path, json_str(proof->path.items[i]));
	/* A lane is a number of 63 bits: text in JSON. */
	json_put_str(out, "lane", str_format(act->arena, "%lld", (long long)proof->entry.lane));
	json_put_int(out, "seq", proof->entry.seq);
	json_put_str(out, "hlc", str_format(act->arena, "%lld", (long long)proof->entry.hlc));
	json_put_int(out, "kind", proof->kind);
	json_put_str(out, "body_hash", hex(act, proof->body_hash));
	json_put_str(out, "prev", hex(act, proof->prev));
	json_put_str(out, "hash", hex(act, proof->hash));
	json_put_yesno(out, "header_good", proof->header_good);
	json_put_yesno(out, "body_good", proof->body_good);
	json_put_yesno(out, "erased", proof->erased);
	json_put_int(out, "size", proof->size);
	json_put_str(out, "note", proof->note);
	json_put_yesno(out, "signed_good", proof->signed_good);
	json_put_yesno(out, "included", proof->included);
	json_put(out, "path", path);
	return out;
}

static void show_entry(struct act *act, const struct journal_proof *proof, bool whole, struct reply *reply)
{
	const struct entry *entry = &proof->entry;
	struct told told = proven(proof);
	bool left_out, kept = show_kept_back(act, entry), may = rights_have(act->actor.rights, CAN_SEARCH) && !kept;
	json_t *body = body_value(act, entry, whole, &left_out), *line = show_entry_masked(act, entry);
	reply->data = entry_data(act, entry);
	reply->page = json_object();
	struct str title = str_copy(act->arena, str_of(json_string_value(json_object_get(line, "title")))), doc = lang_words(act->lang, entry->type ? entry->type->doc : "");
	bool said = title.len == doc.len && str_equal(str_slice(title, 1, title.len), str_slice(doc, 1, doc.len)); /* but for its capital */
	json_put_str(reply->page, "title", title);
	json_put_str(reply->page, "summary", kept || said ? STR("") : doc);
	json_put_str(reply->page, "tone", str_of(told.tone));
	json_put_str(reply->page, "word", lang_words(act->lang, told.words));
	json_put(reply->page, "facts", entry_facts(act, entry));
	json_put(reply->page, "body", body_facts(act, body));
	json_put_yesno(reply->page, "any_body", json_object_size(body) != 0);
	json_put_yesno(reply->page, "left_out", left_out);
	json_put_yesno(reply->page, "may_ask", left_out && may);
	json_put(reply->page, "whys", show_purposes(act, STR("")));
	json_put_str(reply->page, "href", show_path(act, "/journal/", entry->id, ""));
	json_put_str(reply->page, "record_href", uuid_zero(entry->record) || kept ? STR("") : show_path(act, "/journal?record=", entry->record, ""));
	json_put(reply->page, "proof", proof_facts(act, proof));
	json_put_str(reply->page, "note", proof->note);
	json_put(reply->data, "named", named(act, proof));
	json_put_yesno(reply->page, "any_named", proof->ref_count != 0);
	json_put_yesno(reply->data, "left_out", left_out);
	json_put(reply->data, "body", body);
	json_put(reply->data, "proof", proof_data(act, proof));
	json_decref(line);
}

static bool find(struct act *act, struct uuid id, struct journal_proof *proof, struct error *err)
{
	bool found;
	return journal_prove(act, id, proof, &found, err) &&
	       (found || error_set(err, ERR_NOT_FOUND, "there is no such entry", "look in the list of entries", "journal"));
}

static void note_entry(struct act *act, const struct entry *entry, struct str words)
{
	size_t count = !uuid_zero(entry->record);
	journal_look(act, str_c(act->arena, words), &entry->record, count);
}

bool journal_entry_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct journal_proof proof;
	if (!find(act, call->id, &proof, err))
		return false;
	note_entry(act, &proof.entry, STR("entry of the journal"));
	show_entry(act, &proof, false, reply);
	return true;
}

bool journal_entry_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct unmask_form *form = call->form;
	struct journal_proof proof;
	if (!find(act, call->id, &proof, err) || !access_need(act, CAN_SEARCH, err))
		return false;
	if (!pack_purpose(act->pack, form->why)) {
		finding_add(&act->findings, STR("why"), "unknown_code", "Choose for what you look.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "journal");
	}
	act->purpose = form->why;
	note_entry(act, &proof.entry, str_format(act->arena, "entry of the journal, whole: " STR_FMT, STR_ARG(form->reason)));
	show_entry(act, &proof, true, reply);
	return true;
}

/* Questions of a procedure as a page asks them: one value for each input, whatever room shows it. The template is web/pages/asked.mustache. */
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "house.h"
#include "lang.h"
#include "upload.h"

/* Where a question stands: of the case, or of an item or a group. */
struct asking {
	struct act *act;
	struct case_seen *seen;
	const struct case_again *again;
	const struct pack_asked *field, *list;
	json_t *item;                   /* NULL: the case itself */
	struct str path;
};

enum { RADIOS_MOST = 7, OPTIONS_MOST = 400 };

static struct str tag_of(const struct asking *asking)
{
	return lang_tag(asking->act->lang);
}

static const char *kind_of(const struct pack_asked *field, const struct rule_type *type)
{
	switch (field->type) {
	case ASKED_LONGTEXT: case ASKED_ADDRESS:
		return type == &field->rule_type ? "long" : "line";
	case ASKED_PHOTO: case ASKED_DOCUMENT: case ASKED_DOCUMENTS:
		return "file";
	case ASKED_SIGNATURE: case ASKED_CONSENT:
		return "sign";
	default:
		return type->kind == RULE_YESNO ? "yesno" : type->kind == RULE_DATE ? "date" : type->kind == RULE_CODE ? "choice" :
		       type->kind == RULE_LIST ? "choices" : "line";
	}
}

/* What the browser may fill in and which keys a phone shows (WCAG 1.3.5; HTML, autofill). */
static void put_help(json_t *row, const struct pack_asked *field, struct str member, const struct rule_type *type)
{
	static const struct { const char *member, *fill; } fills[] = {
		{ "surname", "family-name" }, { "given_names", "given-name" }, { "birth_date", "bday" }, { "sex", "sex" },
	};
	const char *fill = "off", *mode = "text", *kind = "text";
	for (size_t i = 0; i < COUNT_OF(fills); i++)
		if (str_is(member, fills[i].member))
			fill = fills[i].fill;
	if (field->type == ASKED_EMAIL)
		fill = "email", mode = "email", kind = "email";
	if (field->type == ASKED_PHONE)
		fill = "tel", mode = "tel", kind = "tel";
	if (type->kind == RULE_NUMBER)
		mode = field->type == ASKED_INTEGER ? "numeric" : "decimal";
	json_put_str(row, "fill", str_of(fill));
	json_put_str(row, "mode", str_of(mode));
	json_put_str(row, "kind", str_of(kind));
	json_put_yesno(row, "isolate", type->kind == RULE_NUMBER || !strcmp(kind, "tel") || !strcmp(kind, "email") || str_is(member, "number"));
}

/* --- what stands there now --- */

static const json_t *given_again(const struct asking *asking, struct str path)
{
	return asking->again && asking->again->answers ? json_object_getn(asking->again->answers, path.data, path.len) : NULL;
}

static struct str text_of(const json_t *value)
{
	const char *text = json_string_value(value);
	return text ? str_of(text) : STR("");
}

static bool holds_code(const json_t *value, struct str code)
{
	size_t at;
	const json_t *one;
	if (json_is_string(value))
		return str_equal(text_of(value), code);
	json_array_foreach((json_t *)(uintptr_t)value, at, one)
		if (str_equal(text_of(one), code))
			return true;
	return false;
}

static void put_date(json_t *row, struct str text)
{
	struct str rest = text, year = STR(""), month = STR(""), day = STR("");
	str_cut(&rest, '-', &year);
	str_cut(&rest, '-', &month);
	str_cut(&rest, '-', &day);
	json_put_str(row, "year", year);
	json_put_str(row, "month", month);
	json_put_str(row, "day", day);
}

/* --- what may be chosen --- */

static void add_option(json_t *options, struct str code, struct str word, const json_t *value)
{
	json_t *one = json_object();
	json_put_str(one, "code", code);
	json_put_str(one, "word", word);
	json_put_str(one, "tongue", STR(""));
	json_put_yesno(one, "chosen", holds_code(value, code));
	json_array_append_new(options, one);
}

/* A language is written in itself, and read aloud so. */
static void add_language(const struct asking *asking, json_t *options, struct str tag, const json_t *value)
{
	const struct lang *lang = langs_find(asking->act->house->langs, tag);
	add_option(options, tag, lang ? lang_name(lang) : case_language_words(asking->act, tag), value);
	json_put_str(json_array_get(options, json_array_size(options) - 1), "tongue", tag);
}

static bool among(const struct pack_names *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_equal(names->items[i], name))
			return true;
	return false;
}

/* Those in which the state writes, then those for which it finds an interpreter. */
static void add_languages(const struct asking *asking, json_t *options, const json_t *value)
{
	const struct pack *pack = asking->act->pack;
	const struct pack_names *own = &pack->head.languages;
	const struct pack_list *list = pack_list(pack, STR("languages"));
	struct date day = flow_law_day(&asking->seen->flow);
	for (size_t i = 0; i < own->count; i++)
		add_language(asking, options, own->items[i], value);
	for (size_t i = 0; list && i < list->count && i < OPTIONS_MOST; i++)
		if (!among(own, list->codes[i].code) && pack_code_valid(pack, list->name, list->codes[i].code, day))
			add_option(options, list->codes[i].code, pack_words(pack, tag_of(asking), list->codes[i].words), value);
}

static int by_word(const void *left, const void *right)
{
	const json_t *a = *(json_t *const *)left, *b = *(json_t *const *)right;
	return strcmp(json_string_value(json_object_get(a, "key")), json_string_value(json_object_get(b, "key")));
}

/* Long lists are looked through by their words, in the order of the reader's language. */
json_t *case_sorted(struct act *act, json_t *options)
{
	size_t count = json_array_size(options);
	json_t **rows = ARENA_ARRAY(act->arena, json_t *, count + 1), *out = json_array();
	for (size_t i = 0; i < count; i++) {
		rows[i] = json_array_get(options, i);
		json_put_str(rows[i], "key", lang_sort_key(act->lang, act->arena, text_of(json_object_get(rows[i], "word"))));
	}
	qsort(rows, count, sizeof *rows, by_word);
	for (size_t i = 0; i < count; i++) {
		json_object_del(rows[i], "key");
		json_array_append(out, rows[i]);
	}
	json_decref(options);
	return out;
}

static void add_items(const struct asking *asking, json_t *options, const json_t *value)
{
	const struct pack_procedure *procedure = asking->seen->flow.host.procedure;
	place_at at = procedure_field(procedure, asking->field->list);
	const json_t *items = json_object_getn(json_object_get(asking->seen->file, "answers"), asking->field->list.data, asking->field->list.len), *item;
	size_t i;
	json_array_foreach((json_t *)(uintptr_t)items, i, item)
		if (at != NOWHERE)
			add_option(options, text_of(json_object_get(item, "id")), case_item_words(asking->act, asking->seen, &procedure->fields[at], (json_t *)(uintptr_t)item), value);
}

static json_t *options_of(const struct asking *asking, const struct rule_type *type, const json_t *value)
{
	struct act *act = asking->act;
	const struct pack_asked *field = asking->field;
	const struct rule_type *code = type->kind == RULE_LIST && type->item ? type->item : type;
	bool tongue = field->type == ASKED_LANGUAGE || str_is(code->list, "languages");
	const struct pack_list *list = tongue ? NULL : pack_list(act->pack, code->list.len ? code->list : field->list);
	struct date day = flow_law_day(&asking->seen->flow);
	json_t *options = json_array();
	for (size_t i = 0; list && i < list->count && i < OPTIONS_MOST; i++)
		if (pack_code_valid(act->pack, list->name, list->codes[i].code, day))
			add_option(options, list->codes[i].code, pack_words(act->pack, tag_of(asking), list->codes[i].words), value);
	if (field->type == ASKED_CHOICES_OF)
		add_items(asking, options, value);
	if (field->type == ASKED_POST)
		for (size_t i = 0; i < act->pack->post_count; i++)
			add_option(options, act->pack->posts[i].code, pack_words(act->pack, tag_of(asking), act->pack->posts[i].words), value);
	if (tongue)
		add_languages(asking, options, value);
	return json_array_size(options) > 12 ? case_sorted(act, options) : options;
}

/* --- one input --- */

/* "children[3].born" as the engine names it: "children.3.born". */
static struct str plain(struct arena *arena, struct str path)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < path.len; i++)
		if (path.data[i] != ']')
			buf_c(&out, path.data[i] == '[' ? '.' : path.data[i]);
	return buf_str(&out);
}

static void put_problem(const struct asking *asking, struct str path, json_t *row)
{
	const struct findings *found = asking->again ? asking->again->found : NULL;
	struct str words = STR("");
	for (size_t i = 0; found && i < found->count && !words.len; i++)
		if (str_equal(found->items[i].field, path))
			words = lang_words(asking->act->lang, found->items[i].words);
	json_put_str(row, "problem", words);
}

static void put_value(json_t *row, const char *kind, const json_t *value)
{
	struct str text = !strcmp(kind, "file") ? text_of(json_object_get(json_is_array(value) ? json_array_get(value, 0) : value, "name")) : text_of(value);
	json_put_str(row, "value", text);
	put_date(row, !strcmp(kind, "date") ? text : STR(""));
}

/* Of a paper with all its pages. */
static struct str advice_of(struct act *act, const json_t *file)
{
	struct buf out = BUF_IN(act->arena);
	size_t at;
	const json_t *page;
	buf_add(&out, case_file_advice(act, file));
	json_array_foreach(json_object_get(file, "pages"), at, page) {
		struct str words = case_file_advice(act, page);
		if (words.len)
			buf_format(&out, "%s" STR_FMT ": " STR_FMT, out.len ? " " : "", STR_ARG(case_file_words(act, page)), STR_ARG(words));
	}
	return buf_str(&out);
}

static void put_file(const struct asking *asking, const json_t *file, json_t *rows)
{
	json_t *row = json_object();
	json_put_str(row, "words", case_file_words(asking->act, file));
	json_put_str(row, "advice", advice_of(asking->act, file));
	json_array_append_new(rows, row);
}

/* What came in pieces for a form that needs another look need not come again. */
static json_t *named_before(const struct asking *asking, struct str path)
{
	const json_t *given = given_again(asking, path);
	size_t count = json_is_array(given) ? json_array_size(given) : given != NULL;
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		struct str text = text_of(json_is_array(given) ? json_array_get(given, i) : given);
		json_t *row = json_object();
		json_put_str(row, "upload", text);
		if (str_starts(text, STR("upload:")))
			json_array_append(out, row);
		json_decref(row);
	}
	return out;
}

/* What is here already, and what may be sent. */
static void put_files(const struct asking *asking, const char *kind, const json_t *stored, json_t *row)
{
	bool is = !strcmp(kind, "file"), photo = asking->field->type == ASKED_PHOTO;
	json_t *rows = json_array();
	size_t i;
	const json_t *one;
	if (is && json_is_array(stored))
		json_array_foreach((json_t *)(uintptr_t)stored, i, one)
			put_file(asking, one, rows);
	else if (is && json_object_get(stored, "name"))
		put_file(asking, stored, rows);
	json_put(row, "named", is ? named_before(asking, text_of(json_object_get(row, "name"))) : json_array());
	json_put_yesno(row, "many", is && !photo);
	json_put_yesno(row, "many_files", asking->field->many);
	json_put_yesno(row, "photo", photo);
	json_put_yesno(row, "keeps", is && !photo);
	json_put_yesno(row, "any_file", json_array_size(rows) != 0);
	json_put(row, "files", rows);
	json_put(row, "most", json_integer(is ? case_file_most(asking->act, asking->field) : 0));
}

static json_t *new_row(const struct asking *asking, struct str path, struct str label, struct str hint)
{
	json_t *row = json_object();
	json_put_str(row, "name", path);
	path = plain(asking->act->arena, path);
	json_put_str(row, "path", path);
	json_put_str(row, "label", label);
	json_put_str(row, "hint", hint);
	put_problem(asking, path, row);
	return row;
}

static json_t *input(const struct asking *asking, struct str path, struct str member, struct str label, struct str hint, const struct rule_type *type, bool required, const json_t *stored)
{
	static const char *const kinds[] = { "line", "long", "file", "sign", "yesno", "date", "choice", "choices" };
	const json_t *again = given_again(asking, path), *value = again ? again : stored;
	const char *kind = kind_of(asking->field, type);
	json_t *row = new_row(asking, path, label, hint), *options = strcmp(kind, "choice") && strcmp(kind, "choices") ? json_array() : options_of(asking, type, value);
	if (strstr(kind, "choice") && !json_array_size(options))
		kind = "line";
	bool radios = !strcmp(kind, "choice") && json_array_size(options) <= RADIOS_MOST;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		char name[16];
		snprintf(name, sizeof name, "is_%s", kinds[i]);
		json_put_yesno(row, name, !strcmp(kind, kinds[i]) && !(radios && !strcmp(kind, "choice")));
	}
	json_put_yesno(row, "is_radios", radios);
	json_put_yesno(row, "is_group", false);
	json_put(row, "inputs", json_array());
	json_put(row, "options", options);
	json_put_yesno(row, "yes", str_is(text_of(value), "yes") || (!strcmp(kind, "sign") && json_object_size(value)));
	json_put_yesno(row, "no", str_is(text_of(value), "no"));
	json_put_yesno(row, "required", required);
	put_files(asking, kind, stored, row);
	json_put_yesno(row, "partial", asking->field->partial || str_is(member, "birth_date"));
	put_value(row, kind, value);
	put_help(row, asking->field, member, type);
	return row;
}

static json_t *group_row(const struct asking *asking, struct str path, struct str label, struct str hint, json_t *inputs)
{
	json_t *row = new_row(asking, path, label, hint);
	static const char *const flags[] = { "is_line", "is_long", "is_file", "is_sign", "is_yesno", "is_date", "is_choice", "is_choices", "is_radios", "required" };
	for (size_t i = 0; i < COUNT_OF(flags); i++)
		json_put_yesno(row, flags[i], false);
	json_put_yesno(row, "is_group", true);
	json_put_str(row, "remove", STR(""));
	json_put(row, "inputs", inputs);
	return row;
}

/* --- fields --- */

static struct str below(const struct asking *asking, struct str name)
{
	return str_format(asking->act->arena, STR_FMT "." STR_FMT, STR_ARG(asking->path), STR_ARG(name));
}

static struct str label_of(const struct asking *asking)
{
	return pack_words(asking->act->pack, tag_of(asking), asking->field->label);
}

static struct str hint_of(const struct asking *asking)
{
	return asking->field->hint.source.len ? pack_words(asking->act->pack, tag_of(asking), asking->field->hint) : STR("");
}

static const json_t *stored_of(const struct asking *asking)
{
	const json_t *from = asking->item ? asking->item : json_object_get(asking->seen->file, "answers");
	return json_object_getn(from, asking->field->name.data, asking->field->name.len);
}

static bool names(const struct pack_names *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_equal(names->items[i], name))
			return true;
	return false;
}

/* Of a person or document: each member that is needed, or known already; of a document all. */
static json_t *record_row(const struct asking *asking)
{
	const struct rule_record *record = asking->field->rule_type.record;
	const json_t *stored = stored_of(asking);
	json_t *inputs = json_array();
	for (size_t i = 0; i < record->count; i++) {
		struct str name = record->members[i].name;
		const json_t *value = json_object_getn(stored, name.data, name.len);
		bool needed = names(&asking->field->need, name);
		bool named = str_is(name, "surname") || str_is(name, "given_names"); /* one of them suffices, and nobody knows which a person has */
		if (asking->field->type == ASKED_PERSON && asking->field->need.count && !needed && !named && !value)
			continue;
		json_array_append_new(inputs, input(asking, below(asking, name), name, case_member_words(asking->act->lang, name), STR(""), &record->members[i].type, needed, value));
	}
	return group_row(asking, asking->path, label_of(asking), hint_of(asking), inputs);
}

static void ask_field(const struct asking *asking, json_t *out);

static json_t *inner_rows(const struct asking *asking, json_t *item, struct str path)
{
	json_t *inputs = json_array();
	for (size_t i = 0; i < asking->field->item_count; i++) {
		struct asking inner = *asking;
		inner.list = asking->field;
		inner.field = &asking->field->items[i];
		inner.item = item ? item : json_object();
		inner.path = str_format(asking->act->arena, STR_FMT "." STR_FMT, STR_ARG(path), STR_ARG(inner.field->name));
		ask_field(&inner, inputs);
		if (!item)
			json_decref(inner.item);
	}
	return inputs;
}

static size_t items_most(const struct asking *asking)
{
	struct rule_value most;
	struct error ignored;
	const struct pack_rule *rule = &asking->field->most;
	bool told = rule->expression && flow_eval(&asking->seen->flow, rule, &most, &ignored) && most.kind == RULE_NUMBER;
	int64_t count = told ? most.number / 1000000 : FLOW_ITEMS_MOST;
	return count >= 0 && count < FLOW_ITEMS_MOST ? (size_t)count : FLOW_ITEMS_MOST;
}

/* The items there are, and an empty one behind them, which counts when something is written into it. */
static void list_rows(const struct asking *asking, json_t *out)
{
	json_t *items = (json_t *)(uintptr_t)stored_of(asking), *item;
	size_t at, count = json_array_size(items);
	json_array_foreach(items, at, item) {
		struct str path = below(asking, text_of(json_object_get(item, "id")));
		json_t *row = group_row(asking, path, case_item_words(asking->act, asking->seen, asking->field, item), STR(""), inner_rows(asking, item, path));
		json_put_str(row, "remove", path);
		json_array_append_new(out, row);
	}
	if (count >= items_most(asking))
		return;
	struct str path = str_format(asking->act->arena, STR_FMT "[%zu]", STR_ARG(asking->path), count + 1);
	struct str label = count ? LANG_FILL(asking->act->arena, lang_words(asking->act->lang, WORDS("One more: {title}")), { "title", label_of(asking) }) : label_of(asking);
	json_t *row = group_row(asking, path, label, hint_of(asking), inner_rows(asking, NULL, path));
	json_put_str(row, "path", below(asking, STR("new"))); /* where "one more" leads */
	json_array_append_new(out, row);
}

/* An input for each paper that is called for, and nothing where there is none. */
static void paper_rows(const struct asking *asking, json_t *out)
{
	struct flow *flow = &asking->seen->flow;
	struct flow_papers *papers = ARENA_NEW(asking->act->arena, struct flow_papers);
	struct error ignored;
	bool required = !asking->field->required.expression || flow_required(flow, asking->field, asking->list, asking->list ? asking->item : NULL);
	json_t *inputs = json_array();
	for (size_t i = 0; flow_papers(flow, asking->field, asking->list, asking->list ? asking->item : NULL, papers, &ignored) && i < papers->count; i++)
		json_array_append_new(inputs, input(asking, below(asking, papers->items[i].name), papers->items[i].name, papers->items[i].words, STR(""), &asking->field->rule_type, required, papers->items[i].file));
	if (json_array_size(inputs))
		json_array_append_new(out, group_row(asking, asking->path, label_of(asking), hint_of(asking), inputs));
	else
		json_decref(inputs);
}

static void ask_field(const struct asking *asking, json_t *out)
{
	struct flow *flow = &asking->seen->flow;
	const struct pack_asked *field = asking->field;
	json_t *item = asking->list && asking->item ? asking->item : NULL;
	if (field->compute.expression || !flow_shown(flow, field, asking->list, item) || !case_reads(asking->act, asking->seen, field))
		return;
	if (field->type == ASKED_PERSON || field->type == ASKED_TRAVEL_DOCUMENT)
		json_array_append_new(out, record_row(asking));
	else if (field->type == ASKED_DOCUMENTS)
		paper_rows(asking, out);
	else if (field->type == ASKED_LIST)
		list_rows(asking, out);
	else if (field->type == ASKED_GROUP)
		json_array_append_new(out, group_row(asking, asking->path, label_of(asking), hint_of(asking), inner_rows(asking, (json_t *)(uintptr_t)stored_of(asking), asking->path)));
	else
		json_array_append_new(out, input(asking, asking->path, field->name, label_of(asking), hint_of(asking), &field->rule_type, flow_required(flow, field, asking->list, item), stored_of(asking)));
}

json_t *case_inputs(struct act *act, struct case_seen *seen, const struct pack_places *fields, const struct case_again *again)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; i < fields->count; i++) {
		const struct pack_asked *field = &procedure->fields[fields->items[i]];
		ask_field(&(struct asking){ .act = act, .seen = seen, .again = again, .field = field, .path = field->name }, out);
	}
	return out;
}

/* "children[3].born": of the empty item behind a list. */
static bool is_new_item(struct str path, struct str *list)
{
	size_t open;
	if (!str_find(path, STR("["), &open))
		return false;
	*list = str_slice(path, 0, open);
	return true;
}

static bool any_text(json_t *answers, struct str list)
{
	const char *path;
	json_t *value;
	struct str of;
	json_object_foreach(answers, path, value)
		if (is_new_item(str_of(path), &of) && str_equal(of, list) && str_trim(text_of(value)).len)
			return true;
	return false;
}

static bool is_whole_item(const struct case_seen *seen, struct str path)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct str head, rest = path;
	int64_t number;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(procedure, head);
	return at != NOWHERE && procedure->fields[at].type == ASKED_LIST && str_to_int(rest, &number);
}

/* A declaration that was ticked is kept with who ticked it and when; "no" takes it back. */
static json_t *signed_value(struct act *act, const json_t *value)
{
	char at[TIME_TEXT];
	json_t *out;
	if (!holds_code(value, STR("yes"))) /* the page sends "no" and, when it is ticked, "yes" */
		return json_null();
	out = json_object();
	json_put_str(out, "name", act->actor.name);
	json_put_str(out, "at", time_text(act->now, at));
	return out;
}

json_t *case_given(struct act *act, const struct case_seen *seen, json_t *answers)
{
	json_t *out = json_object(), *value;
	const char *path;
	struct str list, member;
	json_object_foreach(answers, path, value) {
		const struct pack_asked *field = case_field(seen->flow.host.procedure, str_of(path), &member);
		bool sign = field && (field->type == ASKED_SIGNATURE || field->type == ASKED_CONSENT);
		if (field && case_is_file(field)) /* only what was sent and kept is a file (case_take_files) */
			continue;
		if (is_whole_item(seen, str_of(path))) /* a box that is ticked */
			json_object_set_new(out, path, json_null());
		else if (!is_new_item(str_of(path), &list) || any_text(answers, list))
			json_object_set_new(out, path, sign ? signed_value(act, value) : json_incref(value));
	}
	return out;
}

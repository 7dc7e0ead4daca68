#include "test.h"

#include <time.h>

#include "arena.h"
#include "template.h"

static struct arena *arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ 0 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct str render_value(const char *text, const json_t *value, const struct template_words *words)
{
	struct template_set *set = template_set_new(arena);
	struct buf out = BUF_IN(arena);
	assert_true(template_add(set, STR("page"), str_of(text), &err));
	assert_true(template_set_finish(set, &err));
	assert_true(template_render(template_find(set, STR("page")), value, words, &out, &err));
	return buf_str(&out);
}

static struct str render_json(const char *text, const char *json, const struct template_words *words)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(value);
	struct str page = render_value(text, value, words);
	json_decref(value);
	return page;
}

/* The specification */

/* The cases of {{{}}} and {{&}} mean strings; here such output needs marked values. */
static void mark_strings(json_t *value)
{
	const char *key;
	json_t *item;
	json_object_foreach(value, key, item) {
		if (json_is_string(item))
			json_object_set_new(value, key, template_markup(str_of(json_string_value(item))));
		else
			mark_strings(item);
	}
}

static void run_case(json_t *one)
{
	const char *key, *name = json_string_value(json_object_get(one, "name"));
	json_t *partial, *value = json_object_get(one, "data");
	struct template_set *set = template_set_new(arena);
	struct buf out = BUF_IN(arena);
	if (strstr(name, "Triple Mustache") || strstr(name, "Ampersand") || strstr(name, "Standalone Indentation"))
		mark_strings(value);
	json_object_foreach(json_object_get(one, "partials"), key, partial)
		assert_true(template_add(set, str_of(key), str_of(json_string_value(partial)), &err));
	if (!template_add(set, STR("the page"), str_of(json_string_value(json_object_get(one, "template"))), &err))
		fail_msg("%s: %s (%s)", name, err.what, err.where);
	bool found = template_set_finish(set, &err);
	assert_int_equal(found, strcmp(name, "Failed Lookup") != 0);
	assert_true(template_render(template_find(set, STR("the page")), value, NULL, &out, &err));
	const char *want = json_string_value(json_object_get(one, "expected"));
	if (!str_is(buf_str(&out), want))
		fail_msg("%s: got \"" STR_FMT "\", want \"%s\"", name, STR_ARG(buf_str(&out)), want);
}

static void test_the_cases_of_the_specification(void **state)
{
	(void)state;
	json_t *cases = json_load_file(SOURCE_FOLDER "/src/template/testdata/mustache-spec.json", 0, NULL);
	assert_int_equal(json_array_size(cases), 112);
	for (size_t i = 0; i < json_array_size(cases); i++)
		run_case(json_array_get(cases, i));
	json_decref(cases);
}

/* Escaping */

static void test_values_are_escaped_whatever_the_tag(void **state)
{
	(void)state;
	const char *json = "{\"x\": \"<b title='a\\\"&'>\"}";
	const char *want = "&lt;b title=&#39;a&quot;&amp;&#39;&gt;";
	assert_str(render_json("{{x}}", json, NULL), want);
	assert_str(render_json("{{{x}}}", json, NULL), want);
	assert_str(render_json("{{&x}}", json, NULL), want);
	assert_str(render_json("{{_ \"{x}\"}}", json, NULL), want);
}

static void test_marked_markup_needs_mark_and_tag(void **state)
{
	(void)state;
	json_t *value = json_pack("{s:o}", "x", template_markup(STR("<b>&amp;</b>")));
	assert_str(render_value("{{{x}}}|{{&x}}", value, NULL), "<b>&amp;</b>|<b>&amp;</b>");
	assert_str(render_value("{{x}}", value, NULL), "&lt;b&gt;&amp;amp;&lt;/b&gt;");
	assert_str(render_value("{{_ \"see {x} < 1\"}}", value, NULL), "see <b>&amp;</b> &lt; 1");
	json_decref(value);
	assert_null(template_markup(STR("\xff")));
}

static void test_no_json_text_makes_markup(void **state)
{
	(void)state;
	assert_str(render_json("[{{{x}}}]", "{\"x\": {\"html\": \"<b>\"}}", NULL), "[]");
	assert_null(json_loads("{\"html\\u0000\": \"<b>\"}", JSON_ALLOW_NUL, NULL));
}

/* Values */

static void test_what_counts_as_no(void **state)
{
	(void)state;
	const char *text = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
	assert_str(render_json(text, "{}", NULL), "no");
	assert_str(render_json(text, "{\"x\": null}", NULL), "no");
	assert_str(render_json(text, "{\"x\": \"\"}", NULL), "no");
	assert_str(render_json(text, "{\"x\": []}", NULL), "no");
	assert_str(render_json(text, "{\"x\": 0}", NULL), "yes");
	assert_str(render_json(text, "{\"x\": {}}", NULL), "yes");
}

static void test_numbers_and_booleans(void **state)
{
	(void)state;
	assert_str(render_json("{{#l}}{{.}} {{/l}}", "{\"l\": [0, -1, 9223372036854775807, -9223372036854775808, 0.5, true, false]}",
	                       NULL), "0 -1 9223372036854775807 -9223372036854775808 0.5 true false ");
}

/* Words */

static struct str french(void *state, struct str context, struct str msgid)
{
	*(int *)state += 1;
	if (str_is(msgid, "Open until {day}"))
		return STR("Ouvert jusqu'au {day}");
	return str_is(context, "button") ? STR("Ouvrir") : msgid;
}

static struct str french_plural(void *state, struct str context, int64_t count, struct str one, struct str many)
{
	(void)state;
	(void)one;
	(void)context;
	assert_str(many, "{count} days");
	return count < 2 ? STR("{count} jour") : STR("{count} jours");
}

static struct str grouped(void *state, int64_t value)
{
	(void)state;
	return value == 2462 ? STR("2 462") : STR("1");
}

static void test_words_are_looked_up_and_filled(void **state)
{
	(void)state;
	int calls = 0;
	struct template_words words = { &calls, french, french_plural, grouped };
	const char *json = "{\"day\": \"<1>\", \"n\": 2462, \"count\": 1, \"l\": [{\"count\": 2462}]}";
	assert_str(render_json("{{_ \"Open until {day}\"}}", json, &words), "Ouvert jusqu&#39;au &lt;1&gt;");
	assert_str(render_json("{{_ \"Open\" in \"button\"}}", json, &words), "Ouvrir");
	assert_str(render_json("{{_ count \"{count} day\" \"{count} days\"}}", json, &words), "1 jour");
	assert_str(render_json("{{#l}}{{_ count \"{count} day\" \"{count} days\"}}{{/l}}", json, &words), "2 462 jours");
	assert_str(render_json("{{_ \"{n} {nobody} {} {n\"}}", json, &words), "2 462 {nobody} {} {n");
	assert_int_equal(calls, 3);
}

static void test_words_without_a_language_are_english(void **state)
{
	(void)state;
	const char *text = "{{_ n \"{n} \\\"day\\\"\" \"{n} days }}\"}}";
	assert_str(render_json(text, "{\"n\": 1}", NULL), "1 &quot;day&quot;");
	assert_str(render_json(text, "{\"n\": 0}", NULL), "0 days }}");
	assert_str(render_json("{{_name}}", "{\"_name\": \"plain\"}", NULL), "plain");
	assert_str(render_json("{{_ \"{a.b}\"}}", "{\"a\": {\"b\": 7}}", NULL), "7");
}

static void collect(void *state, const struct template_message *message)
{
	buf_format(state, "%d:" STR_FMT "|" STR_FMT "|" STR_FMT ";", message->line, STR_ARG(message->msgid),
	           STR_ARG(message->plural), STR_ARG(message->context));
}

static void test_messages_are_listed_with_their_line(void **state)
{
	(void)state;
	struct template_set *set = template_set_new(arena);
	struct buf list = BUF_IN(arena);
	assert_true(template_add(set, STR("p"), STR("{{_ \"A\"}}\n\n{{#x}}{{_ n \"1\" \"n\" in \"c\"}}{{/x}}"), &err));
	template_each_message(template_find(set, STR("p")), collect, &list);
	assert_str(buf_str(&list), "1:A||;3:1|n|c;");
}

/* Mistakes in templates */

static void refused(const char *text, const char *where)
{
	struct template_set *set = template_set_new(arena);
	if (template_add(set, STR("bad"), str_of(text), &err))
		fail_msg("\"%s\" was compiled", text);
	assert_string_equal(err.where, where);
	assert_null(template_find(set, STR("bad")));
}

static void test_mistakes_name_their_place(void **state)
{
	(void)state;
	refused("a\nb {{x", "template bad, line 2, column 3");
	refused("{{{x}}", "template bad, line 1, column 1");
	refused("{{}}", "template bad, line 1, column 1");
	refused("{{a b}}", "template bad, line 1, column 1");
	refused("{{a..b}}", "template bad, line 1, column 1");
	refused("\n\n {{#a}}\n{{/b}}", "template bad, line 4, column 1");
	refused("\n {{#a}}", "template bad, line 2, column 2");
	refused("{{/a}}", "template bad, line 1, column 1");
	refused("{{=| =}}", "template bad, line 1, column 1");
	refused("{{>}}", "template bad, line 1, column 1");
	refused("{{_ words}}", "template bad, line 1, column 1");
	refused("{{_ \"\"}}", "template bad, line 1, column 1");
	refused("{{_ \"a\" at \"b\"}}", "template bad, line 1, column 1");
	refused("{{_ \"a\\n\"}}", "template bad, line 1, column 1");
	refused("{{_ \"a}}", "template bad, line 1, column 1");
	refused("\xff", "template bad");
}

static void test_names_are_unique_and_partials_exist(void **state)
{
	(void)state;
	struct template_set *set = template_set_new(arena);
	assert_true(template_add(set, STR("a"), STR("x\n{{> nobody}}"), &err));
	assert_false(template_add(set, STR("a"), STR(""), &err));
	assert_false(template_set_finish(set, &err));
	assert_string_equal(err.where, "template a, line 2: partial nobody");
}

static void test_circles_of_partials_end(void **state)
{
	(void)state;
	struct template_set *set = template_set_new(arena);
	struct buf out = BUF_IN(arena);
	assert_true(template_add(set, STR("a"), STR("{{> b}}"), &err));
	assert_true(template_add(set, STR("b"), STR("{{> a}}"), &err));
	assert_true(template_add(set, STR("two"), STR("{{#l}}{{> two}}{{> two}}{{/l}}{{^l}}{{/l}}"), &err));
	assert_true(template_set_finish(set, &err));
	assert_false(template_render(template_find(set, STR("a")), NULL, NULL, &out, &err));
	assert_string_equal(err.what, "Partials call one another too deeply");
	json_t *value = json_pack("{s:[i,i]}", "l", 1, 2);
	assert_false(template_render(template_find(set, STR("two")), value, NULL, &out, &err));
	json_decref(value);
}

static void test_sections_open_at_once_are_bounded(void **state)
{
	(void)state;
	struct template_set *set = template_set_new(arena);
	struct buf text = BUF_IN(arena);
	for (int i = 0; i < 33; i++)
		buf_text(&text, "{{#a}}");
	assert_false(template_add(set, STR("deep"), buf_str(&text), &err));
	assert_string_equal(err.where, "template deep, line 1, column 193");
}

/* Speed: LIMEN_MEASURE=1 prints the rate of a page of about 31 kB with 150 rows. */
static void test_rate_of_a_long_page(void **state)
{
	(void)state;
	json_t *rows = json_array();
	for (int i = 0; i < 150; i++)
		json_array_append_new(rows, json_pack("{s:s,s:s,s:s,s:i,s:b}", "id", "01936b5e-7d0a-7c3e-9a0f-1234567890ab", "name",
		                                      "VALDORIN Oskar O'Neil", "born", "12 August 1974", "days", i, "open", i % 2));
	json_t *value = json_pack("{s:s,s:o}", "title", "Crossings", "rows", rows);
	struct template_set *set = template_set_new(arena);
	assert_true(template_add(set, STR("page"), STR("<h1>{{title}}</h1>\n<table>\n{{#rows}}\n<tr id=\"{{id}}\"><td class=\"name\"><bdi>"
		"{{name}}</bdi></td><td class=\"number\"><bdi>{{born}}</bdi></td><td>{{days}} days</td>"
		"<td>{{#open}}open{{/open}}{{^open}}closed{{/open}}</td></tr>\n{{/rows}}\n</table>\n"), &err));
	const struct template *page = template_find(set, STR("page"));
	int rounds = getenv("LIMEN_MEASURE") ? 20000 : 20;
	struct buf out = BUF_IN(arena);
	struct timespec from, to;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (int i = 0; i < rounds; i++) {
		buf_clear(&out);
		assert_true(template_render(page, value, NULL, &out, &err));
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	if (rounds > 20)
		print_message("%zu bytes, %.0f pages/s\n", out.len, rounds / seconds);
	assert_true(out.len > 25000);
	json_decref(value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_the_cases_of_the_specification),
		UNIT(test_values_are_escaped_whatever_the_tag),
		UNIT(test_marked_markup_needs_mark_and_tag),
		UNIT(test_no_json_text_makes_markup),
		UNIT(test_what_counts_as_no),
		UNIT(test_numbers_and_booleans),
		UNIT(test_words_are_looked_up_and_filled),
		UNIT(test_words_without_a_language_are_english),
		UNIT(test_messages_are_listed_with_their_line),
		UNIT(test_mistakes_name_their_place),
		UNIT(test_names_are_unique_and_partials_exist),
		UNIT(test_circles_of_partials_end),
		UNIT(test_sections_open_at_once_are_bounded),
		UNIT(test_rate_of_a_long_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

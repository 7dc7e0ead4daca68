#include "test.h"

#include "buf.h"
#include "xml.h"

static struct arena *arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ .code = ERR_NONE };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool note(void *state, const struct xml_event *event, struct error *error)
{
	struct buf *buf = state;
	if (str_is(event->name, "stop"))
		return error_set(error, ERR_INPUT, "Stopped", "", "line %d", (int)event->line);
	if (event->step == XML_START) {
		buf_format(buf, "<%d " STR_FMT, event->depth, STR_ARG(event->name));
		for (size_t i = 0; i < event->attribute_count; i++)
			buf_format(buf, " " STR_FMT "=" STR_FMT, STR_ARG(event->attributes[i].name), STR_ARG(event->attributes[i].value));
		buf_c(buf, '>');
	} else {
		buf_format(buf, "[" STR_FMT "]", STR_ARG(event->text));
	}
	return true;
}

static void test_elements_attributes_and_text_arrive(void **state)
{
	(void)state;
	struct buf buf = BUF_IN(arena);
	struct str text = STR("<?xml version='1.0'?><a x='1 &amp; 2'>A<b>M&#252;ller<![CDATA[<&]]></b>B<!-- no -->C<c/></a>");
	assert_true(xml_read(text, arena, note, &buf, &err));
	assert_str(buf_str(&buf), "<1 a x=1 & 2><2 b>[Müller<&]<2 c>[][ABC]");
	struct buf pieces = BUF_IN(arena);
	struct xml_reader *reader = xml_open(arena, note, &pieces);
	for (size_t i = 0; i < text.len; i++)
		assert_true(xml_push(reader, str_slice(text, i, i + 1), &err));
	assert_true(xml_finish(reader, &err));
	xml_close(reader);
	assert_true(str_equal(buf_str(&pieces), buf_str(&buf)));
}

static void fails(struct str text, enum error_code code, const char *what, const char *where)
{
	struct buf buf = BUF_IN(arena);
	assert_false(xml_read(text, arena, note, &buf, &err));
	assert_int_equal(err.code, code);
	assert_string_equal(err.what, what);
	if (where)
		assert_string_equal(err.where, where);
}

static void test_what_is_refused_says_where(void **state)
{
	(void)state;
	fails(STR("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"), ERR_INPUT, "A document type (DOCTYPE) is not taken", NULL);
	fails(STR("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), ERR_INPUT, "A document type (DOCTYPE) is not taken", NULL);
	fails(STR("<a>&x;</a>"), ERR_INPUT, "This is not well-formed XML", "line 1, column 4");
	fails(STR("<a>\n <b>\n</a>"), ERR_INPUT, "This is not well-formed XML", "line 3, column 3");
	fails(STR(""), ERR_INPUT, "The file is cut off or empty", NULL);
	fails(STR("<a>"), ERR_INPUT, "The file is cut off or empty", NULL);
	fails(STR("<a>\n<stop/></a>"), ERR_INPUT, "Stopped", "line 2");
	struct buf deep = BUF_IN(arena);
	for (int i = 0; i <= XML_DEPTH; i++)
		buf_text(&deep, "<a>");
	fails(buf_str(&deep), ERR_TOO_LARGE, "Elements are nested too deeply", NULL);
	struct buf big = BUF_IN(arena);
	buf_text(&big, "<a>");
	for (int i = 0; i <= XML_TEXT / 16; i++)
		buf_text(&big, "0123456789abcdef");
	fails(buf_str(&big), ERR_TOO_LARGE, "The text of an element is too long", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { UNIT(test_elements_attributes_and_text_arrive), UNIT(test_what_is_refused_says_where) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

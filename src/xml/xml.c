#include "xml.h"

#include <assert.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

/* The text of each open element, one behind the other in one buffer. */
struct xml_reader {
	XML_Parser parser;
	xml_call call;
	void *state;
	struct error failure;
	bool failed;
	int depth;
	char *text;
	size_t text_length, text_size;
	size_t text_from[XML_DEPTH + 1];
};

/* Keeps the first failure and stops. */
static void fail(struct xml_reader *reader, enum error_code code, const char *what, const char *todo)
{
	if (!reader->failed)
		error_set(&reader->failure, code, what, todo, "line %llu, column %llu",
		          (unsigned long long)XML_GetCurrentLineNumber(reader->parser),
		          (unsigned long long)XML_GetCurrentColumnNumber(reader->parser) + 1);
	reader->failed = true;
	XML_StopParser(reader->parser, XML_FALSE);
}

static void emit(struct xml_reader *reader, struct xml_event *event)
{
	event->depth = reader->depth;
	event->line = XML_GetCurrentLineNumber(reader->parser);
	event->column = XML_GetCurrentColumnNumber(reader->parser) + 1;
	if (reader->call(reader->state, event, &reader->failure))
		return;
	assert(reader->failure.code != ERR_NONE);
	reader->failed = true;
	XML_StopParser(reader->parser, XML_FALSE);
}

static void on_start(void *state, const XML_Char *name, const XML_Char **values)
{
	struct xml_reader *reader = state;
	struct xml_attribute attributes[XML_ATTRIBUTES];
	struct xml_event event = { .step = XML_START, .name = str_of(name), .attributes = attributes };
	size_t total = 0;
	if (reader->failed)
		return;
	if (reader->depth == XML_DEPTH) {
		fail(reader, ERR_TOO_LARGE, "Elements are nested too deeply", "Check that this is the right file");
		return;
	}
	for (; *values; values += 2) {
		struct xml_attribute attribute = { str_of(values[0]), str_of(values[1]) };
		total += attribute.name.len + attribute.value.len;
		if (event.attribute_count == XML_ATTRIBUTES || total > XML_TEXT) {
			fail(reader, ERR_TOO_LARGE, "An element has too many attributes", "Check that this is the right file");
			return;
		}
		attributes[event.attribute_count++] = attribute;
	}
	reader->text_from[++reader->depth] = reader->text_length;
	emit(reader, &event);
}

static void on_end(void *state, const XML_Char *name)
{
	struct xml_reader *reader = state;
	if (reader->failed)
		return;
	size_t from = reader->text_from[reader->depth];
	struct xml_event event = { .step = XML_END, .name = str_of(name),
		.text = { reader->text ? reader->text + from : "", reader->text_length - from } };
	emit(reader, &event);
	reader->text_length = from;
	reader->depth--;
}

/* Text of an outer element before an inner one lies before the inner one's text; what follows it goes on there. */
static void on_text(void *state, const XML_Char *text, int length)
{
	struct xml_reader *reader = state;
	size_t len = (size_t)length;
	if (reader->failed)
		return;
	if (reader->text_length + len - reader->text_from[reader->depth] > XML_TEXT) {
		fail(reader, ERR_TOO_LARGE, "The text of an element is too long", "Check that this is the right file");
		return;
	}
	if (reader->text_length + len > reader->text_size) {
		reader->text_size = (reader->text_length + len) * 2;
		reader->text = realloc(reader->text, reader->text_size);
		if (!reader->text)
			abort();
	}
	memcpy(reader->text + reader->text_length, text, len);
	reader->text_length += len;
}

static void on_doctype(void *state, const XML_Char *name, const XML_Char *system, const XML_Char *public, int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	fail(state, ERR_INPUT, "A document type (DOCTYPE) is not taken", "Save the file without it");
}

struct xml_reader *xml_open(struct arena *arena, xml_call call, void *state)
{
	struct xml_reader *reader = ARENA_NEW(arena, struct xml_reader);
	*reader = (struct xml_reader){ .parser = XML_ParserCreate(NULL), .call = call, .state = state };
	if (!reader->parser)
		abort();
	XML_SetUserData(reader->parser, reader);
	XML_SetElementHandler(reader->parser, on_start, on_end);
	XML_SetCharacterDataHandler(reader->parser, on_text);
	XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
	XML_SetParamEntityParsing(reader->parser, XML_PARAM_ENTITY_PARSING_NEVER);
	return reader;
}

static bool parse(struct xml_reader *reader, struct str bytes, bool last, struct error *err)
{
	if (!reader->failed && XML_Parse(reader->parser, bytes.data, (int)bytes.len, last) == XML_STATUS_ERROR && !reader->failed) {
		bool cut = last && XML_GetErrorCode(reader->parser) == XML_ERROR_NO_ELEMENTS;
		fail(reader, ERR_INPUT, cut ? "The file is cut off or empty" : "This is not well-formed XML", "Get the file again");
	}
	if (reader->failed)
		*err = reader->failure;
	return !reader->failed;
}

bool xml_push(struct xml_reader *reader, struct str bytes, struct error *err)
{
	enum { PIECE = 1 << 24 };
	for (size_t at = 0; at < bytes.len; at += PIECE)
		if (!parse(reader, str_slice(bytes, at, at + PIECE < bytes.len ? at + PIECE : bytes.len), false, err))
			return false;
	return true;
}

bool xml_finish(struct xml_reader *reader, struct error *err)
{
	return parse(reader, (struct str){ "", 0 }, true, err);
}

void xml_close(struct xml_reader *reader)
{
	if (!reader)
		return;
	XML_ParserFree(reader->parser);
	free(reader->text);
	reader->text = NULL;
	reader->parser = NULL;
}

bool xml_read(struct str bytes, struct arena *arena, xml_call call, void *state, struct error *err)
{
	struct xml_reader *reader = xml_open(arena, call, state);
	bool good = xml_push(reader, bytes, err) && xml_finish(reader, err);
	xml_close(reader);
	return good;
}

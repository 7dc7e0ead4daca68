/* Pages from values: Mustache (the specification's mandatory parts, 1.1 and later) over jansson values.
 *
 * A template is compiled once, is immutable then, and is shared by all threads. One set holds all templates of a
 * program; a partial {{> name}} is another template of the same set. No I/O, no clock, no globals, no code in templates.
 *
 *   {{name}}  {{a.b.c}}  {{.}}   a value, always escaped for text and for quoted attributes: & < > " '
 *   {{#name}} ... {{/name}}      once for a value, once for each item of a list; not at all for "no"
 *   {{^name}} ... {{/name}}      only for "no": missing, null, false, "" and []; 0 is a value
 *   {{> name}}                   a partial; the spaces before it on a line of its own indent each of its lines
 *   {{! comment}}  {{=<% %>=}}   a comment; other delimiters up to the end of this template
 *   {{&name}}  {{{name}}}        the same as {{name}}, except that markup made by template_markup() stays markup
 *
 * Unescaped output can't happen by accident. It takes both a tag that asks for it and a value that C code marked with
 * template_markup(). A string in {{{name}}} is escaped all the same, and no JSON text that a stranger sends can parse into
 * a marked value. In {{name}} marked markup is written as visible text, which shows the mistake.
 *
 * Words for people stand in the template in English, and are looked up in the reader's language while rendering:
 *
 *   {{_ "Days left"}}                                   words without values
 *   {{_ "Open until {day}"}}                            {day} is a name as in {{day}}, looked up in the same place
 *   {{_ "Open" in "button"}}                            the same English word with another meaning: gettext's msgctxt
 *   {{_ count "{count} day" "{count} days"}}            plural; `count` names an integer, both forms are English
 *
 * The translation and all its values are escaped; only a value made by template_markup() stays markup, so a sentence may
 * hold a link. An integer in {} is written as the language writes numbers. A name that isn't found stays as "{name}", to be
 * seen. Inside the quotes \" and \\ stand for " and \.
 *
 * Deliberately not here: lambdas, inheritance, dynamic names, filters.
 * Encoding: UTF-8 in and out; a template that is not UTF-8 is refused.
 * Limits: template 1 MiB, 32 open sections, 32 parts in a name, 24 partials within partials, 10,000,000 steps a page.
 * Reference: the Mustache specification, github.com/mustache/spec; testdata/ holds its cases. */
#ifndef LIMEN_TEMPLATE_H
#define LIMEN_TEMPLATE_H

#include <jansson.h>

#include "buf.h"
#include "error.h"

struct template;
struct template_set;

/* The set and its templates live as long as `arena`. */
struct template_set *template_set_new(struct arena *arena);

/* Compiles and adds one template. `text` must outlive the set; `name` is copied. A name may be added once only.
 * A failure names template, line and column (in bytes, from 1). */
bool template_add(struct template_set *set, struct str name, struct str text, struct error *err);

/* Joins partials to their templates, after the last template_add and before the first render. False names the first
 * partial that does not exist; such a partial is rendered as nothing. */
bool template_set_finish(struct template_set *set, struct error *err);

/* NULL when there is none of that name. */
const struct template *template_find(const struct template_set *set, struct str name);

/* The reader's language. All results must stay valid until the render ends. A NULL function, or NULL for the struct,
 * leaves English. */
struct template_words {
	void *state;
	struct str (*words)(void *state, struct str context, struct str msgid);
	struct str (*plural)(void *state, struct str context, int64_t count, struct str one, struct str many);
	struct str (*number)(void *state, int64_t value);
};

/* Adds the page to `out`. Only a page that breaks a limit fails (partials that call each other for ever). `value` is only
 * read: several threads may render the same value. */
bool template_render(const struct template *page, const json_t *value, const struct template_words *words,
                     struct buf *out, struct error *err);

/* A value that {{{name}}} writes as it is. `markup` must be HTML that the caller made itself, with everything foreign in it
 * escaped: drawings of svg.h, or another template's page. A new reference; NULL when it is not UTF-8. */
json_t *template_markup(struct str markup);

/* Adds text escaped as {{name}} does. */
void template_escape(struct buf *out, struct str text);

/* The words of a template in their order, for the list that translators get. */
struct template_message {
	struct str context, msgid, plural; /* context and plural may be empty */
	int line;
};
void template_each_message(const struct template *page,
                           void (*each)(void *state, const struct template_message *message), void *state);

#endif

#include "arena.h"
#include "pack_load.h"

#include <stdlib.h>
#include <string.h>

/* A procedure and a part of any bytes, in a pack that has what they may name: nothing may break, whatever they say. What is formatted is
 * formatted the same again. The pieces below let the fuzzer come deep: it puts them together, and bytes of its own between them. */

static const char *const pieces[] = {
	"procedure p \"P\"\n  revision 1\n  about \"a\"\n  law \"l\"\n  purpose check\n  subject who\n  reference 'P{yy}{seq:5}'\n  law_of opened\n  party who\n",
	"fields\n", "  who person \"Who\" required\n    need surname\n", "  day date \"Day\"\n    check day > today \"Later: {day}\"\n    show exists(who)\n",
	"  kind choice kinds \"Kind\" required\n", "  all list \"All\"\n    items\n      one text \"One\" required\n      due date \"Due\"\n", "  sum integer \"Sum\"\n    compute count(all)\n",
	"forms\n", "  main\n    page \"Page\" who, day, kind, all\n", "uses\n", "  note letter\n    template note\n    to who\n    remedy object\n", "  pass seal\n    profile 'x'\n    medium card\n    holder who\n    valid day, day + 1 month\n    show a = sum, b = kind\n",
	"states\n", "  draft \"D\" draft\n    public \"d\"\n    edit main by who\n", "  open \"O\" open\n    public \"o\"\n", "  closed \"C\" closed\n    public as open\n",
	"actions\n", "  begin \"B\"\n    by who\n    from new\n    ask main\n    to draft\n", "  send \"S\"\n    by who\n    from draft\n    need complete(main) \"m\"\n    do pass.issue each all with n = item.one if kind = 'a'\n    to open\n",
	"  refuse \"R\"\n    by clerk\n    from open\n    second clerk if day < today\n    adverse kind\n    do note.issue\n    outcome refused\n    to closed if sum > 1\n    to open\n", "  late \"L\"\n    by clock\n    from open\n    do task clerk \"{limit.due}\" within 2 hours\n    do flag late\n",
	"  object \"O\"\n    by who\n    from open\n    item all add\n    ask item\n    do set item.due = day\n    do move all to who\n", "clocks\n", "  limit \"L\"\n    allow 10 working days\n    starts send\n    stops refuse\n    extends object by 5 days once\n    warn 1 day before notify who \"w\"\n    due late\n    repeats 1 day\n",
	"  each_one \"E\"\n    each all[exists(due)]\n    until due\n    starts send\n    measure\n", "queues\n  work clerk \"W\" when flags has 'late' order limit.due down\n", "access\n  read clerk\n  class staff clerk\n  restrict when kind = 'a' to clerk hidden\n  share day main except kind\n",
	"keep\n  erase 1 year after closed if outcome = 'refused'\n  archive 5 years after closed\n", "indicators\n  n \"N\" count at done.send by who.sex, kind\n", "migrate from 1\n  running move\n  state a -> draft\n  field b dropped \"why\"\n",
	"  ", "\n", "\"", "(", "[", " if ", " each all ", " with a = ", ".", "{", "}", "'a'", " or ", " 12 days ",
};

static struct str text_from(struct arena *arena, const uint8_t *data, size_t size)
{
	char *out = arena_alloc(arena, size * 600 + 1);
	size_t length = 0;
	for (size_t i = 0; i < size && i < 400; i++) {
		const char *piece = data[i] >= 128 ? pieces[(size_t)(data[i] - 128) % COUNT_OF(pieces)] : NULL;
		size_t bytes = piece ? strlen(piece) : 1;
		memcpy(out + length, piece ? piece : (const char *)&data[i], bytes);
		length += bytes;
	}
	return (struct str){ out, length };
}

static void format_twice(struct arena *arena, struct str text)
{
	struct str once, twice;
	struct pack_diagnostics found;
	if (pack_format(arena, STR("procedures/p.lim"), text, &once, &found) &&
	    (!pack_format(arena, STR("procedures/p.lim"), once, &twice, &found) || !str_equal(once, twice)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = text_from(arena, data, size);
	struct pack_file files[] = {
		{ STR("border.lim"), STR("role clerk \"Clerk\"\npurpose check \"Check\"\n  ground \"l\"\n") },
		{ STR("lists.lim"), STR("list kinds\n  a \"A\" 3\n  b \"B\"\nlist countries\n  UTO \"Utopia\"\n") },
		{ STR("parts/q.lim"), text },
		{ STR("procedures/p.lim"), text },
	};
	struct pack_source source = { files, COUNT_OF(files) };
	struct pack_diagnostics found;
	const struct pack *pack;
	format_twice(arena, text);
	(void)!pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found);
	arena_free(arena);
	return 0;
}

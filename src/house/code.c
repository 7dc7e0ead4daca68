/* Codes on papers that a booth scans. */
#include "code.h"

#include "act.h"
#include "arena.h"
#include "buf.h"
#include "house.h"
#include "room.h"

static const struct str head = { "LIMEN<", 6 };

static bool plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static struct str number_of(struct arena *arena, struct str number)
{
	struct buf out = BUF_IN(arena);
	number = str_upper(arena, number);
	for (size_t i = 0; i < number.len; i++)
		if (plain(number.data[i]))
			buf_c(&out, number.data[i]);
	return buf_str(&out);
}

struct str scan_code_text(struct arena *arena, const char *mark, struct str number)
{
	return str_format(arena, STR_FMT "%s<" STR_FMT, STR_ARG(head), mark, STR_ARG(number_of(arena, number)));
}

static struct str tidy(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	text = str_upper(arena, text);
	for (size_t i = 0; i < text.len; i++)
		if (plain(text.data[i]) || text.data[i] == '<')
			buf_c(&out, text.data[i]);
	return buf_str(&out);
}

bool scan_code_read(struct arena *arena, struct str text, struct str *mark, struct str *number)
{
	struct str rest = tidy(arena, text);
	if (text.len > SCAN_CODE_MOST || !str_starts(rest, head))
		return false;
	rest = str_slice(rest, head.len, rest.len);
	return str_cut(&rest, '<', mark) && mark->len && rest.len && (*number = number_of(arena, rest)).len;
}

struct str scan_code_number(struct arena *arena, const char *mark, struct str text)
{
	struct str found, number;
	return scan_code_read(arena, text, &found, &number) && str_is(found, mark) ? number : text;
}

bool scan_code_path(struct act *act, struct str text, struct str *path)
{
	struct str mark, number;
	if (!scan_code_read(act->arena, text, &mark, &number))
		return false;
	for (const struct room *const *room = act->house->rooms; *room; room++)
		for (const struct scan_code *code = (*room)->codes; code && code->mark; code++)
			if (str_is(mark, code->mark) && rights_have(act->actor.rights, code->right)) {
				*path = str_format(act->arena, "%s" STR_FMT, code->path, STR_ARG(number));
				return true;
			}
	return false;
}

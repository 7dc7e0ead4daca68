#include "stay.h"

#include <string.h>

enum { LONGEST = 3660 }; /* days looked ahead and back: ten years */

static bool counts(const struct movement_row *movement)
{
	return !movement->annulled && str_is(movement->decision, "admit");
}

static bool is_entry(const struct movement_row *movement)
{
	return str_is(movement->direction, "entry");
}

/* Oldest first; an exit closes the entry before it, an entry after an entry leaves the earlier one without its exit. */
static void make_spans(const struct movement_row *movements, size_t count, struct arena *arena, struct stay_account *out)
{
	out->spans = ARENA_ARRAY(arena, struct stay_span, count);
	for (size_t i = count; i-- > 0;) {
		const struct movement_row *movement = &movements[i];
		struct stay_span *last = out->span_count ? &out->spans[out->span_count - 1] : NULL;
		bool open = last && !last->exit;
		if (!counts(movement))
			continue;
		if (is_entry(movement)) {
			if (open) {
				last->until = last->from;
				out->missing_exits++;
			}
			out->spans[out->span_count++] = (struct stay_span){ .from = movement->day, .entry = movement };
		} else if (open) {
			last->exit = movement;
			last->until = movement->day;
		}
	}
	if (out->span_count && !out->spans[out->span_count - 1].exit)
		out->open = out->spans[out->span_count - 1].entry;
}

/* Length of the rule's allowance in days when a stay begins on a day; months are clamped, hours round up to a day. */
static int allowed_days(const struct pack_stay_rule *rule, struct date from)
{
	if (str_starts(rule->allow_unit, STR("month")))
		return date_days(date_add_months(from, rule->allow)) - date_days(from);
	if (str_starts(rule->allow_unit, STR("hour")))
		return (rule->allow + 23) / 24;
	return rule->allow;
}

struct date stay_last_day(const struct pack_stay_rule *rule, const bool *used_days, size_t count, struct date today)
{
	int allow = allowed_days(rule, today), window = rule->window;
	int32_t first = date_days(today);
	if (!window)
		return date_of_days(first + allow - (rule->counts_entry_day ? 1 : 0));
	int used = 0;
	for (size_t i = 0; i < count && (int)i < window - 1; i++)
		used += used_days[i];
	int day = 0;
	for (; day < LONGEST; day++) {
		if (day > 0 && (size_t)(window - 1 - day) < count && window - 1 - day >= 0)
			used -= used_days[window - 1 - day]; /* this day has left the window */
		int new_days = day + 1 < window ? day + 1 : window;
		if (used + new_days > allow)
			break;
	}
	return day ? date_of_days(first + day - 1) : (struct date){ 0 };
}

static void mark_days(const struct stay_account *account, const struct pack_stay_rule *rule, struct date today, bool *used, size_t count)
{
	int32_t now = date_days(today);
	for (size_t i = 0; i < account->span_count; i++) {
		const struct stay_span *span = &account->spans[i];
		int32_t from = date_days(span->from), until = span->exit || date_whole(span->until) ? date_days(span->until) : now;
		if (!rule->counts_entry_day)
			from++;
		if (span->exit && !rule->counts_exit_day)
			until--;
		for (int32_t day = from; day <= until; day++)
			if (day < now && now - 1 - day < (int32_t)count)
				used[now - 1 - day] = true;
	}
}

/* The days of an open stay that lie behind its last allowed one. */
static void judge_open(struct stay_account *out, struct date today)
{
	if (!out->open || !date_whole(out->open->stay_until))
		return;
	int32_t rest = date_days(out->open->stay_until) - date_days(today);
	out->over = rest < 0 ? -rest : 0;
}

void stay_account(const struct movement_row *movements, size_t count, const struct pack_stay_rule *rule, struct date today,
                  struct arena *arena, struct stay_account *out)
{
	*out = (struct stay_account){ 0 };
	make_spans(movements, count, arena, out);
	judge_open(out, today);
	if (!rule || rule->unlimited) {
		out->unlimited = rule != NULL;
		return;
	}
	out->allow = allowed_days(rule, today);
	out->window = rule->window;
	size_t days = rule->window ? (size_t)rule->window - 1 : 0;
	bool *used = ARENA_ARRAY(arena, bool, days + 1);
	mark_days(out, rule, today, used, days);
	for (size_t i = 0; i < days; i++)
		out->used += used[i];
	out->until = stay_last_day(rule, used, days, today);
	out->left = date_whole(out->until) ? date_days(out->until) - date_days(today) + 1 : 0;
}

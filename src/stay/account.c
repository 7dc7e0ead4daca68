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
static void make_spans(const struct stay_history *history, struct arena *arena, struct stay_account *out)
{
	out->spans = ARENA_ARRAY(arena, struct stay_span, history->count);
	for (size_t i = history->count; i-- > 0;) {
		const struct movement_row *movement = &history->movements[i];
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
			last->until = date_compare(movement->day, last->from) < 0 ? last->from : movement->day; /* a zone further west */
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

/* --- the walk over days --- */

struct walk {
	const struct stay_history *history;
	const struct pack_stay_rule *rule;
	int32_t first, today;
	struct stay_day *days;          /* one for each calendar day from `first` to `today` */
	bool *here;
};

static bool rests_on_permit(const struct stay_history *history, const struct movement_row *entry)
{
	for (size_t i = 0; i < history->permit_count; i++) {
		struct str kind = history->permits[i].kind;
		bool visa = permit_is_visa(kind) && !str_is(kind, "long_stay_visa");
		if (!visa && uuid_equal(entry->permit, history->permits[i].id))
			return true;
	}
	return false;
}

static enum stay_why why_of(const struct walk *walk, const struct stay_span *span, int32_t day, bool permit)
{
	const struct movement_row *entry = span->entry;
	int32_t granted = date_whole(entry->granted_until) ? date_days(entry->granted_until) : INT32_MAX;
	int32_t until = date_whole(entry->stay_until) ? date_days(entry->stay_until) : INT32_MAX;
	if (day > until)
		return STAY_OVER;
	if (permit)
		return STAY_PERMIT;
	if (day > granted)
		return STAY_EXTENSION;
	if (!span->exit && date_whole(span->until))
		return STAY_UNKNOWN_EXIT;
	if (day == date_days(span->from))
		return STAY_ENTRY_DAY;
	return span->exit && day == date_days(span->until) ? STAY_EXIT_DAY : STAY_DAY;
}

static bool why_counts(const struct pack_stay_rule *rule, enum stay_why why)
{
	switch (why) {
	case STAY_ENTRY_DAY: case STAY_UNKNOWN_EXIT: return rule->counts_entry_day;
	case STAY_EXIT_DAY: return rule->counts_exit_day;
	case STAY_EXTENSION: return rule->counts_extension;
	case STAY_PERMIT: return rule->counts_permit;
	case STAY_DAY: case STAY_OVER: break;
	}
	return true;
}

/* A day of entry and exit alike counts when either does; what counts wins. */
static void put_day(struct walk *walk, const struct stay_span *span, int32_t day, bool permit)
{
	enum stay_why why = why_of(walk, span, day, permit);
	bool counts = why_counts(walk->rule, why);
	if (why == STAY_ENTRY_DAY && !counts && span->exit && day == date_days(span->until))
		counts = why_counts(walk->rule, why = STAY_EXIT_DAY);
	size_t at = (size_t)(day - walk->first);
	if (walk->here[at] && (walk->days[at].counts || !counts))
		return;
	walk->here[at] = true;
	walk->days[at] = (struct stay_day){
		.day = date_of_days(day), .why = why, .counts = counts, .entry = span->entry,
		.in_window = walk->rule->window && day > walk->today - walk->rule->window,
	};
}

static void walk_span(struct walk *walk, const struct stay_span *span)
{
	bool permit = rests_on_permit(walk->history, span->entry);
	int32_t from = date_days(span->from), until = date_whole(span->until) ? date_days(span->until) : walk->today;
	if (from < walk->first)
		from = walk->first;
	for (int32_t day = from; day <= until && day <= walk->today; day++)
		put_day(walk, span, day, permit);
}

/* Who stands outside left an open stay somehow: its own day is known alone. */
static struct stay_span known_part(const struct stay_history *history, const struct stay_span *span)
{
	struct stay_span known = *span;
	if (history->outside && !known.exit)
		known.until = known.from;
	return known;
}

static size_t walk_days(const struct stay_history *history, const struct stay_account *account, const struct pack_stay_rule *rule, struct date first,
                        struct date today, struct arena *arena, struct stay_day **out)
{
	struct walk walk = { .history = history, .rule = rule, .first = date_days(first), .today = date_days(today) };
	if (walk.first > walk.today)
		return 0;
	if (walk.today - walk.first > LONGEST)
		walk.first = walk.today - LONGEST;
	size_t size = (size_t)(walk.today - walk.first) + 1, count = 0;
	walk.days = ARENA_ARRAY(arena, struct stay_day, size);
	walk.here = ARENA_ARRAY(arena, bool, size);
	for (size_t i = 0; i < account->span_count; i++) {
		struct stay_span span = known_part(history, &account->spans[i]);
		walk_span(&walk, &span);
	}
	for (size_t i = 0; i < size; i++)
		if (walk.here[i])
			walk.days[count++] = walk.days[i];
	*out = walk.days;
	return count;
}

size_t stay_days(const struct stay_history *history, const struct pack_stay_rule *rule, struct date first, struct date today, struct arena *arena, struct stay_day **out)
{
	static const struct pack_stay_rule all = { .unlimited = true, .counts_entry_day = true, .counts_exit_day = true };
	struct stay_account account = { 0 };
	make_spans(history, arena, &account);
	*out = NULL;
	return walk_days(history, &account, rule ? rule : &all, first, today, arena, out);
}

/* The days of the window before today that are used up. */
static void mark_days(const struct stay_history *history, const struct stay_account *account, const struct pack_stay_rule *rule, struct date today, bool *used,
                      size_t count, struct arena *arena)
{
	struct stay_day *days;
	int32_t now = date_days(today);
	size_t here = count ? walk_days(history, account, rule, date_of_days(now - (int32_t)count), today, arena, &days) : 0;
	for (size_t i = 0; i < here; i++) {
		int32_t back = now - 1 - date_days(days[i].day);
		if (days[i].counts && back >= 0)
			used[back] = true;
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

void stay_account(const struct stay_history *history, const struct pack_stay_rule *rule, struct date today, struct arena *arena, struct stay_account *out)
{
	*out = (struct stay_account){ 0 };
	make_spans(history, arena, out);
	judge_open(out, today);
	if (!rule || rule->unlimited) {
		out->unlimited = rule != NULL;
		return;
	}
	out->allow = allowed_days(rule, today);
	out->window = rule->window;
	size_t days = rule->window ? (size_t)rule->window - 1 : 0;
	bool *used = ARENA_ARRAY(arena, bool, days + 1);
	mark_days(history, out, rule, today, used, days, arena);
	for (size_t i = 0; i < days; i++)
		out->used += used[i];
	out->until = stay_last_day(rule, used, days, today);
	out->left = date_whole(out->until) ? date_days(out->until) - date_days(today) + 1 : 0;
}

struct stay_history stay_history_of(const struct subject *subject, bool outside)
{
	return (struct stay_history){ subject->movements, subject->movement_count, subject->permits, subject->permit_count, outside };
}

void stay_of(const struct subject *subject, bool outside, struct arena *arena, struct stay_account *out)
{
	struct stay_history history = stay_history_of(subject, outside);
	stay_account(&history, subject->verdict.stay, subject->today, arena, out);
}

int stay_days_most(const struct subject *subject, const struct stay_account *account)
{
	const struct permit_row *permit = subject->permit;
	int most = account->unlimited ? 0 : account->left;
	if (account->unlimited || !permit)
		return most;
	int visa = date_days(permit->valid_until) - date_days(subject->today) + 1;
	if (permit->days && permit->days < visa)
		visa = (int)permit->days;
	return subject->verdict.stay && most < visa ? most : visa;
}

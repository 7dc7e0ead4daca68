#include "term.h"

enum { MINUTE_MS = 60000, PAUSES_MOST = 200 };

/* A stretch without counting, and its days; `until` is INT64_MAX and `last` INT32_MAX while it lasts. */
struct pause {
	int64_t from, until;
	int32_t first, last;
};

/* What happened since the last start. */
struct run {
	const struct term_law *law;
	bool started, stopped;
	int64_t start, stop;
	struct rule_duration allow;
	struct pause pauses[PAUSES_MOST];
	size_t pause_count;
};

/* --- instants and days of the law's zone --- */

static int64_t offset_ms(const struct term_law *law, int64_t ms)
{
	return law->offset ? (int64_t)law->offset(law->context, ms) * MINUTE_MS : 0;
}

static int32_t day_of(const struct term_law *law, int64_t ms)
{
	return date_days(time_date(ms + offset_ms(law, ms)));
}

/* The first instant of a day. The zone's offset is that of the instant itself: a second look cures a change of clocks near it. */
static int64_t day_start(const struct term_law *law, int32_t day)
{
	int64_t local = (int64_t)day * DAY_MS, at = local - offset_ms(law, local);
	at = local - offset_ms(law, at);
	return at;
}

/* --- what happened --- */

static bool paused_now(const struct run *run)
{
	return run->pause_count && run->pauses[run->pause_count - 1].until == INT64_MAX;
}

static void add_duration(struct rule_duration *sum, const struct rule_duration *more)
{
	sum->months += more->months;
	sum->days += more->days;
	sum->working_days += more->working_days;
	sum->minutes += more->minutes;
}

static void take_event(struct run *run, const struct term_event *event)
{
	bool runs = run->started && !run->stopped;
	if (event->what == TERM_STARTS) {
		*run = (struct run){ .law = run->law, .started = true, .start = event->at, .allow = run->law->allow };
	} else if (event->what == TERM_STOPS && runs) {
		run->stopped = true;
		run->stop = event->at;
	} else if (event->what == TERM_PAUSES && runs && !paused_now(run) && run->pause_count < PAUSES_MOST) {
		run->pauses[run->pause_count++] = (struct pause){ event->at, INT64_MAX, day_of(run->law, event->at), INT32_MAX };
	} else if (event->what == TERM_RESUMES && runs && paused_now(run)) {
		run->pauses[run->pause_count - 1].until = event->at;
		run->pauses[run->pause_count - 1].last = day_of(run->law, event->at);
	} else if (event->what == TERM_EXTENDED && runs) {
		add_duration(&run->allow, &event->by);
	}
}

static struct run run_of(const struct term_law *law, const struct term_event *events, size_t count)
{
	struct run run = { .law = law };
	for (size_t i = 0; i < count; i++)
		take_event(&run, &events[i]);
	return run;
}

/* --- days --- */

static bool paused_on(const struct run *run, int32_t day)
{
	for (size_t i = 0; i < run->pause_count; i++)
		if (day >= run->pauses[i].first && day <= run->pauses[i].last)
			return true;
	return false;
}

static bool working(const struct run *run, int32_t day)
{
	return calendar_is_working_day(run->law->calendar, date_of_days(day));
}

static bool counts_working_days(const struct run *run)
{
	return run->allow.working_days && !run->allow.days && !run->allow.months;
}

static bool counts(const struct run *run, int32_t day)
{
	return !paused_on(run, day) && (!counts_working_days(run) || working(run, day));
}

/* Days that lie wholly in pauses which began up to `last`. */
static int32_t whole_days_paused(const struct run *run, int32_t last)
{
	int32_t sum = 0;
	for (size_t i = 0; i < run->pause_count; i++) {
		const struct pause *pause = &run->pauses[i];
		int32_t days = pause->last == INT32_MAX ? 0 : pause->last - pause->first - 1;
		if (pause->first <= last && days > 0)
			sum += days;
	}
	return sum;
}

/* The day that lies the months after the start. A pause moves it, and may bring it behind another pause. */
static int32_t after_months(const struct run *run, int32_t start)
{
	int32_t plain = date_days(date_add_months(date_of_days(start), run->allow.months)), moved = plain;
	for (size_t i = 0; i <= run->pause_count; i++)
		moved = plain + whole_days_paused(run, moved);
	return moved;
}

/* The last of `count` days after `day`, leaving out those paused, and days off where only working days count; INT32_MAX = none in reach. */
static int32_t after_days(const struct run *run, int32_t day, int32_t count, bool only_working)
{
	int32_t end = day + TERM_DAYS_MOST;
	while (count > 0 && day < end) {
		day++;
		if (paused_now(run) && day >= run->pauses[run->pause_count - 1].first)
			return INT32_MAX; /* no day counts any more while it lasts */
		count -= !paused_on(run, day) && (!only_working || working(run, day));
	}
	return count > 0 ? INT32_MAX : day;
}

/* The last day before rolling; INT32_MAX = there is none now. */
static int32_t last_day(const struct run *run)
{
	int32_t day = day_of(run->law, run->start);
	if (!date_empty(run->law->until))
		return date_days(run->law->until);
	if (run->allow.months) {
		day = after_months(run, day);
		if (paused_now(run) && day >= run->pauses[run->pause_count - 1].first)
			return INT32_MAX;
	}
	day = after_days(run, day, run->allow.days, false);
	return day == INT32_MAX ? day : after_days(run, day, run->allow.working_days, true);
}

static int32_t rolled(const struct run *run, int32_t day)
{
	if (run->law->rolls == TERM_STAYS)
		return day;
	struct date to = calendar_roll(run->law->calendar, date_of_days(day), run->law->rolls == TERM_ROLLS_NEXT ? 1 : -1);
	return date_empty(to) ? day : date_days(to);
}

/* --- hours --- */

static bool is_timed(const struct term_law *law, const struct rule_duration *allow)
{
	return date_empty(law->until) && allow->minutes && !allow->months && !allow->days && !allow->working_days;
}

static int64_t paused_ms(const struct run *run, int64_t until)
{
	int64_t sum = 0;
	for (size_t i = 0; i < run->pause_count; i++) {
		const struct pause *pause = &run->pauses[i];
		int64_t end = pause->until < until ? pause->until : until;
		if (end > pause->from)
			sum += end - pause->from;
	}
	return sum;
}

static void judge_hours(const struct run *run, int64_t end, struct term *out)
{
	int64_t allowed = run->allow.minutes * MINUTE_MS, used = end - run->start - paused_ms(run, end);
	out->used = used / MINUTE_MS;
	out->left = used >= allowed ? 0 : (allowed - used) / MINUTE_MS;
	out->ends = !paused_now(run) || used >= allowed;
	if (!out->ends)
		return;
	out->due_at = run->start + allowed;
	for (size_t i = 0; i < run->pause_count; i++) /* only pauses that began before the end move it */
		if (run->pauses[i].from < out->due_at && run->pauses[i].until != INT64_MAX)
			out->due_at += run->pauses[i].until - run->pauses[i].from;
	out->due_day = date_of_days(day_of(run->law, out->due_at));
}

/* --- the whole --- */

static int64_t count_days(const struct run *run, int32_t from, int32_t to)
{
	int64_t sum = 0;
	for (int32_t day = from; day <= to && day - from < TERM_DAYS_MOST; day++)
		sum += counts(run, day);
	return sum;
}

static void judge_days(const struct run *run, int64_t end, struct term *out)
{
	int32_t first = day_of(run->law, run->start) + 1, today = day_of(run->law, end), last = last_day(run);
	out->used = count_days(run, first, last < today - 1 ? last : today - 1);
	if (last != INT32_MAX) {
		int32_t due = rolled(run, last);
		out->left = count_days(run, today > first ? today : first, due < last ? due : last);
		out->ends = true;
		out->due_day = date_of_days(due);
		out->due_at = day_start(run->law, due + 1);
	} else if (!run->allow.months) {
		int64_t left = run->allow.days + run->allow.working_days - out->used;
		out->left = left > 0 ? left : 0;
	}
}

void term_judge(const struct term_law *law, const struct term_event *events, size_t count, int64_t now, struct term *out)
{
	struct run run = run_of(law, events, count);
	int64_t end = run.stopped ? run.stop : now;
	*out = (struct term){ .timed = is_timed(law, &run.allow) };
	if (!run.started)
		return;
	out->status = run.stopped ? TERM_DONE : paused_now(&run) ? TERM_PAUSED : TERM_RUNNING;
	if (out->timed)
		judge_hours(&run, end, out);
	else
		judge_days(&run, end, out);
	out->late = out->ends && end >= out->due_at;
	if (out->late)
		out->left = 0;
}

/* A day some time from another; in working days where the duration says so. */
static int32_t day_from(const struct term_law *law, int32_t day, const struct rule_duration *duration, int sign)
{
	struct date date = date_add_months(date_of_days(day), sign * duration->months);
	date = date_of_days(date_days(date) + sign * duration->days);
	if (duration->working_days)
		date = calendar_add_working_days(law->calendar, date, sign * duration->working_days);
	return date_empty(date) ? day : date_days(date);
}

static bool only_minutes(const struct rule_duration *duration)
{
	return duration->minutes && !duration->months && !duration->days && !duration->working_days;
}

bool term_before(const struct term_law *law, const struct term *term, const struct rule_duration *before, int64_t *out)
{
	if (!term->ends)
		return false;
	if (term->timed || only_minutes(before))
		*out = term->due_at - before->minutes * MINUTE_MS - (before->days + before->working_days) * DAY_MS;
	else
		*out = day_start(law, day_from(law, date_days(term->due_day), before, -1));
	return true;
}

bool term_again(const struct term_law *law, const struct term *term, const struct rule_duration *every, int turn, int64_t *out)
{
	if (!term->ends)
		return false;
	if (only_minutes(every)) {
		*out = term->due_at + turn * every->minutes * MINUTE_MS;
		return true;
	}
	int32_t day = term->timed ? day_of(law, term->due_at) : date_days(term->due_day);
	for (int i = 0; i < turn; i++)
		day = day_from(law, day, every, 1);
	*out = day_start(law, day + 1);
	return true;
}

static enum term_day day_what(const struct run *run, int32_t day, int32_t last)
{
	if (day == day_of(run->law, run->start))
		return TERM_DAY_EVENT;
	if (day > last)
		return TERM_DAY_ROLLED;
	return paused_on(run, day) ? TERM_DAY_PAUSED : counts(run, day) ? TERM_DAY_COUNTS : TERM_DAY_OFF;
}

void term_days(const struct term_law *law, const struct term_event *events, size_t count, int64_t now,
               void (*tell)(void *context, struct date day, enum term_day what, int64_t counted), void *context)
{
	struct run run = run_of(law, events, count);
	if (!run.started || is_timed(law, &run.allow))
		return;
	int32_t last = last_day(&run), first = day_of(law, run.start), end = last == INT32_MAX ? day_of(law, now) : rolled(&run, last);
	int64_t counted = 0;
	for (int32_t day = first; day <= end && day - first < TERM_DAYS_MOST; day++) {
		enum term_day what = day_what(&run, day, last);
		counted += what == TERM_DAY_COUNTS;
		tell(context, date_of_days(day), what, counted);
	}
}

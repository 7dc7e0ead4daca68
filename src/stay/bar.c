/* The stay bar of the verdict page. */
#include "stay.h"

#include "lang.h"
#include "svg.h"

enum { SHOWN_BEFORE = 180, SHOWN_AFTER = 60 };

static struct svg_span span_of(const struct stay_span *span, struct date today)
{
	return (struct svg_span){ span->from, date_whole(span->until) ? span->until : today };
}

static void add_used(struct svg_stay *chart, const struct stay_account *account, struct date today, struct arena *arena)
{
	struct svg_span *used = ARENA_ARRAY(arena, struct svg_span, account->span_count + 1);
	for (size_t i = 0; i < account->span_count && chart->used_count < SVG_SPANS_MOST; i++) {
		struct svg_span span = span_of(&account->spans[i], today);
		if (date_compare(span.last, chart->window.first) < 0)
			continue;
		if (date_compare(span.first, chart->window.first) < 0)
			span.first = chart->window.first;
		used[chart->used_count++] = span;
	}
	chart->used = used;
}

static void add_rest(struct svg_stay *chart, const struct stay_account *account, struct date today, const struct lang *lang, struct arena *arena)
{
	if (account->over && account->open) {
		int32_t last = date_days(account->open->stay_until);
		chart->over = (struct svg_span){ date_of_days(last + 1), today };
		chart->over_text = lang_count(lang, arena, account->over, WORDS_MANY("{count} day over", "{count} days over"));
	} else if (account->left > 0) {
		chart->left = (struct svg_span){ today, account->until };
		chart->left_text = lang_count(lang, arena, account->left, WORDS_MANY("{count} day left", "{count} days left"));
	}
}

static struct str sentence(const struct stay_account *account, const struct lang *lang, struct arena *arena)
{
	if (account->unlimited)
		return lang_words(lang, WORDS("The stay has no limit."));
	return LANG_FILL(arena, lang_words(lang, WORDS("{used} of {allow} days are used; {left} are left, until {until}.")),
	                 { "used", lang_number(lang, arena, account->used) }, { "allow", lang_number(lang, arena, account->allow) },
	                 { "left", lang_number(lang, arena, account->left) }, { "until", lang_date(lang, arena, account->until) });
}

struct str stay_bar(const struct stay_account *account, struct date today, const struct lang *lang, struct arena *arena)
{
	struct str months[12];
	int32_t now = date_days(today), last = date_whole(account->until) ? date_days(account->until) : now;
	int before = account->window > 0 && account->window < 400 ? account->window : SHOWN_BEFORE;
	int32_t end = last > now + SHOWN_AFTER ? last : now + SHOWN_AFTER;
	struct svg_stay chart = {
		.frame = { .title = sentence(account, lang, arena), .width = 368 },
		.window = { date_of_days(now - before + 1), date_of_days(end > now + 400 ? now + 400 : end) },
		.today = today,
		.today_text = lang_words(lang, WORDS("Today")),
		.month_texts = months,
	};
	for (int i = 0; i < 12; i++)
		months[i] = lang_month_short(lang, i + 1);
	add_used(&chart, account, today, arena);
	add_rest(&chart, account, today, lang, arena);
	if (date_whole(chart.left.last) && date_compare(chart.left.last, chart.window.last) > 0)
		chart.left.last = chart.window.last;
	struct buf out = BUF_IN(arena);
	svg_stay(&out, &chart);
	return buf_str(&out);
}

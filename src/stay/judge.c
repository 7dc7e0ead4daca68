/* The checks of the stay. */
#include "stay.h"

static struct str number(struct arena *arena, int value)
{
	return str_format(arena, "%d", value);
}

static void judge_entry(struct act *act, const struct subject *subject, const struct stay_account *account, struct check_list *out)
{
	struct arena *arena = act->arena;
	struct check_line *line;
	if (account->unlimited || !subject->verdict.stay) {
		subject_check(act, subject, out, "stay.days", account->unlimited ? RESULT_SUCCESSFUL : RESULT_NOT_SUPPORTED, "pack", "Days of stay",
		              account->unlimited ? "The stay has no limit." : "No rule of stay applies.");
	} else {
		line = subject_check(act, subject, out, "stay.days", account->left > 0 ? RESULT_SUCCESSFUL : RESULT_FAILED, "pack", "Days of stay",
		                     account->left > 0 ? "{left} days may be spent here, until {until}; {used} of {allow} are used."
		                                       : "All {allow} days are used.");
		SUBJECT_ARGS(arena, line, { STR("left"), number(arena, account->left) }, { STR("until"), date_str(arena, account->until) },
		             { STR("used"), number(arena, account->used) }, { STR("allow"), number(arena, account->allow) });
	}
	line = subject_check(act, subject, out, "stay.open", account->open ? RESULT_UNDETERMINED : RESULT_SUCCESSFUL, "records", "Last exit",
	                     account->open ? "An entry on {since} has no recorded exit." : "No stay is open.");
	if (account->open)
		SUBJECT_ARGS(arena, line, { STR("since"), date_str(arena, account->open->day) });
}

static void judge_exit(struct act *act, const struct subject *subject, const struct stay_account *account, struct check_list *out)
{
	struct arena *arena = act->arena;
	struct check_line *line;
	if (!account->open) {
		subject_check(act, subject, out, "stay.open", RESULT_UNDETERMINED, "records", "Entry", "No entry is recorded for this person.");
		return;
	}
	line = subject_check(act, subject, out, "stay.open", RESULT_SUCCESSFUL, "records", "Entry", "Entered on {since}.");
	SUBJECT_ARGS(arena, line, { STR("since"), date_str(arena, account->open->day) });
	if (!date_whole(account->open->stay_until)) {
		subject_check(act, subject, out, "stay.over", RESULT_SUCCESSFUL, "records", "Length of stay", "The stay had no limit.");
		return;
	}
	line = subject_check(act, subject, out, "stay.over", account->over ? RESULT_FAILED : RESULT_SUCCESSFUL, "records", "Length of stay",
	                     account->over ? "The stay was allowed until {until}: {over} days too long." : "The stay was allowed until {until}.");
	SUBJECT_ARGS(arena, line, { STR("until"), date_str(arena, account->open->stay_until) }, { STR("over"), number(arena, account->over) });
}

static bool judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	struct stay_account account;
	stay_of(subject, str_is(subject->direction, "entry"), act->arena, &account);
	if (str_is(subject->direction, "entry"))
		judge_entry(act, subject, &account, out);
	else
		judge_exit(act, subject, &account, out);
	return true;
}

static const struct check checks[] = {
	{ "stay", judge, "days left under the rule of stay, open stays, days too long" },
	{ 0 },
};

const struct room stay_room = { .name = "stay", .checks = checks };

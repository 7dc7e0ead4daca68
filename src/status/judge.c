/* The check of entry bans. Nothing is said at exit: a ban keeps nobody from leaving. */
#include "status.h"

#include "house.h"
#include "lang.h"

static struct str reason_words(struct act *act, const struct ban_row *row)
{
	struct str words[5];
	size_t count = 0;
	for (; count < row->reasons.count && count < COUNT_OF(words); count++)
		words[count] = pack_code_words(act->pack, STR("en"), STR("ban_reasons"), row->reasons.items[count]);
	return str_join(act->arena, words, count, STR(", "));
}

static bool judge_holder(struct act *act, const struct subject *subject, struct uuid holder, struct check_list *out, bool *found, struct error *err)
{
	struct ban_row *rows = ARENA_ARRAY(act->arena, struct ban_row, BANS_MOST);
	size_t count;
	if (!status_bans(act, holder, rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!ban_in_force(&rows[i], subject->today))
			continue;
		struct check_line *line = subject_check(act, subject, out, "ban.entry", RESULT_FAILED, "records", "Entry ban",
		                                        "An entry ban of {from} is in force until {until}: {reasons}. Ask about protection first; the person may appeal.");
		SUBJECT_ARGS(act->arena, line, { STR("from"), date_str(act->arena, rows[i].starts) }, { STR("until"), date_str(act->arena, rows[i].ends) },
		             { STR("reasons"), reason_words(act, &rows[i]) });
		*found = true;
		return true;
	}
	return true;
}

/* A ban is on record for a document, be it seen here before or not, or for one that is tied to it in this act: nobody leaves one behind with an old
 * passport. */
static bool judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	bool found = false;
	if (!str_is(subject->direction, "entry"))
		return true;
	if (!judge_holder(act, subject, subject->known ? subject->holder : subject->record, out, &found, err))
		return false;
	for (size_t i = 0; i < subject->also_count && !found; i++) {
		struct document_row row = { 0 };
		bool known;
		if (!document_by_record(act, subject->also[i], &row, &known, err) ||
		    !judge_holder(act, subject, known ? row.holder : subject->also[i], out, &found, err))
			return false;
	}
	return true;
}

static const struct check checks[] = {
	{ "ban", judge, "entry bans that officers ordered" },
	{ 0 },
};

extern const struct embedded status_files[];
extern const struct fold overstay_fold, ban_fold;
extern const struct job status_jobs[];

static const struct entry_type *const entries[] = { &overstay_type, &overstay_paid_type, &ban_type, &ban_lift_type, NULL };
static const struct fold *const folds[] = { &overstay_fold, &ban_fold, NULL };

const struct room status_room = { .name = "status", .files = status_files, .entries = entries, .folds = folds, .checks = checks, .jobs = status_jobs };

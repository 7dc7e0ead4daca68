/* The room's face: entries, folds, checks. */
#include "child.h"
#include "depart.h"
#include "group.h"
#include "lease.h"
#include "protection.h"
#include "lease.h"
#include "together.h"

extern const struct embedded border_files[];
extern const struct fold referral_fold, remark_fold, apart_fold, child_answer_fold, available_fold, agency_fold, stateless_fold, group_fold, kinship_fold, departure_fold;

static const struct entry_type *const entries[] = { &hearing_type, &lease_type, &welfare_type, &available_type, &agency_ask_type, &agency_answer_type, &stateless_type, &remark_type, &apart_type, &child_answer_type,
	&group_open_type, &group_join_type, &group_leave_type, &group_told_type, &group_close_type, &kinship_type, &notice_type, &departed_type, NULL };
static const struct fold *const folds[] = { &referral_fold, &remark_fold, &apart_fold, &child_answer_fold, &available_fold, &agency_fold, &stateless_fold, &group_fold, &kinship_fold, &departure_fold, NULL };
bool judge_refused(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);

static const struct check checks[] = {
	{ "refused", judge_refused, "earlier refusals: information, not a ban" },
	{ "group", judge_left, "at an exit: who of those that came along leaves, too, and who is still here" },
	{ "child", judge_child, "a child: who accompanies it, and which consent was seen" },
	{ 0 },
};

const struct room border_room = { .name = "border", .files = border_files, .entries = entries, .folds = folds, .checks = checks };

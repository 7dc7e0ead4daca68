/* An earlier refusal: what the officer should know, and nothing more. It bars nobody, and advises no refusal. */
#include "border.h"

bool judge_refused(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);
bool judge_refused(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < subject->movement_count; i++) {
		const struct movement_row *movement = &subject->movements[i];
		if (!str_is(movement->decision, "refuse") || movement->annulled)
			continue;
		struct check_line *line = subject_check(act, subject, out, "refused.earlier", RESULT_UNDETERMINED, "records", "Earlier refusal",
		                                        "Entry was refused on {day}, for reason {reasons}. This is information, not a ban.");
		SUBJECT_ARGS(act->arena, line, { STR("day"), date_str(act->arena, movement->day) },
		             { STR("reasons"), str_join(act->arena, movement->reasons.items, movement->reasons.count, STR(", ")) });
		return true;
	}
	return true;
}

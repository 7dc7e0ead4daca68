/* A child: its check, the answer about companion and consent, names that belong together. */
#include "child.h"

#include "journal.h"
#include "lang.h"
#include "store.h"
#include "together.h"
#include "watch.h"

enum { CHILD_YEARS = 18, NAME_ALIKE = 700, STEM = 5, ENDING = 2 };

FIELDS_TABLE(child_form, CHILD_FORM_FIELDS)
FIELDS_TABLE(child_told, CHILD_TOLD_FIELDS)

const struct entry_type child_answer_type = {
	"child.answer", 1, KIND_PERSON, ENTRY_BLIND, &child_told_fields, "an officer was told who accompanies a child, and saw a consent or none",
};

/* --- the last answer for each inspection --- */

const struct table child_answer_table = { "child_answer", &child_told_fields, "inspection", NULL };

struct answer_state {
	struct child_told *rows;
	size_t count, size;
};

static struct child_told *row_of(struct answer_state *state, struct uuid inspection, struct arena *arena)
{
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->rows[i].inspection, inspection))
			return &state->rows[i];
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct child_told *rows = ARENA_ARRAY(arena, struct child_told, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	return &state->rows[state->count++];
}

static void answer_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	const struct child_told *told = data;
	*row_of(to, told->inspection, arena) = *told;
}

static void answer_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct answer_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &child_answer_table, &state->rows[i]);
}

static const struct entry_type *const answer_reads[] = { &child_answer_type, NULL };
static const struct table *const answer_writes[] = { &child_answer_table, NULL };
const struct fold child_answer_fold = { "child_answer", 1, answer_reads, answer_writes, sizeof(struct answer_state), answer_apply, answer_rows };

/* --- who is a child, which names belong together --- */

bool border_is_child(const struct act *act, struct date born, struct date today)
{
	const struct pack_value *value = pack_param(act->pack, STR("child_age"), today);
	bool years = value && value->kind == PACK_DURATION && str_is(value->unit, "years");
	int limit = years ? (int)(value->micro / 1000000) : CHILD_YEARS, least, most;
	return date_age(born, today, &least, &most) && least < limit;
}

/* IVANOV and IVANOVA, KOWALSKI and KOWALSKA: a common stem, with endings of two letters at most. */
static bool same_stem(struct str one, struct str other)
{
	size_t stem = 0, longest = one.len > other.len ? one.len : other.len;
	while (stem < one.len && stem < other.len && one.data[stem] == other.data[stem])
		stem++;
	return stem >= STEM && longest - stem <= ENDING;
}

/* Words that tell nothing of a family; shorter ones are left out anyway. */
static bool is_particle(struct str word)
{
	static const char *const particles[] = {
		"ABU", "BEN", "BIN", "BINT", "DAS", "DEL", "DELLA", "DEN", "DER", "DOS", "IBN", "LAS", "LOS", "TEN", "TER", "VAN", "VON", "ZUR",
	};
	for (size_t i = 0; i < COUNT_OF(particles); i++)
		if (str_is(word, particles[i]))
			return true;
	return word.len < 3;
}

static bool words_belong(struct str one, struct str other, struct arena *arena)
{
	return !is_particle(one) && !is_particle(other) && (same_stem(one, other) || watch_compare_names(one, other, arena) >= NAME_ALIKE);
}

/* Family names and those borne before, as words of the zone's letters. */
static struct str family_words(const struct identity *identity, struct arena *arena)
{
	return identity_key(&(struct identity){ .surname = identity->surname, .former_names = identity->former_names }, arena);
}

bool border_names_belong(const struct identity *one, const struct identity *other, struct arena *arena)
{
	struct str words = family_words(one, arena), all = family_words(other, arena), word, rest, against;
	while (str_cut(&words, ' ', &word))
		for (rest = all; str_cut(&rest, ' ', &against);)
			if (words_belong(word, against, arena))
				return true;
	return false;
}

/* --- what is known --- */

static const struct identity *relative_of(struct act *act, const struct subject *subject)
{
	for (size_t i = 0; i < subject->along_count; i++) {
		const struct identity *beside = &subject->along[i];
		int least, most;
		bool adult = date_age(beside->born, subject->today, &least, &most) && !border_is_child(act, beside->born, subject->today);
		if (adult && border_names_belong(&subject->identity, beside, act->arena))
			return beside;
	}
	return NULL;
}

static bool no_consent(struct str consent)
{
	return !consent.len || str_is(consent, "none");
}

enum child_state border_child_state(struct act *act, const struct subject *subject)
{
	if (!border_is_child(act, subject->identity.born, subject->today) || subject_waived(subject, STR("companion")))
		return CHILD_NOT;
	if (str_is(subject->companion, "nobody"))
		return CHILD_ALONE;
	if (subject->companion.len)
		return no_consent(subject->consent) ? CHILD_NO_CONSENT : CHILD_WITH;
	return relative_of(act, subject) ? CHILD_FAMILY : CHILD_ASKED;
}

/* --- the check --- */

/* Companion and consent in the pack's own words, which a page shows in the reader's language. */
static void answer_args(struct act *act, const struct subject *subject, struct check_line *line)
{
	SUBJECT_ARGS(act->arena, line, { STR("companion"), pack_code_words(act->pack, STR("en"), STR("companions"), subject->companion) },
	             { STR("consent"), pack_code_words(act->pack, STR("en"), STR("consents"), no_consent(subject->consent) ? STR("none") : subject->consent) });
}

bool judge_child(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	switch (border_child_state(act, subject)) {
	case CHILD_NOT:
		break;
	case CHILD_FAMILY:
		subject_check(act, subject, out, "child", RESULT_SUCCESSFUL, "officer", "Child", "In a group with an adult of the family's name.");
		break;
	case CHILD_ASKED:
		subject_check(act, subject, out, "child", RESULT_UNDETERMINED, "officer", "Child", "Ask who accompanies the child, and which consent was given.");
		break;
	case CHILD_WITH:
		answer_args(act, subject, subject_check(act, subject, out, "child", RESULT_SUCCESSFUL, "officer", "Child", "Accompanied: {companion}. Consent: {consent}."));
		break;
	case CHILD_NO_CONSENT:
		answer_args(act, subject, subject_check(act, subject, out, "child", RESULT_FAILED, "officer", "Child without consent", "Accompanied: {companion}. No consent was seen."));
		break;
	case CHILD_ALONE:
		answer_args(act, subject, subject_check(act, subject, out, "child", RESULT_FAILED, "officer", "Child alone", "Nobody accompanies the child. Consent: {consent}."));
		break;
	}
	(void)err;
	return true;
}

/* --- the answer --- */

static struct str place_of(struct act *act, struct str prefix, const char *name)
{
	return str_format(act->arena, STR_FMT "%s", STR_ARG(prefix), name);
}

void border_child_check(struct act *act, const struct subject *subject, struct str companion, struct str consent, struct str prefix)
{
	if (!pack_code_valid(act->pack, STR("companions"), companion, subject->today))
		finding_add(&act->findings, place_of(act, prefix, "companion"), companion.len ? "unknown_code" : "required", "Ask who accompanies the child, and choose it.");
	if (consent.len && !pack_code_valid(act->pack, STR("consents"), consent, subject->today))
		finding_add(&act->findings, place_of(act, prefix, "consent"), "unknown_code", "Choose a consent of the list.");
	if (companion.len && !str_is(companion, "nobody") && !consent.len)
		finding_add(&act->findings, place_of(act, prefix, "consent"), "required", "Say which consent was seen, or that there is none.");
}

bool border_child_answer(struct act *act, struct opened *opened, const struct child_form *form, struct error *err)
{
	struct child_told told = { .inspection = opened->entry.id };
	if (opened->decided)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "child");
	if (border_child_state(act, &opened->subject) == CHILD_NOT)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This person is not a child."), "", "child");
	border_child_check(act, &opened->subject, form->companion, form->consent, STR(""));
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "child");
#define COPY(type, name, ...) told.name = form->name;
	CHILD_ANSWER_FIELDS(COPY, COPY)
#undef COPY
	journal_append(act, &child_answer_type, opened->entry.record, &told);
	return true;
}

static bool read_answer(struct act *act, struct opened *opened, struct error *err)
{
	struct child_told told = { 0 };
	struct query *query = db_query(act->db, "border.child_answer");
	query_bind_id(query, "inspection", opened->entry.id);
	query_bind_id(query, "record", opened->entry.record);
	if (query_next(query))
		query_row(query, &child_told_fields, &told, act->arena);
	opened->child = told;
	opened->subject.companion = told.companion;
	opened->subject.consent = told.consent;
	return query_end(query, err);
}

/* The lines but those that hang on the group and the answer, then the new ones. */
static void replace_lines(struct act *act, struct opened *opened, const struct check_list *fresh, bool left)
{
	struct check_list all = { .arena = act->arena };
	const struct check_line *old = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count + fresh->count; i++) {
		const struct check_line *line = i < opened->inspection.checks.count ? &old[i] : &fresh->items[i - opened->inspection.checks.count];
		bool old_line = i < opened->inspection.checks.count;
		if (!old_line || (!str_is(line->check, "child") && !(left && (str_is(line->check, "child.left") || str_is(line->check, "group")))))
			*check_add(&all, "child", RESULT_SUCCESSFUL, ADVICE_NONE) = *line;
	}
	opened->inspection.checks = (struct list){ all.items, all.count };
	opened->inspection.advice = str_of(advice_name(inspect_advice(&opened->subject, &all)));
	opened->inspection.care = false;
	for (size_t i = 0; i < all.count; i++)
		opened->inspection.care |= str_is(all.items[i].advice, advice_name(ADVICE_CARE));
}

bool border_child_settle(struct act *act, struct opened *opened, struct error *err)
{
	struct check_list fresh = { .arena = act->arena };
	bool child = border_is_child(act, opened->subject.identity.born, opened->subject.today);
	bool left = opened->group && str_is(opened->inspection.direction, "exit") && !opened->decided;
	if (!child && !left)
		return true;
	if ((child && !read_answer(act, opened, err)) || !judge_child(act, &opened->subject, &fresh, err) || (left && !judge_left(act, &opened->subject, &fresh, err)))
		return false;
	replace_lines(act, opened, &fresh, left);
	if (str_is(opened->subject.companion, "nobody"))
		opened->subject.facts.alone = PACK_YES;
	return true;
}

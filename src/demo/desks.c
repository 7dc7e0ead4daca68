#include "desks.h"

#include <string.h>

#include "cases.h"
#include "journal.h"

enum { COMPLAINT, OFFICER, DIPLOMA, FARM, DANGER, FAMILY };

/* Invented people, as everybody in the demo. */
static const struct desk_step steps[] = {
	{ 300, NULL, "complainant", COMPLAINT, "complaint", "begin", NULL },
	{ 300, NULL, "complainant", COMPLAINT, NULL, NULL,
	  "complainant.surname=Okafor\ncomplainant.given_names=Rose\ncomplainant.birth_date=1979-04-11\ncomplainant.sex=F\ncomplainant.nationality=NGA\nlanguage=en\nhelped=no\n"
	  "contact=desk\nkind=delay\nabout_officer=no\nwhat_happened=My visa was promised for the second of the month. I came three times, and nobody could say where it is.\n"
	  "wish=Tell me where it is, and when I get it.\nin_danger=no" },
	{ 299, NULL, "complainant", COMPLAINT, NULL, "lodge", NULL },
	{ 120, NULL, "complainant", OFFICER, "complaint", "begin", NULL },
	{ 120, NULL, "complainant", OFFICER, NULL, NULL,
	  "complainant.surname=Sukarno\ncomplainant.sex=M\ncomplainant.nationality=IDN\nlanguage=id\nhelped=no\ncontact=desk\nkind=treatment\nabout_officer=yes\n"
	  "what_happened=At the counter of the embassy I was shouted at in front of my children because a photograph had the wrong size.\nin_danger=no" },
	{ 119, NULL, "complainant", OFFICER, NULL, "lodge", NULL },
	{ 70, "U-20047", "", OFFICER, NULL, "hear",
	  "statement=I asked twice for another photograph. The hall was loud, and I raised my voice to be heard.\nstatement_officer=U-20041" },
	{ 640, "U-20010", "", DIPLOMA, "document_verification", "begin",
	  "holder.surname=Mensah\nholder.given_names=Kofi\nholder.birth_date=1991-02-03\nholder.sex=M\nholder.nationality=GHA\nkind=diploma\ndocument=@diploma.pdf\n"
	  "authority=University of the Coast, office of the registrar\nquestion=Did you award this diploma to this person, on this day, with this result?" },
	{ 630, "U-20010", "", DIPLOMA, NULL, "send", "safe=yes" },
	{ 96, NULL, "applicant", FARM, "work_permit", "begin", NULL },
	{ 96, NULL, "applicant", FARM, NULL, NULL,
	  "applicant.surname=Santos\napplicant.given_names=Marisol\napplicant.birth_date=1990-05-12\napplicant.sex=F\napplicant.nationality=PHL\napplicant_language=en\nhelped=no\n"
	  "contact=phone\nphone=+63 2 5550 0199\nhas_home=yes\nhome=14 Mabini Street, Iloilo\npassport.number=P4471902B\npassport.issuer=PHL\npassport.issued=2024-02-01\n"
	  "passport.expires=2034-01-31\nportrait=@portrait.jpg\nschooling=secondary\ndoc_passport=@passport.pdf\ncompany=Anyder Orchards\ncompany_email=office@anyder.example" },
	{ 95, NULL, "applicant", FARM, NULL, "submit", "declaration=Marisol Santos" },
	{ 30, NULL, "applicant", DANGER, "humanitarian_visa", "begin", NULL },
	{ 30, NULL, "applicant", DANGER, NULL, NULL,
	  "applicant.surname=Amin\napplicant.given_names=Salma\napplicant.birth_date=1994\napplicant.sex=F\napplicant.nationality=SDN\napplicant_language=ar\nhelped=no\ncontact=desk\n"
	  "has_home=no\nwhere_now=A town on the river\nsafe_contact=By telephone after nine in the evening; let it ring twice.\ndanger=war\n"
	  "danger_words=Our street is shelled. My brother was taken away, and they have asked for me.\nurgent=yes" },
	{ 29, NULL, "applicant", DANGER, NULL, "submit", "declaration=Salma Amin" },
	{ 50, NULL, "applicant", FAMILY, "family_reunion", "begin", NULL },
	{ 50, NULL, "applicant", FAMILY, NULL, NULL,
	  "applicant.surname=Rakoto\napplicant.given_names=Hanta\napplicant.birth_date=1988-09-30\napplicant.sex=F\napplicant.nationality=MDG\napplicant_language=fr\nhelped=no\n"
	  "contact=desk\nhas_home=yes\nhome=Lot 12, Antsirabe\npassport.number=A88C20117\npassport.issuer=MDG\npassport.issued=2023-06-01\npassport.expires=2033-05-31\n"
	  "portrait=@portrait.jpg\nrelation=spouse\ndoc_relation=@marriage.pdf\ndoc_passport=@passport.pdf\ndna_wanted=no\nsponsor.surname=Rakoto\nsponsor.given_names=Jean" },
	{ 49, NULL, "applicant", FAMILY, NULL, "submit", "declaration=Hanta Rakoto" },
};

const struct desk_step *desk_steps(size_t *count)
{
	*count = COUNT_OF(steps);
	return steps;
}

static struct uuid records[DESK_CASES];

static json_t *paper(struct act *act, struct str name)
{
	struct str handle;
	struct error err;
	json_t *out = json_object();
	json_put_str(out, "name", name);
	if (journal_file_put(act, str_format(act->arena, "Sample of the demo: " STR_FMT "\n", STR_ARG(name)), &handle, &err))
		json_put_str(out, "file", handle);
	return out;
}

/* A declaration that somebody ticked. */
static json_t *signed_by(struct act *act, struct str name)
{
	char at[TIME_TEXT];
	json_t *out = json_object();
	json_put_str(out, "name", name);
	json_put_str(out, "at", time_text(act->now, at));
	return out;
}

/* A field of several choices or files takes a list. */
static json_t *value_of(struct act *act, const struct pack_asked *field, struct str text)
{
	if (field && field->type == ASKED_SIGNATURE)
		return signed_by(act, text);
	json_t *one = str_starts(text, STR("@")) ? paper(act, str_slice(text, 1, text.len)) : json_stringn(text.data, text.len);
	return field && (field->many || field->type == ASKED_CHOICES) ? json_pack("[o]", one) : one;
}

static json_t *answers_of(struct act *act, const struct pack_procedure *procedure, const char *lines)
{
	json_t *out = json_object();
	struct str text = str_of(lines ? lines : ""), line, path, member;
	while (str_cut(&text, '\n', &line)) {
		str_cut(&line, '=', &path);
		json_object_setn_new(out, path.data, path.len, value_of(act, case_field(procedure, path, &member), line));
	}
	return out;
}

bool desks_run(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct desk_step *step = data;
	struct case_seen seen;
	(void)story;
	if (step->procedure ? !case_new(act, str_of(step->procedure), &seen, err) : !case_look(act, records[step->which], &seen, err))
		return false;
	json_t *answers = answers_of(act, seen.flow.host.procedure, step->answers);
	const struct case_asked asked = { .action = str_of(step->action ? step->action : ""), .answers = answers };
	bool good = step->action ? case_act(act, &seen, &asked, str_of(step->party), err) : case_edit(act, &seen, answers, str_of(step->party), err);
	if (step->procedure)
		records[step->which] = seen.record;
	json_decref(answers);
	case_end(&seen);
	return good;
}

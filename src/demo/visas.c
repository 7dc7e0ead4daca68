#include "visas.h"

#include "house.h"
#include "embed.h"
#include "journal.h"
#include "lang.h"
#include "fee_pages.h"
#include "store.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

enum { SET_UP, APPLY, SEND, WITHDRAW, OPEN, CASH, CARD, GIVE_BACK, CLOSE, CLOSE_SHORT, STATEMENT, INTEND, ONLINE };
enum { APPLICANTS = 16 };

/* Invented people. */
static const struct applicant {
	const char *surname, *given, *born, *sex, *nationality, *number, *purpose, *payer, *language;
	int stays;             /* days */
} applicants[APPLICANTS] = {
	{ "SUKARNO", "Dewi", "1984-03-12", "F", "IDN", "C7710231", "tourism", "self", "en", 12 },      { "OKONJO", "Blessing", "1991-11-02", "F", "NGA", "A08821457", "business", "employer", "en", 6 },
	{ "HADDAD", "Karim", "1979-06-21", "M", "MAR", "QK551902", "family_visit", "host", "fr", 20 }, { "NGUYEN", "Thi Lan", "1996-01-30", "F", "VNM", "B4471120", "tourism", "self", "en", 9 },
	{ "MENDOZA", "Rosa", "1958-09-09", "F", "PHL", "P6120983A", "family_visit", "host", "en", 30 }, { "KAPOOR", "Rahul", "1988-12-17", "M", "IND", "T5529017", "business", "employer", "en", 5 },
	{ "DIALLO", "Mamadou", "2000-04-04", "M", "SEN", "A01773288", "culture_sport", "host", "fr", 8 }, { "RAHMAN", "Nusrat", "1993-07-25", "F", "BGD", "BX0291884", "tourism", "self", "en", 14 },
	{ "PETROVA", "Alina", "1975-02-14", "F", "KAZ", "N11820456", "medical", "self", "en", 21 },    { "ALVARADO", "Luis", "1982-10-10", "M", "CUB", "K190552", "tourism", "self", "es", 10 },
	{ "TESFAYE", "Hana", "1999-08-08", "F", "ETH", "EP6622901", "family_visit", "host", "en", 25 }, { "KAMARA", "Ibrahim", "1969-05-19", "M", "SLE", "ER088712", "business", "employer", "en", 4 },
	{ "LI", "Wei", "1986-03-03", "M", "CHN", "EJ2210987", "tourism", "self", "en", 11 },           { "SHARIFI", "Maryam", "1990-12-01", "F", "IRN", "R95520144", "medical", "self", "en", 18 },
	{ "OUEDRAOGO", "Awa", "1995-06-06", "F", "BFA", "A2280991", "culture_sport", "host", "fr", 7 }, { "PERERA", "Nimal", "1972-01-15", "M", "LKA", "N7733019", "tourism", "self", "en", 13 },
};

static struct uuid cases[APPLICANTS], intents[APPLICANTS];

static const struct visa_step steps[] = {
	{ 6 * DAY, "U-20052", SET_UP, 0 },
	{ 6 * DAY - HOUR, NULL, APPLY, 0 }, { 6 * DAY - HOUR - MINUTE, NULL, SEND, 0 }, { 5 * DAY + 9 * HOUR, NULL, APPLY, 1 }, { 5 * DAY + 8 * HOUR, NULL, SEND, 1 },
	{ 5 * DAY + 7 * HOUR, NULL, APPLY, 2 }, { 5 * DAY + 6 * HOUR, NULL, SEND, 2 }, { 5 * DAY + 5 * HOUR, NULL, APPLY, 3 }, { 5 * DAY + 4 * HOUR, NULL, SEND, 3 },
	{ 4 * DAY + 9 * HOUR, NULL, APPLY, 4 }, { 4 * DAY + 8 * HOUR, NULL, SEND, 4 }, { 4 * DAY + 7 * HOUR, NULL, APPLY, 5 }, { 4 * DAY + 6 * HOUR, NULL, SEND, 5 },
	{ 4 * DAY + 5 * HOUR, NULL, APPLY, 6 }, { 4 * DAY + 4 * HOUR, NULL, SEND, 6 }, { 3 * DAY + 16 * HOUR, NULL, APPLY, 7 }, { 3 * DAY + 15 * HOUR, NULL, SEND, 7 },
	/* three days ago: a day that balances */
	{ 3 * DAY + 14 * HOUR, "U-20051", OPEN, 150 }, { 3 * DAY + 13 * HOUR, "U-20051", CASH, 0 }, { 3 * DAY + 12 * HOUR, "U-20051", CARD, 1 },
	{ 3 * DAY + 11 * HOUR, "U-20051", CASH, 2 }, { 3 * DAY + 8 * HOUR, "U-20051", CLOSE, 0 },
	{ 2 * DAY + 22 * HOUR, NULL, APPLY, 8 }, { 2 * DAY + 21 * HOUR, NULL, SEND, 8 }, { 2 * DAY + 20 * HOUR, NULL, APPLY, 9 }, { 2 * DAY + 19 * HOUR, NULL, SEND, 9 },
	{ 2 * DAY + 18 * HOUR, NULL, INTEND, 4 }, { 2 * DAY + 17 * HOUR, NULL, ONLINE, 4 }, { 2 * DAY + 16 * HOUR, NULL, INTEND, 5 },
	/* two days ago: ten are missing, and the accountant has not looked yet */
	{ 2 * DAY + 14 * HOUR, "U-20051", OPEN, 150 }, { 2 * DAY + 13 * HOUR, "U-20051", CASH, 3 }, { 2 * DAY + 12 * HOUR, "U-20051", CASH, 5 },
	{ 2 * DAY + 11 * HOUR, NULL, WITHDRAW, 2 }, { 2 * DAY + 10 * HOUR, "U-20051", GIVE_BACK, 2 }, { 2 * DAY + 8 * HOUR, "U-20051", CLOSE_SHORT, 10 },
	{ 2 * DAY + 7 * HOUR, NULL, ONLINE, 5 }, /* late: it was paid in cash meanwhile */
	{ DAY + 22 * HOUR, NULL, APPLY, 10 }, { DAY + 21 * HOUR, NULL, SEND, 10 }, { DAY + 20 * HOUR, NULL, APPLY, 11 }, { DAY + 19 * HOUR, NULL, SEND, 11 },
	{ DAY + 18 * HOUR, NULL, APPLY, 12 }, { DAY + 17 * HOUR, NULL, SEND, 12 },
	{ DAY + 14 * HOUR, "U-20051", OPEN, 150 }, { DAY + 13 * HOUR, "U-20051", CARD, 10 }, { DAY + 8 * HOUR, "U-20051", CLOSE, 0 },
	{ DAY + 6 * HOUR, "U-20052", STATEMENT, 0 },
	{ 20 * HOUR, NULL, APPLY, 13 }, { 19 * HOUR, NULL, SEND, 13 }, { 9 * HOUR, NULL, APPLY, 14 }, { 8 * HOUR, NULL, SEND, 14 }, { 3 * HOUR, NULL, APPLY, 15 }, { 2 * HOUR, NULL, SEND, 15 },
};

const struct visa_step *visa_steps(size_t *count)
{
	*count = COUNT_OF(steps);
	return steps;
}

extern const struct embedded demo_files[];

/* --- applying --- */

static struct str picture(const char *name)
{
	for (const struct embedded *file = demo_files; file->name; file++)
		if (str_ends(str_of(file->name), str_of(name)))
			return file->bytes;
	return STR("");
}

/* A specimen, as a phone would have taken it. */
static json_t *paper(struct act *act, const char *name, const char *specimen)
{
	struct error err;
	json_t *out = case_keep_file(act, str_of(name), picture(specimen), !strcmp(specimen, "portrait.jpg"), &err);
	return out ? out : json_object();
}

static void put_day(json_t *answers, struct act *act, const char *name, int from_now)
{
	json_put_str(answers, name, date_str(act->arena, time_date(act->now + from_now * DAY)));
}

static json_t *answers_of(struct act *act, const struct applicant *who)
{
	const struct { const char *name, *value; } plain[] = {
		{ "applicant.surname", who->surname }, { "applicant.given_names", who->given }, { "applicant.birth_date", who->born }, { "applicant.sex", who->sex },
		{ "applicant.nationality", who->nationality }, { "applicant_language", who->language }, { "helped", "no" }, { "contact", "desk" }, { "has_home", "no" },
		{ "purpose", who->purpose }, { "entries", "single" }, { "lodging.name", "Hotel Meridian" }, { "lodging.place", "Quay Street 4, Meridian" }, { "vale_family", "no" },
		{ "occupation", "employed" }, { "payer", who->payer }, { "passport.number", who->number }, { "passport.issuer", who->nationality }, { "passport.issued", "2021-05-04" },
		{ "passport.expires", "2031-05-03" },
	};
	json_t *out = json_object();
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		json_put_str(out, plain[i].name, str_of(plain[i].value));
	put_day(out, act, "arrive", 40);
	put_day(out, act, "leave", 40 + who->stays - 1);
	json_put(out, "portrait", paper(act, "portrait.jpg", "portrait.jpg"));
	json_put(out, "doc_passport", paper(act, "passport.jpg", "passport.jpg"));
	json_put(out, "doc_ticket", paper(act, "journey.jpg", "paper.jpg"));
	if (str_is(str_of(who->payer), "self")) {
		json_put_str(out, "means", STR("3000 XTS"));
		json_put(out, "doc_means", json_pack("[o]", paper(act, "statement.jpg", "paper.jpg")));
	} else {
		json_put(out, "doc_host", paper(act, "host.jpg", "paper.jpg"));
	}
	return out;
}

/* What the list of papers calls for, once nationality and purpose are known. */
static bool add_papers(struct act *act, struct case_seen *seen, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct flow_papers *papers = ARENA_NEW(act->arena, struct flow_papers);
	json_t *answers = json_object();
	bool good = true;
	for (size_t i = 0; good && i < procedure->field_count; i++) {
		good = procedure->fields[i].type != ASKED_DOCUMENTS || flow_papers(&seen->flow, &procedure->fields[i], NULL, NULL, papers, err);
		for (size_t k = 0; good && procedure->fields[i].type == ASKED_DOCUMENTS && k < papers->count; k++)
			json_put(answers, str_c(act->arena, str_format(act->arena, STR_FMT "." STR_FMT, STR_ARG(procedure->fields[i].name), STR_ARG(papers->items[k].name))),
			         paper(act, "paper.jpg", "paper.jpg"));
	}
	good = good && (!json_object_size(answers) || case_edit(act, seen, answers, STR("applicant"), err));
	json_decref(answers);
	return good;
}

/* As the applicant does it: begins, answers, and sends it another time. */
static bool apply(struct act *act, int who, struct error *err)
{
	struct case_seen seen;
	if (!case_new(act, STR("short_stay_visa"), &seen, err))
		return false;
	json_t *answers = answers_of(act, &applicants[who]);
	bool good = case_act(act, &seen, &(struct case_asked){ .action = STR("begin") }, STR("applicant"), err) && case_edit(act, &seen, answers, STR("applicant"), err) && add_papers(act, &seen, err);
	cases[who] = seen.record;
	json_decref(answers);
	case_end(&seen);
	return good;
}

static bool act_on(struct act *act, int who, const char *action, json_t *answers, struct error *err)
{
	struct case_seen seen;
	bool good = case_look(act, cases[who], &seen, err);
	good = good && case_act(act, &seen, &(struct case_asked){ .action = str_of(action), .answers = answers }, STR("applicant"), err);
	case_end(&seen);
	json_decref(answers);
	return good;
}

static bool send(struct act *act, int who, struct error *err)
{
	json_t *answers = json_object();
	json_put(answers, "declaration", json_pack("{s:s, s:s}", "name", "the applicant", "at", "2026-01-01T00:00:00Z"));
	return act_on(act, who, "submit", answers, err);
}

/* --- paying --- */

static bool fee_of(struct act *act, int who, struct fee_row *out, struct error *err)
{
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	size_t count;
	if (!fees_of(act, cases[who], rows, &count, err))
		return false;
	if (!count)
		return error_set(err, ERR_INTEGRITY, "an application of the demo has no fee", "look at src/demo/visas.c", "%d", who);
	*out = rows[0];
	return true;
}

/* By the handlers of the desk, as a cashier's browser would. */
static bool by(struct act *act, route_handler *handle, struct uuid id, const void *form, struct error *err)
{
	const struct call call = { .id = id, .form = form };
	struct reply reply = { 0 };
	bool good = handle(act, &call, &reply, err);
	json_decref(reply.data);
	json_decref(reply.page);
	return good;
}

static bool pay(struct act *act, int who, const char *method, struct error *err)
{
	struct fee_row row = { 0 };
	if (!fee_of(act, who, &row, err))
		return false;
	const struct take_form form = {
		.method = str_of(method), .amount = fee_amount_text(act->arena, row.rest), .given = str_is(str_of(method), "cash") ? STR("100") : STR(""),
		.language = str_of(applicants[who].language),
	};
	return by(act, fee_pay_post, row.id, &form, err);
}

static bool give_back(struct act *act, int who, struct error *err)
{
	struct fee_row row = { 0 };
	if (!fee_of(act, who, &row, err))
		return false;
	const struct give_form form = { .method = STR("cash"), .amount = fee_amount_text(act->arena, row.back), .language = str_of(applicants[who].language) };
	return by(act, fee_give_post, row.id, &form, err);
}

static bool open_desk(struct act *act, int held, struct error *err)
{
	const struct open_form form = { .number = 1, .held = str_format(act->arena, "%d", held) };
	return by(act, cash_open_post, (struct uuid){ 0 }, &form, err);
}

static bool close_desk(struct act *act, int missing, struct error *err)
{
	struct till till;
	if (!till_of_actor(act, &till, err))
		return false;
	const struct till_count_form form = {
		.total = fee_amount_text(act->arena, till_expected(&till.row) - missing * INT64_C(1000000)),
		.words = missing ? STR("A note of ten is missing. I looked below the drawer, and counted twice.") : STR(""),
	};
	return by(act, till_count_post, till.record, &form, err);
}

/* The bank's statement of the day: one exact, a part, too much, a number that nobody has, and one for a fee that was paid already. */
static bool statement(struct act *act, struct error *err)
{
	static const struct { int who; const char *amount, *before; } lines[] = { { 6, "90.00", "Visa fee" }, { 7, "50.00", "first part" }, { 8, "100.00", "visa" }, { 0, "90.00", "DEWI SUKARNO visa" } };
	struct bank_file *file = ARENA_NEW(act->arena, struct bank_file);
	struct bank_done done;
	struct buf text = BUF_IN(act->arena);
	struct str day = date_str(act->arena, time_date(act->now));
	buf_format(&text, "date,amount,currency,text,payer,id\n");
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct fee_row row = { 0 };
		if (!fee_of(act, lines[i].who, &row, err))
			return false;
		buf_format(&text, STR_FMT ",%s,XTS,%s " STR_FMT ",%s %s,BK-%04d\n", STR_ARG(day), lines[i].amount, lines[i].before, STR_ARG(row.reference), applicants[lines[i].who].given,
		           applicants[lines[i].who].surname, 4471 + (int)i);
	}
	buf_format(&text, STR_FMT ",45.00,XTS,visa my nephew,J. Alvarado,BK-4480\n", STR_ARG(day));
	bank_read(act->arena, buf_str(&text), STR("treasury"), act->pack->head.currency, file);
	return bank_import(act, file, &done, err);
}

/* --- online, through the page that plays the provider --- */

static bool set_up(struct act *act, struct error *err)
{
	uint8_t secret[32];
	random_fill(act->random, secret, sizeof secret);
	const struct provider provider = { STR("Utopia Pay"), STR("simulator"), str_hex(act->arena, secret, sizeof secret) };
	return provider_keep(act->house, &provider, err);
}

static bool intend(struct act *act, int who, struct error *err)
{
	struct case_seen seen;
	bool good = case_look(act, cases[who], &seen, err) && fees_intent(act, &seen, STR("handling_fee"), STR(""), STR("/"), &intents[who], err);
	case_end(&seen);
	return good;
}

bool visa_run(struct act *act, const struct visa_step *step, struct error *err)
{
	switch (step->what) {
	case SET_UP: return set_up(act, err);
	case APPLY: return apply(act, step->who, err);
	case SEND: return send(act, step->who, err);
	case WITHDRAW: return act_on(act, step->who, "withdraw", NULL, err);
	case OPEN: return open_desk(act, step->who, err);
	case CASH: return pay(act, step->who, "cash", err);
	case CARD: return pay(act, step->who, "card", err);
	case GIVE_BACK: return give_back(act, step->who, err);
	case CLOSE: return close_desk(act, 0, err);
	case CLOSE_SHORT: return close_desk(act, step->who, err);
	case STATEMENT: return statement(act, err);
	case INTEND: return intend(act, step->who, err);
	default: return by(act, simulator_post, intents[step->who], &(struct play_form){ .answer = STR("paid") }, err);
	}
}

/* Visas with seals in the demo: a key, a certificate that it gave itself, three visas sealed, one of them printed and read back. */
#include "seals.h"

#include "journal.h"
#include "crypto.h"
#include "seal.h"
#include "stock.h"

static bool key(struct act *act, struct error *err)
{
	struct signer signer = { str_c(act->arena, str_format(act->arena, STR_FMT "/keys", STR_ARG(act->house->state))), STR("demo") };
	struct seal_certificate taken;
	struct str pem;
	return (signer_is_there(&signer) || signer_make(&signer, err)) &&
	       signer_own_certificate(&signer, STR("UT"), STR("VS"), STR("1A"), act->now - 30 * DAY_MS, act->now + 395 * DAY_MS, act->arena, &pem, err) &&
	       seal_certificate_take(act, pem, signer.name, false, &taken, err);
}

/* A box of stickers came; a part of it lies at Sorrel Pass. */
static void stickers(struct act *act)
{
	static const struct str item = { "visa_sticker", 12 }, sorrel = { "SORREL", 6 };
	const struct uuid store = document_record(act->house->keys, STR("stock"), item, STR("")), post = document_record(act->house->keys, STR("stock"), item, sorrel);
	const struct stock_received received = { .item = item, .first = STR("UT004701"), .last = STR("UT005200"), .supplier = STR("State printing works, delivery note 4471"), .counter = STR("U-10002") };
	struct stock_moved moved = { .item = item, .first = STR("UT004701"), .last = STR("UT004750"), .other = sorrel };
	journal_append(act, &stock_received_type, store, &received);
	journal_append(act, &stock_moved_type, store, &moved);
	moved.place = sorrel;
	moved.other = STR("");
	moved.in = true;
	journal_append(act, &stock_moved_type, post, &moved);
}

bool seals_key(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	(void)data;
	stickers(act);
	return key(act, err);
}

bool seals_visa(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct sealed_visa *visa = data;
	const struct identity *identity = &visa->traveller->identity;
	struct str number = str_format(act->arena, "V%07d", (int)random_below(act->random, 10000000)), text;
	struct permit permit = {
		.kind = STR("visa"), .number = number, .valid_from = time_date(act->now - 3 * DAY_MS), .valid_until = time_date(act->now + 180 * DAY_MS), .entries = 2, .days = 90,
		.stay_rule = STR("visit"), .surname = identity->surname, .given_names = identity->given_names, .born = identity->born, .document_kind = identity->document_kind,
		.document_issuer = identity->document_issuer, .document_number = identity->document_number, .authority = STR("Consulate General of Utopia"),
		.name_key = identity_key(identity, act->arena),
	};
	struct uuid record = identity_record(act, identity), seal;
	(void)story;
	struct seal_order order = {
		.record = record, .permit = journal_append(act, &permit_type, record, &permit), .of = &permit, .sex = identity->sex, .medium = str_of(visa->medium),
		.nationality = identity->nationalities.count ? identity->nationalities.items[0] : STR(""),
	};
	if (str_is(order.medium, "sticker") && !stock_use(act, STR("visa_sticker"), STR(""), record, &order.sticker, err))
		return false;
	if (!seal_make(act, &order, &text, &seal, err))
		return false;
	if (!visa->read_back)
		return true;
	journal_append(act, &seal_read_back_type, record, &(struct seal_read_back){ seal, true });
	return true;
}

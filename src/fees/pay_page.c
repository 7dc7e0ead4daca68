/* Paying online: the page to and from the provider, the provider's message, and the page that plays the provider where the settings name it. */
#include "fee_pages.h"

#include <stdlib.h>

FIELDS_TABLE(play_form, PLAY_FORM_FIELDS)

/* Where the browser goes: the provider's page, with what is asked for, signed (docs/payments.md). */
static struct str provider_href(struct act *act, const struct provider *provider, const struct payment_row *payment)
{
	struct str id = uuid_str(act->arena, payment->id);
	if (str_is(provider->url, "simulator"))
		return fee_path(act, "/pay/", payment->id, "/provider");
	struct str asked = str_format(act->arena, "intent=" STR_FMT "&amount=" STR_FMT "&currency=" STR_FMT "&return=" STR_FMT "/pay/" STR_FMT, STR_ARG(id),
	                              STR_ARG(fee_amount_text(act->arena, payment->amount)), STR_ARG(payment->currency), STR_ARG(act->house->origin), STR_ARG(id));
	return str_format(act->arena, STR_FMT "?" STR_FMT "&signature=" STR_FMT, STR_ARG(provider->url), STR_ARG(asked),
	                  STR_ARG(provider_sign(act->arena, provider, act->now / 1000, asked)));
}

static const struct {
	const char *state, *tone, *title, *words;
} states[] = {
	{ "open", "info", WORDS("Pay this fee"), WORDS("You pay on the page of the provider. We learn from the provider whether it was paid.") },
	{ "paid", "clear", WORDS("The fee is paid"), WORDS("We have received your payment. You need not do anything more.") },
	{ "declined", "check", WORDS("The payment was declined"), WORDS("Nothing was taken. You can try again, or pay at a cash desk or by transfer.") },
	{ "late", "check", WORDS("Your payment will be given back"), WORDS("The fee was settled before this payment came. It is recorded, and will be given back to you.") },
	{ "other_amount", "check", WORDS("Your payment is looked at"), WORDS("Another amount came than was asked for. A person looks at it; you need not pay again now.") },
};

static size_t state_at(struct str state)
{
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(state, states[i].state))
			return i;
	return 0;
}

static bool put_payment(struct act *act, struct uuid id, struct payment_row *payment, struct reply *reply, struct error *err)
{
	struct uuid record;
	struct fee_row fee;
	bool found;
	if (!payment_by_id(act, id, payment, &record, err) || !fee_by_id(act, payment->fee, &fee, &record, &found, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->data, "state", payment->state);
	json_put_str(reply->data, "amount", fee_amount_text(act->arena, payment->amount));
	json_put_str(reply->data, "currency", payment->currency);
	json_put_str(reply->page, "money", fee_money_words(act, payment->amount, payment->currency));
	json_put_str(reply->page, "what", found ? fee_what_words(act, &fee) : STR(""));
	json_put_str(reply->page, "reference", fee.reference);
	json_put_str(reply->page, "provider", payment->provider);
	json_put_str(reply->page, "back", payment->back);
	json_put_yesno(reply->data, "due", found && fee.rest > 0);
	return true;
}

bool pay_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct payment_row payment;
	struct provider provider;
	if (!put_payment(act, call->id, &payment, reply, err))
		return false;
	bool goes = json_is_true(json_object_get(reply->data, "due")) && (str_is(payment.state, "open") || str_is(payment.state, "declined"));
	bool settled_otherwise = str_is(payment.state, "open") && !goes;
	size_t at = settled_otherwise ? 1 : state_at(payment.state);
	if (goes && !provider_load(act->house, act->arena, &provider, err))
		return false;
	json_put_str(reply->page, "title", lang_words(act->lang, settled_otherwise ? WORDS("Nothing is to be paid") : states[at].title));
	json_put_str(reply->page, "words", lang_words(act->lang, settled_otherwise ? WORDS("This fee was settled in another way.") : states[at].words));
	json_put_str(reply->page, "tone", str_of(states[at].tone));
	json_put_str(reply->page, "go", goes ? provider_href(act, &provider, &payment) : STR(""));
	return true;
}

/* --- what the provider says --- */

bool heard_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct payment_row payment;
	if (!provider_hear(act, call->body, call->signature, &payment, err))
		return false;
	reply->data = json_object();
	json_put_yesno(reply->data, "heard", true);
	return true;
}

/* --- the page that plays the provider --- */

static bool simulated(struct act *act, struct provider *provider, struct error *err)
{
	return provider_load(act->house, act->arena, provider, err) &&
	       (str_is(provider->url, "simulator") || error_set(err, ERR_NOT_FOUND, "there is nothing here", "pay on the page of the provider", "simulator"));
}

bool simulator_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct payment_row payment;
	struct provider provider;
	if (!simulated(act, &provider, err) || !put_payment(act, call->id, &payment, reply, err))
		return false;
	json_put_str(reply->page, "play_to", fee_path(act, "/pay/", call->id, "/provider"));
	return true;
}

/* The bytes that a real provider would send, signed as it would; heard by the same code. */
static bool say(struct act *act, const struct provider *provider, const struct payment_row *payment, struct str answer, struct error *err)
{
	json_t *message = json_object();
	struct payment_row heard;
	json_put_str(message, "intent", uuid_str(act->arena, payment->id));
	json_put_str(message, "event", str_format(act->arena, "ev-" STR_FMT, STR_ARG(uuid_str(act->arena, uuid_v7(act->now, act->random)))));
	json_put_str(message, "result", answer);
	json_put_str(message, "payment", str_format(act->arena, "SIM-" STR_FMT, STR_ARG(str_slice(uuid_str(act->arena, payment->id), 24, 36))));
	json_put_str(message, "amount", fee_amount_text(act->arena, payment->amount));
	json_put_str(message, "currency", payment->currency);
	char *text = json_dumps(message, JSON_COMPACT);
	struct str body = str_copy(act->arena, str_of(text ? text : ""));
	free(text);
	json_decref(message);
	return provider_hear(act, body, provider_sign(act->arena, provider, act->now / 1000, body), &heard, err);
}

bool simulator_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct play_form *form = call->form;
	struct payment_row payment;
	struct provider provider;
	struct uuid record;
	if (!simulated(act, &provider, err) || !payment_by_id(act, call->id, &payment, &record, err))
		return false;
	bool speaks = str_is(form->answer, "paid") || str_is(form->answer, "declined");
	if (speaks && !say(act, &provider, &payment, form->answer, err))
		return false;
	reply->data = json_object();
	reply->location = fee_path(act, "/pay/", call->id, "");
	return true;
}

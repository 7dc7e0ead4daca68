/* How does it stand? For who applied on paper, with the number and the code of the receipt, and no account.
 *
 * It says what the public is told of the state, and by when something is to be done: no name, no answer, no letter. A wrong code and a number that does not
 * exist are answered alike, after the same work, and wrong tries bring waits. Each look that finds a case is an entry about it. */
#include "pages.h"

#include "journal.h"

FIELDS_TABLE(status_form, STATUS_FORM_FIELDS)

bool portal_receipt_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct status_form *form = call->form;
	(void)err;
	portal_page(act, reply);
	json_put_yesno(reply->page, "found", false);
	json_put_str(reply->page, "number", form ? form->number : STR(""));
	return true;
}

/* The number as it is kept: in capitals, without what people write between. */
static struct str number_of(struct act *act, struct str typed)
{
	struct buf out = BUF_IN(act->arena);
	for (size_t i = 0; i < typed.len; i++)
		if (ascii_digit(typed.data[i]) || ascii_alpha(typed.data[i]) || typed.data[i] == '-' || typed.data[i] == '/')
			buf_c(&out, typed.data[i]);
	return str_upper(act->arena, buf_str(&out));
}

static void put_state(struct act *act, struct case_seen *seen, struct reply *reply)
{
	const struct pack_state *state = flow_public(&seen->flow);
	struct str words = state && state->public.source.len ? pack_words(act->pack, lang_tag(act->lang), state->public) : STR("");
	json_put_yesno(reply->page, "found", true);
	json_put_str(reply->data, "number", seen->row.reference);
	json_put_str(reply->data, "title", pack_words(act->pack, lang_tag(act->lang), seen->flow.host.procedure->title));
	json_put_str(reply->data, "state", words);
	json_put_yesno(reply->data, "closed", seen->row.closed != 0);
	put_dates(act, seen, reply->data);
}

static bool wrong(struct act *act)
{
	finding_add(&act->findings, STR("code"), "wrong_code", WORDS("We found no application with this number and this code. Both stand on your receipt. Please look again."));
	return true;
}

bool portal_receipt_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct status_form *form = call->form;
	const struct account_from from = { call->device, call->remote };
	struct str number = number_of(act, form->number);
	struct uuid record = { { 0 } };
	struct case_seen seen;
	bool found;
	if (!account_may_try(act, str_format(act->arena, "receipt " STR_FMT, STR_ARG(number)), &from, err) || !case_by_reference(act, number, &record, &found, err))
		return false;
	bool right = case_status_code_is(act, record, form->code) && found;
	if (!account_tried(act, str_format(act->arena, "receipt " STR_FMT, STR_ARG(number)), &from, right, err))
		return false;
	if (!right)
		return wrong(act);
	if (!case_look(act, record, &seen, err))
		return false;
	act->purpose = str_copy(act->arena, seen.flow.host.procedure->purpose);
	portal_page(act, reply);
	put_state(act, &seen, reply);
	journal_look(act, "the state of a case, by number and code of its receipt", &record, 1);
	reply->status = 200;
	case_end(&seen);
	return true;
}

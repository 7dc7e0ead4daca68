/* Signing in with an address: ask for a message, follow its link or type its code; recovery; signing out. */
#include "pages.h"

#include <string.h>

#include "outbox.h"

FIELDS_TABLE(enter_query, ENTER_QUERY_FIELDS)
FIELDS_TABLE(ask_form, ASK_FORM_FIELDS)
FIELDS_TABLE(enter_form, ENTER_FORM_FIELDS)
FIELDS_TABLE(lost_form, LOST_FORM_FIELDS)

/* Only a path of this server's public side. */
static struct str next_of(struct str next)
{
	bool own = str_starts(next, STR("/application")) || str_starts(next, STR("/visa")) || str_starts(next, STR("/account"));
	return own && !str_find(next, STR("//"), &(size_t){ 0 }) && !str_find(next, STR("\\"), &(size_t){ 0 }) ? next : STR("/applications");
}

static const struct account_from *from_of(struct act *act, const struct call *call)
{
	struct account_from *from = ARENA_NEW(act->arena, struct account_from);
	*from = (struct account_from){ call->device, call->remote };
	return from;
}

bool portal_account_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct enter_query *query = call->query;
	const struct ask_form *form = call->form;
	(void)err;
	portal_page(act, reply);
	json_put_str(reply->page, "next", form ? form->next : query ? next_of(query->next) : STR(""));
	return true;
}

static bool send_ticket(struct act *act, struct str address, struct uuid moves, struct str next, const struct call *call, struct error *err)
{
	struct str link, code;
	if (!account_ticket(act, address, lang_tag(act->lang), moves, from_of(act, call), &link, &code, err))
		return false;
	if (!link.len)
		return true;
	struct str path = str_format(act->arena, "/account/enter?ticket=" STR_FMT "&next=" STR_FMT, STR_ARG(link), STR_ARG(next));
	struct str shown = str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(str_slice(code, 0, 4)), STR_ARG(str_slice(code, 4, 8)));
	struct str secret = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{link}\n\nOr type this code: {code}")), { "link", outbox_link(act, path) }, { "code", shown });
	const struct outbox_order order = {
		.to = str_trim(address), .language = lang_tag(act->lang), .subject = lang_words(act->lang, WORDS("Sign in to your applications")),
		.text = lang_words(act->lang, WORDS("Open this page to sign in. It works once, within 30 minutes.\n\n{secret}\n\nIf you did not ask for this, do nothing.")), .secret = secret,
	};
	return outbox_mail(act, &order, NULL, err);
}

bool portal_account_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct ask_form *form = call->form;
	struct str address = str_trim(form->email);
	if (!outbox_address_valid(address)) {
		finding_add(&act->findings, STR("email"), "bad_address", WORDS("This is no e-mail address. Write it as name@example.org."));
		return true;
	}
	if (!send_ticket(act, address, (struct uuid){ 0 }, next_of(form->next), call, err))
		return false;
	portal_page(act, reply);
	reply->template = "account_sent";
	reply->status = 200;
	json_put_str(reply->page, "email", address);
	json_put_str(reply->page, "next", next_of(form->next));
	json_put_str(reply->page, "mailbox", outbox_is_play(act->house) ? STR("/mailbox") : STR(""));
	return true;
}

/* A link in a message is followed by machines, too, which look for viruses: only the button lets in. */
bool portal_account_enter_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct enter_query *query = call->query;
	const struct enter_form *form = call->form;
	(void)err;
	portal_page(act, reply);
	json_put_str(reply->page, "ticket", form ? form->ticket : query ? query->ticket : STR(""));
	json_put_str(reply->page, "email", form ? form->email : STR(""));
	json_put_str(reply->page, "next", next_of(form ? form->next : query ? query->next : STR("")));
	return true;
}

bool portal_account_enter_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct enter_form *form = call->form;
	if (!account_enter(act, form->ticket, form->email, form->code, from_of(act, call), &reply->session, err))
		return false;
	reply->data = json_object();
	reply->location = next_of(form->next);
	return true;
}

bool portal_account_leave_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->session = STR("-");
	reply->location = STR("/visa");
	return account_leave(act, call->token, err);
}

/* --- the address is lost --- */

bool portal_account_lost_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	(void)call;
	(void)err;
	portal_page(act, reply);
	return true;
}

bool portal_account_lost_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct lost_form *form = call->form;
	struct account_row row, other;
	struct uuid account, owner;
	bool found, taken;
	if (!outbox_address_valid(str_trim(form->new))) {
		finding_add(&act->findings, STR("new"), "bad_address", WORDS("This is no e-mail address. Write it as name@example.org."));
		return true;
	}
	if (!account_by_email(act, form->email, &account, &row, &found, err) || !account_by_email(act, form->new, &owner, &other, &taken, err))
		return false;
	bool good = account_recovers(act, &row, form->recovery) && found && !taken;
	if (good && !send_ticket(act, form->new, account, STR("/applications"), call, err))
		return false;
	portal_page(act, reply);
	reply->template = "account_sent";
	reply->status = 200;
	json_put_str(reply->page, "email", str_trim(form->new));
	json_put_str(reply->page, "next", STR("/applications"));
	json_put_str(reply->page, "mailbox", outbox_is_play(act->house) ? STR("/mailbox") : STR(""));
	return true;
}

bool portal_account_me_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct account_row row;
	bool found;
	(void)call;
	if (!account_by_record(act, act->actor.user, &row, &found, err))
		return false;
	portal_page(act, reply);
	json_put_str(reply->page, "email", row.email);
	json_put_yesno(reply->page, "recovers", row.recovery.len != 0);
	json_put_str(reply->page, "code", STR(""));
	return true;
}

bool portal_account_recovery_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!portal_account_me_get(act, call, reply, err))
		return false;
	json_put_str(reply->page, "code", account_recovery(act, act->actor.user));
	json_put_yesno(reply->page, "recovers", true);
	reply->status = 200;
	return true;
}

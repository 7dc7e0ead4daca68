/* Which kinds of entries tell of a person, and how. */
#include "kinds.h"

#define FILE_OF(name)  { name, IN_FILE, NULL, NULL, NULL, NULL, NULL }
#define STAFF(name)    { name, OF_STAFF, NULL, NULL, NULL, NULL, NULL }
#define NOBODY(name)   { name, OF_NOBODY, NULL, NULL, NULL, NULL, NULL }
#define LAW(name, kept) { name, BY_LAW, NULL, NULL, NULL, NULL, kept }
#define CALL "call_retention"

/*    name                 where       list    by            gives     hide      kept */
const struct held_kind held_kinds[] = {
	FILE_OF("inspection"), FILE_OF("correction"), FILE_OF("stay.extension"),
	FILE_OF("document.tie"), FILE_OF("document.shown"), FILE_OF("document.apart"), FILE_OF("remark"), FILE_OF("register.mark"),
	FILE_OF("permit"), FILE_OF("permit.change"), FILE_OF("seal.made"), FILE_OF("seal.read_back"), FILE_OF("overstay"), FILE_OF("overstay.paid"), FILE_OF("ban"), FILE_OF("ban.lift"),
	FILE_OF("referral"), FILE_OF("referral.lease"), FILE_OF("referral.welfare"), FILE_OF("hearing"), FILE_OF("agency.ask"), FILE_OF("agency.answer"),
	FILE_OF("stateless"), FILE_OF("child.answer"), FILE_OF("protection.claim"), FILE_OF("protection.answer"),
	FILE_OF("hold"), FILE_OF("hold.log"), FILE_OF("hold.ground"), FILE_OF("hold.alarm"), FILE_OF("hold.end"),
	FILE_OF("custody.take"), FILE_OF("custody.move"), FILE_OF("departure.notice"), FILE_OF("departure.confirm"),
	FILE_OF("watch.finding"), FILE_OF("watch.doubt"),
	{ "read",              IN_FILE,    NULL,   NULL,         NULL,     NULL,     "look_retention" },
	{ "crossing",          IN_FILE,    NULL,   NULL,         NULL,     "driver", NULL },
	{ "crossing.import",   IN_FILE,    NULL,   NULL,         NULL,     "driver", NULL },
	{ "refusal",           IN_FILE,    NULL,   NULL,         NULL,     "driver", NULL },
	{ "letter",            IN_FILE,    NULL,   "about",      NULL,     NULL,     NULL },
	{ "letter.set",        IN_FILE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "kinship",           IN_FILE,    NULL,   "other",      NULL,     "other",  NULL },

	{ "group.open",        IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "group.join",        IN_CASE,    NULL,   "document",   NULL,     NULL,     NULL },
	{ "group.leave",       IN_CASE,    NULL,   "inspection", NULL,     NULL,     NULL },
	{ "group.told",        IN_CASE,    "roles", "inspection", NULL,    "driver", NULL },
	{ "group.close",       IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },

	{ "convoy",            IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "convoy.moved",      IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "convoy.list",       IN_CASE,    NULL,   NULL,         NULL,     "file",   CALL },
	{ "convoy.rows",       IN_CASE,    "rows", "document",   "key",    NULL,     CALL },
	{ "convoy.screened",   IN_CASE,    "rows", "key",        NULL,     NULL,     CALL },
	{ "convoy.seen",       IN_CASE,    NULL,   "document",   "key",    NULL,     CALL },
	{ "convoy.cleared",    IN_CASE,    "rows", "key",        NULL,     NULL,     CALL },
	{ "shore_pass",        IN_CASE,    NULL,   "key",        "number", NULL,     CALL },
	{ "shore_pass.back",   IN_CASE,    NULL,   "number",     NULL,     NULL,     CALL },
	{ "shore_pass.late",   IN_CASE,    NULL,   "number",     NULL,     NULL,     CALL },
	{ "convoy.file",       IN_CASE,    NULL,   "document",   NULL,     NULL,     NULL },
	{ "convoy.file_step",  IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "outbox.message",    IN_CASE,    NULL,   NULL,         NULL,     "sealed", "message_retention" },
	{ "outbox.step",       IN_CASE,    NULL,   NULL,         NULL,     NULL,     "message_retention" },
	{ "exchange.message",  IN_CASE,    NULL,   NULL,         NULL,     "token", NULL },
	{ "exchange.step",     IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.group",        IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.tie",          IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.inspection",   IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.recorded",     IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "register.entry",    IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.step",         IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "case.hold",         IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	STAFF("case.assign"),
	{ "case.party",        IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	STAFF("account"), STAFF("account.change"),
	{ "case.note",         IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.charge",        IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.waive",         IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.paid",          IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.owed",          IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.refund",        IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "fee.forfeit",       IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "payment.intent",    IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "payment.answer",    IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "bank.line",         IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "bank.settle",       IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "booking.step",      IN_CASE,    NULL,   NULL,         NULL,     "companions", NULL },
	{ "interview.plan",    IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "interview.record",  IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "interview.read",    IN_CASE,    NULL,   NULL,         NULL,     NULL,     NULL },
	{ "paper.form",        IN_CASE,    NULL,   "crossing",   NULL,     NULL,     NULL },

	{ "data.request",      IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },
	{ "data.extend",       IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },
	{ "data.answer",       IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },
	{ "data.erasure",      IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },
	{ "data.erased",       IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },
	{ "data.lift",         IN_REQUEST, NULL,   NULL,         NULL,     NULL,     "request_retention" },

	LAW("alert", "alert_retention"), LAW("alert.done", "alert_retention"),
	LAW("list.entry", NULL), LAW("list.change", NULL), LAW("list.import", NULL), LAW("task", NULL), LAW("task.done", NULL),

	STAFF("access.event"), STAFF("user.add"), STAFF("user.block"), STAFF("user.change"), STAFF("user.leave"), STAFF("user.unblock"),
	STAFF("second.ask"), STAFF("second.answer"), STAFF("duty.available"), STAFF("relief"), STAFF("handover"), STAFF("handover.read"),
	STAFF("training.run"), STAFF("training.result"), STAFF("pack.propose"), STAFF("pack.approve"), STAFF("pack.apply"), STAFF("pack.end"), STAFF("pack.simulate"),

	NOBODY("partner"),
	NOBODY("erase"), NOBODY("case.rest"), NOBODY("quota"), NOBODY("custody.count"), NOBODY("equipment"), NOBODY("equipment.state"), NOBODY("post.power"), NOBODY("peak"), NOBODY("peak.end"),
	NOBODY("stock.received"), NOBODY("stock.moved"), NOBODY("stock.used"), NOBODY("stock.spoiled"), NOBODY("stock.destroyed"), NOBODY("stock.counted"),
	NOBODY("seal.certificate"), NOBODY("seal.certificate_end"),
	NOBODY("till.open"), NOBODY("till.booked"), NOBODY("till.count"), NOBODY("till.close"), NOBODY("till.back"),
	NOBODY("paper.begin"), NOBODY("paper.block"), NOBODY("paper.end"), NOBODY("paper.missing"),
	NOBODY("booking.place"),
	NOBODY("queue.count"), NOBODY("queue.slip"), NOBODY("queue.slip_back"),
	{ NULL, OF_NOBODY, NULL, NULL, NULL, NULL, NULL }
};

const struct held_kind *held_kind(struct str name)
{
	for (const struct held_kind *kind = held_kinds; kind->name; kind++)
		if (str_is(name, kind->name))
			return kind;
	return NULL;
}

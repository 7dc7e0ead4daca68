/* The mailbox of a demo or a training state: what would have gone out, for whoever plays the receiver. No real person stands in it. */
#include "inner.h"

#include "arena.h"
#include "lang.h"
#include "pack.h"
#include "store.h"

FIELDS_TABLE(mailbox_query, MAILBOX_QUERY_FIELDS)

enum { SHOWN_MOST = 50 };

struct str outbox_state_words(struct act *act, struct str state)
{
	static const struct {
		const char *state, *words;
	} all[] = {
		{ "waiting", WORDS("About to be sent") }, { "begun", WORDS("About to be sent") }, { "sent", WORDS("Delivered") }, { "failed", WORDS("Not delivered") },
		{ "returned", WORDS("Came back") }, { "unknown", WORDS("Perhaps sent") },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(state, all[i].state))
			return lang_words(act->lang, all[i].words);
	return state;
}

/* Where a link begins in a text: of this server alone. */
static bool find_link(const struct act *act, struct str text, size_t *from, size_t *to)
{
	struct str origin = act->house->origin.len ? act->house->origin : STR("http://localhost");
	*from = 0; /* made while no server ran: the path alone */
	if (!str_starts(text, STR("/")) && !str_find(text, origin, from))
		return false;
	for (*to = *from; *to < text.len && !ascii_space(text.data[*to]); (*to)++)
		;
	return true;
}

static void put_piece(json_t *pieces, struct str text, struct str href)
{
	json_t *piece = json_object();
	json_put_str(piece, "text", text);
	if (href.len)
		json_put_str(piece, "href", href);
	else
		json_put_yesno(piece, "href", false);
	json_array_append_new(pieces, piece);
}

/* A paragraph in pieces; a link goes to the path alone: the visitor's browser knows the server. */
static json_t *pieces_of(struct act *act, struct str line)
{
	json_t *pieces = json_array();
	size_t from, to;
	while (line.len && find_link(act, line, &from, &to)) {
		struct str link = str_slice(line, from, to), path = str_starts(link, STR("/")) ? link : str_slice(link, act->house->origin.len, link.len);
		if (from)
			put_piece(pieces, str_slice(line, 0, from), STR(""));
		put_piece(pieces, link, str_starts(path, STR("/")) ? path : STR(""));
		line = str_slice(line, to, line.len);
	}
	if (line.len)
		put_piece(pieces, line, STR(""));
	return pieces;
}

static json_t *paragraphs_of(struct act *act, struct str text)
{
	json_t *out = json_array();
	struct str line;
	while (str_cut(&text, '\n', &line)) {
		json_t *paragraph = json_object();
		if (!line.len) {
			json_decref(paragraph);
			continue;
		}
		json_put(paragraph, "pieces", pieces_of(act, line));
		json_array_append_new(out, paragraph);
	}
	return out;
}

static void add_message(struct act *act, const struct outbox_row *row, json_t *data, json_t *page)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	const struct lang *lang = langs_find(act->house->langs, row->language);
	struct str text;
	if (!message_text(act, row, &text))
		text = row->text;
	json_t *told = json_object(), *shown = json_object();
	json_put_str(told, "receiver", row->receiver);
	json_put_str(told, "channel", row->channel);
	json_put_str(told, "language", row->language);
	json_put_str(told, "subject", row->subject);
	json_put_str(told, "text", text);
	json_put_str(told, "state", row->state);
	json_array_append_new(data, told);
	json_put_str(shown, "receiver", row->receiver);
	json_put_str(shown, "channel", lang_words(act->lang, str_is(row->channel, "sms") ? WORDS("SMS") : WORDS("E-mail")));
	json_put_str(shown, "subject", row->subject.len ? row->subject : lang_words(act->lang, WORDS("Short message")));
	json_put_str(shown, "language", lang_tag(lang ? lang : act->lang));
	json_put_str(shown, "dir", lang_dir(lang ? lang : act->lang));
	json_put_str(shown, "state", outbox_state_words(act, row->state));
	json_put_str(shown, "when", lang_date_time(act->lang, act->arena, zone, row->made));
	json_put(shown, "paragraphs", paragraphs_of(act, text));
	json_array_append_new(page, shown);
}

static bool read_messages(struct act *act, struct str receiver, json_t *data, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "outbox.newest");
	query_bind_text(query, "to", receiver);
	query_bind_int(query, "most", SHOWN_MOST);
	while (query_next(query)) {
		struct outbox_row row = { 0 };
		query_row(query, &outbox_row_fields, &row, act->arena);
		add_message(act, &row, data, page);
	}
	return query_end(query, err);
}

bool mailbox_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct mailbox_query *query = call->query;
	struct str receiver = query ? str_trim(query->to) : STR("");
	json_t *data = json_array(), *page = json_array();
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "messages", data);
	json_put(reply->page, "messages", page);
	if (!outbox_is_play(act->house))
		return error_set(err, ERR_NOT_FOUND, "there is no mailbox here: messages are really sent", "look into the receiver's own mailbox", "mailbox");
	if (!read_messages(act, receiver, data, page, err))
		return false;
	json_put_yesno(reply->page, "any", json_array_size(page) != 0);
	json_put_str(reply->page, "to", receiver);
	return true;
}

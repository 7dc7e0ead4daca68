#include "mime.h"

#include "buf.h"
#include "date.h"

enum { ENCODED_WORD = 39, LINE = 57 };   /* bytes before base64: with the header's name 76 characters after, and 76 */

/* "=?UTF-8?B?...?=", in pieces that end between characters. */
static void put_words(struct buf *out, struct arena *arena, struct str words)
{
	bool plain = words.len < 70;
	for (size_t i = 0; i < words.len; i++)
		plain = plain && (ascii_alpha(words.data[i]) || ascii_digit(words.data[i]) || words.data[i] == ' ' || words.data[i] == '-');
	if (plain) {
		buf_add(out, words);
		return;
	}
	for (size_t from = 0; from < words.len;) {
		size_t to = from, next = from;
		while (next < words.len && next - from <= ENCODED_WORD) {
			to = next;
			utf8_next(words, &next);
		}
		if (next >= words.len && next - from <= ENCODED_WORD)
			to = words.len;
		if (from)
			buf_text(out, "\r\n ");
		buf_format(out, "=?UTF-8?B?" STR_FMT "?=", STR_ARG(str_base64(arena, str_slice(words, from, to))));
		from = to;
	}
}

/* RFC 5322, 3.3; in UTC. */
static void put_date(struct buf *out, int64_t made)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t seconds = made / 1000, day = seconds / 86400;
	struct date date = time_date(made);
	buf_format(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[day % 7], date.day, months[date.month - 1], date.year, (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60),
	           (int)(seconds % 60));
}

static struct str domain_of(struct str address)
{
	size_t at;
	return str_find(address, STR("@"), &at) ? str_slice(address, at + 1, address.len) : STR("localhost");
}

/* Line ends as mail has them. */
static struct str lines_of(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	struct str line;
	while (str_cut(&text, '\n', &line)) {
		buf_add(&out, line);
		buf_text(&out, "\r\n");
	}
	return buf_str(&out);
}

struct str mime_write(struct arena *arena, const struct mime_message *message)
{
	struct buf out = BUF_IN(arena);
	struct str text = lines_of(arena, message->text);
	put_date(&out, message->made);
	buf_text(&out, "From: ");
	if (message->name.len) {
		put_words(&out, arena, message->name);
		buf_text(&out, " ");
	}
	buf_format(&out, "<" STR_FMT ">\r\nTo: <" STR_FMT ">\r\nSubject: ", STR_ARG(message->from), STR_ARG(message->to));
	put_words(&out, arena, message->subject);
	buf_format(&out, "\r\nMessage-ID: <" STR_FMT "@" STR_FMT ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n",
	           STR_ARG(message->id), STR_ARG(domain_of(message->from)));
	if (message->language.len)
		buf_format(&out, "Content-Language: " STR_FMT "\r\n", STR_ARG(message->language));
	buf_text(&out, "Auto-Submitted: auto-generated\r\n\r\n"); /* RFC 3834: nobody's machine is to answer */
	for (size_t at = 0; at < text.len; at += LINE)
		buf_format(&out, STR_FMT "\r\n", STR_ARG(str_base64(arena, str_slice(text, at, at + LINE))));
	return buf_str(&out);
}

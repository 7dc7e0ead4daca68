#include "bounce.h"

#include <string.h>

enum { UUID_LETTERS = 36 };

/* "Status: 5.1.1": the value of a line that begins so, in any case. */
static bool field_of(struct str line, const char *name, struct str *value)
{
	size_t length = strlen(name);
	if (line.len <= length || line.data[length] != ':')
		return false;
	for (size_t i = 0; i < length; i++)
		if ((line.data[i] | 0x20) != name[i] && line.data[i] != name[i])
			return false;
	*value = str_trim(str_slice(line, length + 1, line.len));
	return true;
}

static void put_status(struct bounce *out, struct str value)
{
	size_t used = 0;
	while (used < value.len && used + 1 < sizeof out->status && (ascii_digit(value.data[used]) || value.data[used] == '.'))
		used++;
	memcpy(out->status, value.data, used);
	out->status[used] = 0;
}

/* "<0193...@state.example>" */
static void put_message(struct bounce *out, struct str value)
{
	struct uuid id;
	if (value.len > UUID_LETTERS + 2 && value.data[0] == '<' && value.data[UUID_LETTERS + 1] == '@' && uuid_parse(str_slice(value, 1, UUID_LETTERS + 1), &id))
		out->message = id;
}

struct bounce bounce_read(struct str mail)
{
	struct bounce out = { .failed = false };
	struct str line, value;
	while (str_cut(&mail, '\n', &line)) {
		line = str_trim(line);
		if (field_of(line, "action", &value))
			out.failed |= value.len == 6 && (value.data[0] | 0x20) == 'f' && str_ends(value, STR("ailed"));
		else if (field_of(line, "status", &value))
			put_status(&out, value);
		else if (field_of(line, "message-id", &value) || field_of(line, "original-message-id", &value) || field_of(line, "in-reply-to", &value))
			put_message(&out, value);
	}
	return out;
}

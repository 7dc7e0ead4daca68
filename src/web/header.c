#include "header.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* Quality of "text/html;q=0.8" in thousandths. */
static int quality(struct str parameters)
{
	struct str one;
	while (str_cut(&parameters, ';', &one)) {
		one = str_trim(one);
		if (one.len < 3 || (one.data[0] | 0x20) != 'q' || one.data[1] != '=')
			continue;
		int value = one.data[2] == '1' ? 1000 : 0, unit = 100;
		for (size_t i = 4; i < one.len && i < 7 && ascii_digit(one.data[i]) && value < 1000; i++, unit /= 10)
			value += (one.data[i] - '0') * unit;
		return value;
	}
	return 1000;
}

static bool same_word(struct str a, const char *b)
{
	return a.len == strlen(b) && !strncasecmp(a.data, b, a.len);
}

static int wanted(struct str accept, const char *type, const char *other)
{
	struct str one, name;
	int best = 0;
	while (str_cut(&accept, ',', &one)) {
		if (!str_cut(&one, ';', &name))
			continue;
		name = str_trim(name);
		if (same_word(name, type) || (other && same_word(name, other))) {
			int q = quality(one);
			best = q > best ? q : best;
		}
	}
	return best;
}

bool header_takes_gzip(struct str accept_encoding)
{
	return wanted(accept_encoding, "gzip", "x-gzip") > 0;
}

bool header_wants_json(struct str accept)
{
	int json = wanted(accept, "application/json", NULL);
	return json > 0 && json >= wanted(accept, "text/html", "application/xhtml+xml");
}

bool header_names_html(struct str accept)
{
	return wanted(accept, "text/html", "application/xhtml+xml") > 0;
}

static bool cookie_value_sound(struct str value, size_t most)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];
		if (!ascii_alpha(c) && !ascii_digit(c) && c != '.' && c != '_' && c != '~' && c != '-')
			return false;
	}
	return value.len <= most;
}

struct str header_cookie(struct str header, const char *name, size_t most)
{
	struct str one, left;
	while (str_cut(&header, ';', &one)) {
		one = str_trim(one);
		if (str_cut(&one, '=', &left) && str_is(left, name))
			return one.data && cookie_value_sound(one, most) ? one : STR("");
	}
	return STR("");
}

static bool address_sound(struct str address)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr out;
	if (!address.len || address.len >= sizeof text)
		return false;
	memcpy(text, address.data, address.len);
	text[address.len] = 0;
	return inet_pton(AF_INET, text, &out) == 1 || inet_pton(AF_INET6, text, &out) == 1;
}

struct str header_forwarded(struct str header, bool (*trusted)(const void *state, struct str address), const void *state)
{
	while (header.len) {
		size_t at = header.len;
		while (at > 0 && header.data[at - 1] != ',')
			at--;
		struct str address = str_trim(str_slice(header, at, header.len));
		if (!address_sound(address))
			return STR("");
		if (!trusted(state, address))
			return address;
		header = str_slice(header, 0, at ? at - 1 : 0);
	}
	return STR("");
}

bool header_same_origin(struct str origin, struct str scheme, struct str host)
{
	struct str rest = origin;
	if (!host.len || !str_starts(rest, scheme))
		return false;
	rest = str_slice(rest, scheme.len, rest.len);
	if (!str_starts(rest, STR("://")))
		return false;
	rest = str_slice(rest, 3, rest.len);
	return rest.len == host.len && !strncasecmp(rest.data, host.data, host.len);
}

bool header_host_sound(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = host.data[i];
		if (!ascii_alpha(c) && !ascii_digit(c) && !(c && strchr(".-_:[]", c)))
			return false;
	}
	return host.len > 0 && host.len <= 260;
}

bool header_none_match(struct str header, struct str etag)
{
	struct str one;
	while (str_cut(&header, ',', &one)) {
		one = str_trim(one);
		if (str_starts(one, STR("W/")))
			one = str_slice(one, 2, one.len);
		if (str_is(one, "*") || str_equal(one, etag))
			return true;
	}
	return false;
}

/* CBOR is measured before a library reads it: libcbor 0.8 allocates what a length says before it looks whether so much is there. */
#include "webauthn.h"

enum { DEEP = 8 };

/* The head of an item: major type, argument, and where what follows begins. */
static bool head(struct str bytes, size_t *at, unsigned *major, uint64_t *argument)
{
	if (*at >= bytes.len)
		return false;
	uint8_t first = (uint8_t)bytes.data[(*at)++], low = first & 0x1f;
	size_t size = low < 24 ? 0 : low <= 27 ? (size_t)1 << (low - 24) : 9;
	*major = first >> 5;
	*argument = low;
	if (size == 9 || bytes.len - *at < size)
		return false; /* indefinite, reserved, or cut off */
	if (size)
		*argument = 0;
	for (size_t i = 0; i < size; i++)
		*argument = *argument << 8 | (uint8_t)bytes.data[(*at)++];
	return true;
}

static bool skip(struct str bytes, size_t *at, int deep)
{
	unsigned major;
	uint64_t argument, items;
	if (deep > DEEP || !head(bytes, at, &major, &argument))
		return false;
	size_t left = bytes.len - *at;
	switch (major) {
	case 0:
	case 1:
		return true;
	case 2:
	case 3:
		if (argument > left)
			return false;
		*at += argument;
		return true;
	case 4:
	case 5:
		if (argument > left)
			return false; /* each item has a byte at least */
		items = major == 5 ? argument * 2 : argument;
		while (items--)
			if (!skip(bytes, at, deep + 1))
				return false;
		return true;
	case 7:
		return argument == 20 || argument == 21 || argument == 22; /* false, true, null */
	default:
		return false; /* tags */
	}
}

size_t cbor_size(struct str bytes, size_t at)
{
	size_t end = at;
	return skip(bytes, &end, 0) ? end - at : 0;
}

#include "word.h"

#include <assert.h>
#include <string.h>

enum { KEY_SIGNS = 12, KEY_BITS = 5 };

/* Particles and honorifics: they weigh nothing. Sorted. KHAN, MIR, MAJOR, BARON and the like are
 * not here: they are names more often than titles. Nor are UN, AN, Y, E: people and initials are called so. */
static const char *const ignored[] = {
	"AD", "AFANDI", "AGHA", "AL", "AMBASSADOR", "AR", "AS", "ASH", "AT", "AZ", "BEN", "BIN", "BINT", "BINTE",
	"BRIGADIER", "CAPTAIN", "COLONEL", "COMMANDER", "DA", "DAS", "DE", "DEL", "DELLA", "DEN", "DER", "DES", "DI",
	"DOCTOR", "DOKTOR", "DOS", "DR", "DU", "ED", "EL", "ENGINEER", "ESQ", "ET", "EXCELLENCY", "FRAU", "GENERAL",
	"HADJ", "HADJI", "HAJ", "HAJI", "HAJJ", "HAJJI", "HERR", "IBN", "ING", "JR", "JUNIOR", "LA", "LADY", "LAS",
	"LE", "LIEUTENANT", "LORD", "LOS", "LT", "MADAME", "MAULAVI", "MAULVI", "MAWLAWI", "MISS", "MLLE", "MME",
	"MR", "MRS", "MS", "MULLA", "MULLAH", "NA", "PRAESIDENT", "PRESIDENT", "PRINCE", "PRINCESS", "PROF",
	"PROFESSOR", "REV", "REVEREND", "SAYYED", "SAYYID", "SENIOR", "SHAIKH", "SHAYKH", "SHEIK", "SHEIKH", "SIR",
	"SR", "TER", "THE", "UD", "UL", "UR", "UZ", "VAN", "VOM", "VON", "ZU", "ZUM", "ZUR",
};

bool word_ignored(struct str text)
{
	for (size_t i = 0; i < COUNT_OF(ignored); i++)
		if (str_is(text, ignored[i]))
			return true;
	return false;
}

/* Signs of the keys. Vowels come last so that a test for them is one comparison. */
enum sign {
	SIGN_NONE, SIGN_B, SIGN_CH, SIGN_D, SIGN_F, SIGN_G, SIGN_H, SIGN_J, SIGN_K, SIGN_L, SIGN_M, SIGN_N, SIGN_P, SIGN_R, SIGN_S,
	SIGN_SH, SIGN_T, SIGN_TS, SIGN_V, SIGN_Y, SIGN_Z, SIGN_A, SIGN_I, SIGN_U
};

struct spelling {
	char text[5];
	uint8_t signs[2];
};

/* Spellings of one sound, longest first. A digraph of an aspirate loses its H: the lists write KHALID, KALED and HALED. */
static const struct spelling spellings[] = {
	{ "TSCH", { SIGN_CH } }, { "SHCH", { SIGN_SH } }, { "DSCH", { SIGN_J } },
	{ "SCH", { SIGN_SH } }, { "TCH", { SIGN_CH } }, { "DZH", { SIGN_J } },
	{ "CH", { SIGN_CH } }, { "SH", { SIGN_SH } }, { "ZH", { SIGN_J } }, { "KH", { SIGN_K } }, { "GH", { SIGN_G } },
	{ "DH", { SIGN_D } }, { "TH", { SIGN_T } }, { "PH", { SIGN_F } }, { "BH", { SIGN_B } }, { "DJ", { SIGN_J } },
	{ "CK", { SIGN_K } }, { "TS", { SIGN_TS } }, { "TZ", { SIGN_TS } }, { "CZ", { SIGN_CH } }, { "SZ", { SIGN_SH } },
	{ "B", { SIGN_B } }, { "D", { SIGN_D } }, { "F", { SIGN_F } }, { "G", { SIGN_G } }, { "H", { SIGN_H } }, { "J", { SIGN_J } },
	{ "K", { SIGN_K } }, { "L", { SIGN_L } }, { "M", { SIGN_M } }, { "N", { SIGN_N } }, { "P", { SIGN_P } }, { "Q", { SIGN_K } },
	{ "R", { SIGN_R } }, { "S", { SIGN_S } }, { "T", { SIGN_T } }, { "V", { SIGN_V } }, { "W", { SIGN_V } },
	{ "X", { SIGN_K, SIGN_S } }, { "Z", { SIGN_Z } },
};

static bool vowel(char c)
{
	return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U';
}

/* A run of vowels sounds as I when an I or Y is in it (HUSSEIN, HUSAYN), else as U, else as A. */
static size_t vowel_run(struct str text, size_t at, uint8_t *sign)
{
	size_t end = at;
	bool i = false, u = false;
	for (; end < text.len && (vowel(text.data[end]) || text.data[end] == 'Y'); end++) {
		i = i || text.data[end] == 'I' || text.data[end] == 'Y' || (end > at && text.data[end] == 'E' && text.data[end - 1] == 'E');
		u = u || text.data[end] == 'O' || text.data[end] == 'U';
	}
	*sign = i ? SIGN_I : u ? SIGN_U : SIGN_A;
	return end - at;
}

static bool soft_c(struct str text, size_t at)
{
	return at + 1 < text.len && (text.data[at + 1] == 'E' || text.data[at + 1] == 'I' || text.data[at + 1] == 'Y');
}

static size_t consonant(struct str text, size_t at, const uint8_t **signs)
{
	static const uint8_t soft[2] = { SIGN_S }, hard[2] = { SIGN_K }, none[2] = { SIGN_NONE };
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		struct str spelling = str_of(spellings[i].text);
		if (str_starts(str_slice(text, at, text.len), spelling)) {
			*signs = spellings[i].signs;
			return spelling.len;
		}
	}
	*signs = text.data[at] != 'C' ? none : soft_c(text, at) ? soft : hard;
	return 1;
}

struct keys {
	uint8_t signs[3 * WATCH_TOKEN_LETTERS];
	size_t count;
};

static void add_sign(struct keys *keys, uint8_t sign)
{
	if (sign != SIGN_NONE && (!keys->count || keys->signs[keys->count - 1] != sign))
		keys->signs[keys->count++] = sign;
}

static void find_signs(struct str text, struct keys *keys)
{
	for (size_t at = 0; at < text.len;) {
		char c = text.data[at];
		uint8_t sign;
		const uint8_t *signs;
		if (c == 'Y' && at == 0 && text.len > 1 && vowel(text.data[1])) {
			add_sign(keys, SIGN_Y);
			at++;
		} else if (vowel(c) || c == 'Y') {
			at += vowel_run(text, at, &sign);
			add_sign(keys, sign);
		} else {
			at += consonant(text, at, &signs);
			add_sign(keys, signs[0]);
			add_sign(keys, signs[1]);
		}
	}
	if (keys->count > 2 && keys->signs[keys->count - 1] == SIGN_H)
		keys->count--; /* ABDULLAH, ABDULLA */
}

static void pack(uint64_t *key, size_t *count, uint8_t sign)
{
	if ((*count)++ < KEY_SIGNS)
		*key = *key << KEY_BITS | sign;
}

static void make_keys(struct word *word, const struct keys *keys)
{
	size_t sound = 0, stem = 0, bones = 0;
	bool seen_vowel = false;
	for (size_t i = 0; i < keys->count; i++) {
		bool is_vowel = keys->signs[i] >= SIGN_A;
		pack(&word->sound, &sound, keys->signs[i]);
		if (!is_vowel || !seen_vowel)
			pack(&word->stem, &stem, keys->signs[i]);
		if (!is_vowel)
			pack(&word->bones, &bones, keys->signs[i]);
		seen_vowel = seen_vowel || is_vowel;
	}
	word->consonants = (uint8_t)bones;
	if (sound < 2)
		word->sound = 0;
	if (bones < 3)
		word->stem = 0;
	if (bones < 2)
		word->bones = 0;
}

static bool plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_upper(text.data[i]))
			return false;
	return true;
}

static uint64_t letters_of(struct str text)
{
	uint64_t letters = 0;
	for (size_t i = 0; i < text.len; i++) {
		uint64_t one = UINT64_C(1) << ((unsigned char)text.data[i] % 32 * 2);
		letters |= letters & one ? one << 1 : one;
	}
	return letters;
}

void word_prepare(struct word *word, struct str text, bool unvowelled)
{
	assert(text.len > 0 && text.len <= WATCH_TOKEN_LETTERS);
	*word = (struct word){ .length = (uint8_t)text.len, .unvowelled = unvowelled };
	memcpy(word->text, text.data, text.len);
	word->letters = letters_of(text);
	word->ignored = word_ignored(text);
	if (text.len < 2 || !plain(text))
		return;
	struct keys keys = { .count = 0 };
	find_signs(text, &keys);
	make_keys(word, &keys);
}

void word_pattern_prepare(struct word_pattern *pattern, const struct word *word)
{
	memset(pattern, 0, sizeof *pattern);
	for (int i = 0; i < word->length; i++)
		pattern->at[(unsigned char)word->text[i]] |= UINT32_C(1) << i;
}

/* Hyyro's bit-parallel form (2003) of the optimal string alignment distance. */
int word_distance(const struct word *a, const struct word_pattern *pattern, const char *b, int b_length)
{
	uint32_t plus = UINT32_MAX, minus = 0, diagonal = 0, before = 0, last = UINT32_C(1) << (a->length - 1);
	int distance = a->length;
	for (int i = 0; i < b_length; i++) {
		uint32_t here = pattern->at[(unsigned char)b[i]];
		uint32_t swap = ((~diagonal & here) << 1) & before;
		diagonal = (((here & plus) + plus) ^ plus) | here | minus | swap;
		uint32_t up = minus | ~(diagonal | plus), down = diagonal & plus;
		distance += (up & last) != 0;
		distance -= (down & last) != 0;
		up = up << 1 | 1;
		down <<= 1;
		plus = down | ~(diagonal | up);
		minus = up & diagonal;
		before = here;
	}
	return distance;
}

static int by_spelling(const struct word *a, const struct word_pattern *pattern, const struct word *b)
{
	int longest = a->length > b->length ? a->length : b->length;
	int difference = longest - (a->length < b->length ? a->length : b->length);
	int limit = word_distance_limit(longest);
	if (difference > limit || __builtin_popcountll(a->letters ^ b->letters) > 2 * limit - difference)
		return 0;
	int distance = word_distance(a, pattern, b->text, b->length);
	return distance > limit ? 0 : 1000 - 1000 * distance / longest;
}

static int by_key(const struct word *a, const struct word *b, enum watch_how *how)
{
	if (a->sound && a->sound == b->sound) {
		*how = WATCH_SOUND;
		return WORD_SOUND;
	}
	if ((a->unvowelled || b->unvowelled) && a->bones && a->bones == b->bones) {
		*how = WATCH_CONSONANTS;
		return a->consonants > 2 ? WORD_CONSONANTS : WORD_FEW_CONSONANTS;
	}
	if (a->stem && a->stem == b->stem) {
		*how = WATCH_FIRST_VOWEL;
		return WORD_FIRST_VOWEL;
	}
	return 0;
}

int word_likeness(const struct word *a, const struct word_pattern *pattern, const struct word *b, enum watch_how *how)
{
	if (a->length == b->length && memcmp(a->text, b->text, a->length) == 0) {
		*how = WATCH_EQUAL;
		return 1000;
	}
	if (word_initial(a) || word_initial(b)) {
		*how = WATCH_INITIAL;
		return a->text[0] == b->text[0] ? WORD_INITIAL : 0;
	}
	int key = by_key(a, b, how), spelling = by_spelling(a, pattern, b);
	if (spelling > key) {
		*how = WATCH_SPELLING;
		return spelling;
	}
	return key;
}

/* Who a document says its bearer is, in the letters that are searched and the groups that are counted. */
#include "registry.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "mrz.h"

FIELDS_TABLE(identity, IDENTITY_FIELDS)

static struct texts one_text(struct arena *arena, struct str text)
{
	struct texts texts = { 0 };
	if (text.len) {
		texts.items = ARENA_NEW(arena, struct str);
		texts.items[0] = text;
		texts.count = 1;
	}
	return texts;
}

/* The two identifiers of the zone are the person's; whoever has one name has it as the primary one. */
void identity_from_mrz(const struct mrz *mrz, struct date today, struct arena *arena, struct identity *out)
{
	*out = (struct identity){
		.surname = mrz->surname.len ? mrz->surname : mrz->given_names,
		.given_names = mrz->surname.len ? mrz->given_names : STR(""),
		.born = mrz_birth_date(mrz, today),
		.sex = mrz->sex == 'F' ? STR("F") : mrz->sex == 'M' ? STR("M") : mrz->sex == 'X' || mrz->sex == '<' ? STR("X") : STR("U"),
		.nationalities = one_text(arena, mrz->nationality),
		.document_kind = mrz->code,
		.document_issuer = mrz->issuer,
		.document_number = mrz->number,
		.document_expires = mrz_expiry_date(mrz, today),
	};
}

struct str identity_name(const struct identity *identity, struct arena *arena)
{
	if (!identity->surname.len && !identity->given_names.len)
		return identity->native_name;
	return str_trim(str_format(arena, STR_FMT " " STR_FMT, STR_ARG(identity->surname), STR_ARG(identity->given_names)));
}

static bool holds_word(struct str words, struct str word)
{
	struct str piece;
	while (str_cut(&words, ' ', &piece))
		if (str_equal(piece, word))
			return true;
	return false;
}

/* The words of one name in one way of writing, each once, as long as there is room. */
static void add_words(struct buf *key, struct str zone_text)
{
	struct str word;
	while (str_cut(&zone_text, ' ', &word)) {
		if (!word.len || word.len > 60 || holds_word(buf_str(key), word) || key->len + word.len > 380)
			continue;
		if (key->len)
			buf_c(key, ' ');
		buf_add(key, word);
	}
}

/* Both ways in which the tables of Doc 9303-3 section 6 allow a letter to be written: a search finds MUELLER and MULLER. */
static void add_name(struct buf *key, struct str name, struct arena *arena)
{
	if (!name.len)
		return;
	add_words(key, mrz_transliterate(arena, name, MRZ_LANGUAGE_UNKNOWN, false, NULL));
	add_words(key, mrz_transliterate(arena, name, MRZ_LANGUAGE_UNKNOWN, true, NULL));
}

struct str identity_key(const struct identity *identity, struct arena *arena)
{
	struct buf key = BUF_IN(arena);
	add_name(&key, identity->surname, arena);
	add_name(&key, identity->given_names, arena);
	add_name(&key, identity->native_name, arena);
	for (size_t i = 0; i < identity->former_names.count; i++)
		add_name(&key, identity->former_names.items[i], arena);
	return buf_str(&key);
}

struct uuid permit_proof_id(const struct act *act, struct str number)
{
	return document_record(act->house->keys, act->pack->head.country, STR("seal"), number);
}

struct uuid identity_record(struct act *act, const struct identity *identity)
{
	if (!identity->document_number.len)
		return uuid_v7(act->now, act->random);
	return document_record(act->house->keys, identity->document_issuer, identity->document_kind, identity->document_number);
}

const char *age_band(struct date born, struct date on)
{
	static const struct { int most; const char *name; } bands[] = {
		{ 5, "0-5" }, { 11, "6-11" }, { 17, "12-17" }, { 29, "18-29" }, { 44, "30-44" }, { 59, "45-59" }, { 200, "60+" },
	};
	int least, most;
	if (!date_age(born, on, &least, &most) || least < 0)
		return "unknown";
	for (size_t i = 0; i < COUNT_OF(bands); i++)
		if (least <= bands[i].most)
			return most <= bands[i].most ? bands[i].name : "unknown"; /* a partial date may lie in two groups */
	return "unknown";
}

struct str plate_key(struct arena *arena, struct str plate)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < plate.len; i++)
		if (ascii_alpha(plate.data[i]) || (plate.data[i] >= '0' && plate.data[i] <= '9'))
			buf_c(&out, plate.data[i]);
	return str_upper(arena, buf_str(&out));
}

/* Document readers: their own programs hand over the lines, the chip and pictures (docs/reader.md). A reading becomes an inspection as a scan
 * does, made by the reader's credential for its lane; the officer at that lane opens it. */
#include "reader.h"

#include <stdlib.h>

#include "forms.h"
#include "house.h"
#include "journal.h"
#include "lds.h"
#include "mrz.h"
#include "pages.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(reader_state, READER_STATE_FIELDS)
FIELDS_TABLE(reading_picture, READING_PICTURE_FIELDS)
FIELDS_TABLE(reading, READING_FIELDS)
FIELDS_TABLE(reading_chip, READING_CHIP_FIELDS)

/* --- what is known of the readers, as long as the server runs --- */

/* With the lock held. The lane's place, or the one that was silent longest. */
static struct reader_lane *lane_of(struct readers *readers, struct str post, int lane, bool make)
{
	struct reader_lane *oldest = &readers->lanes[0];
	for (size_t i = 0; i < READERS_MOST; i++) {
		struct reader_lane *one = &readers->lanes[i];
		if (one->heard && one->lane == lane && str_is(post, one->post))
			return one;
		if (one->heard < oldest->heard)
			oldest = one;
	}
	if (!make)
		return NULL;
	*oldest = (struct reader_lane){ .lane = lane };
	memcpy(oldest->post, post.data, post.len < sizeof oldest->post ? post.len : sizeof oldest->post - 1);
	return oldest;
}

static bool silent(const struct reader_lane *lane, int64_t now)
{
	return now - lane->heard > READER_SILENT_MS;
}

/* What the lane's pages are told of it. */
static const char *hear(struct act *act, struct str state)
{
	struct readers *readers = act->house->readers;
	const char *event = "reader";
	if (!readers)
		return event;
	pthread_mutex_lock(&readers->lock);
	struct reader_lane *lane = lane_of(readers, act->place.post, act->place.lane, true);
	if (str_is(state, "reading"))
		event = "reading";
	else if (str_is(state, lane->state) && !silent(lane, act->now))
		event = "alive";
	lane->heard = act->now;
	snprintf(lane->state, sizeof lane->state, STR_FMT, STR_ARG(state));
	pthread_mutex_unlock(&readers->lock);
	return event;
}

static void offer(struct act *act, struct uuid inspection)
{
	struct readers *readers = act->house->readers;
	hear(act, STR("ready"));
	if (!readers)
		return;
	pthread_mutex_lock(&readers->lock);
	struct reader_lane *lane = lane_of(readers, act->place.post, act->place.lane, true);
	lane->offered = inspection;
	lane->offered_at = act->now;
	pthread_mutex_unlock(&readers->lock);
}

void readers_opened(struct act *act, struct uuid inspection)
{
	struct readers *readers = act->house->readers;
	if (!readers)
		return;
	pthread_mutex_lock(&readers->lock);
	for (size_t i = 0; i < READERS_MOST; i++)
		if (uuid_equal(readers->lanes[i].offered, inspection))
			readers->lanes[i].offered = (struct uuid){ 0 };
	pthread_mutex_unlock(&readers->lock);
}

/* A reading is offered before it is durable; it may not have become so. */
static bool stored(struct act *act, struct uuid inspection)
{
	struct entry entry;
	struct error ignored;
	bool found;
	return journal_entry(act, inspection, &entry, &found, &ignored) && found;
}

void readers_page(struct act *act, json_t *page)
{
	struct readers *readers = act->house->readers;
	struct reader_lane found = { 0 };
	if (readers) {
		pthread_mutex_lock(&readers->lock);
		const struct reader_lane *lane = lane_of(readers, act->place.post, act->place.lane, false);
		if (lane)
			found = *lane;
		pthread_mutex_unlock(&readers->lock);
	}
	bool works = found.heard && !silent(&found, act->now) && (!strcmp(found.state, "ready") || !strcmp(found.state, "reading"));
	bool offered = !uuid_zero(found.offered) && act->now - found.offered_at <= READING_OFFERED_MS && stored(act, found.offered);
	json_put_str(page, "reader", STR("/events"));
	json_put_yesno(page, "reader_alive", works);
	json_put_yesno(page, "reader_missing", found.heard && !works);
	json_put_str(page, "read_href", offered ? show_path(act, "/inspection/", found.offered, "") : STR(""));
}

/* --- what a program sends --- */

static bool lane_bound(struct act *act, struct error *err)
{
	return (act->place.post.len && act->place.lane) ||
	       error_set(err, ERR_FORBIDDEN, "this credential is not that of a document reader", "have one made for the post and lane of the reader", "credential");
}

bool reader_state_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const states[] = { "ready", "reading", "missing", "fault" };
	const struct reader_state *form = call->form;
	bool known = false;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		known |= str_is(form->state, states[i]);
	if (!known)
		finding_add(&act->findings, STR("state"), "unknown_code", "It is ready, reading, missing or fault.");
	if (!known || !lane_bound(act, err))
		return !known;
	reply->data = json_object();
	reply->news = (struct lane_news){ act->place.post, act->place.lane, hear(act, form->state), STR("") };
	return true;
}

/* Who works at the lane says whether people enter or leave there. */
static bool direction_of_lane(struct act *act, struct str *direction, struct error *err)
{
	struct query *query = db_query(act->db, "booth.direction_of_lane");
	query_bind_text(query, "post", act->place.post);
	query_bind_int(query, "lane", act->place.lane);
	query_bind_int(query, "since", act->now - act->pack->security.idle * INT64_C(60000));
	bool found = query_next(query);
	if (found)
		*direction = query_text(query, 0, act->arena);
	if (!query_end(query, err))
		return false;
	return found || error_set(err, ERR_CONFLICT, "nobody works at this lane now", "keep the reading for 30 seconds and send it again, then drop it",
	                          "lane " STR_FMT " %d", STR_ARG(act->place.post), act->place.lane);
}

/* Base64 of a field; a finding when it is none. */
static struct str bytes_of(struct act *act, struct str text, const char *field)
{
	size_t size = str_base64_size(text);
	uint8_t *bytes = arena_alloc(act->arena, size + 1);
	if (!str_to_base64(text, bytes, size)) {
		finding_add(&act->findings, str_of(field), "base64", "This is no base64 (RFC 4648, with padding).");
		return STR("");
	}
	return (struct str){ (const char *)bytes, size };
}

static struct str group_of(struct act *act, const json_t *groups, const char *number, const char *field)
{
	const json_t *value = json_object_get(groups, number);
	if (!value)
		return STR("");
	if (!json_is_string(value)) {
		finding_add(&act->findings, str_of(field), "base64", "This is no base64 (RFC 4648, with padding).");
		return STR("");
	}
	return bytes_of(act, (struct str){ json_string_value(value), json_string_length(value) }, field);
}

static bool code_is_one_of(struct str code, const char *const *codes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(code, codes[i]))
			return true;
	return false;
}

/* The picture of the face, and the zone of the chip. */
static void look_at_groups(struct act *act, const json_t *groups, struct chip *chip, struct str *portrait)
{
	struct str dg1 = group_of(act, groups, "1", "chip.groups.1"), dg2 = group_of(act, groups, "2", "chip.groups.2"), lines;
	struct mrz *zone = ARENA_NEW(act->arena, struct mrz);
	struct error ignored;
	if (dg1.len) {
		bool good = lds_zone(dg1, act->arena, &lines, &ignored) && mrz_parse(lines, act->arena, zone, &ignored);
		chip->dg1 = good ? CHIP_GROUP_GOOD : CHIP_GROUP_BROKEN;
		chip->zone = good ? zone : NULL;
	}
	if (dg2.len) {
		bool good = dg2.len <= LDS_GROUP_MAX && lds_face(dg2, portrait, &ignored);
		chip->dg2 = good ? CHIP_GROUP_GOOD : CHIP_GROUP_BROKEN;
		chip->picture = good ? lds_picture_type(*portrait) : NULL;
	}
}

static struct chip *look_at_chip(struct act *act, struct str text, struct str *portrait)
{
	static const char *const accesses[] = { "none", "bac", "pace" }, *const failures[] = { "absent", "access", "aborted", "silent" };
	struct reading_chip form = { 0 };
	struct chip *chip = ARENA_NEW(act->arena, struct chip);
	json_t *object = text.len ? json_loadb(text.data, text.len, 0, NULL) : NULL, *groups = NULL;
	if (!object)
		return NULL;
	if (fields_from_json(&reading_chip_fields, object, &form, act->arena, &act->findings)) {
		groups = json_object_get(object, "groups");
		if (form.access.len && !code_is_one_of(form.access, accesses, COUNT_OF(accesses)))
			finding_add(&act->findings, STR("chip.access"), "unknown_code", "It is none, bac or pace.");
		if (form.failed.len && !code_is_one_of(form.failed, failures, COUNT_OF(failures)))
			finding_add(&act->findings, STR("chip.failed"), "unknown_code", "It is absent, access, aborted or silent.");
		chip->access = form.access;
		chip->failed = form.failed;
		look_at_groups(act, groups, chip, portrait);
	}
	json_decref(object);
	return chip;
}

/* The page's lines where they could be read, else the chip's. Unreadable characters are never guessed. */
static bool zone_of(struct act *act, const struct reading *form, struct subject *subject, struct chip *chip, struct error *err)
{
	struct str lines = str_join(act->arena, form->mrz.items, form->mrz.count, STR("\n"));
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	size_t at;
	bool whole = lines.len && !str_find(lines, STR("?"), &at), page = whole && mrz_parse(lines, act->arena, mrz, err);
	if (chip)
		chip->page_read = page;
	subject->mrz = page ? mrz : chip ? chip->zone : NULL;
	if (subject->mrz)
		return true;
	if (lines.len && !whole)
		return error_set(err, ERR_INPUT, "the lines have characters that the reader could not read", "read the page again, or type the lines at the booth", "mrz");
	return lines.len ? false : error_set(err, ERR_INPUT, "there are no lines, neither of the page nor of the chip", "send mrz, or data group 1 of the chip", "mrz");
}

/* --- pictures --- */

static bool keep(struct act *act, struct subject *subject, struct str what, const char *type, struct str bytes, struct error *err)
{
	struct inspection_file *file = (struct inspection_file *)subject->files.items + subject->files.count++;
	file->what = what;
	file->type = str_of(type);
	return journal_file_put(act, bytes, &file->handle, err);
}

struct picture {
	struct str what, bytes;
	const char *type;
};

/* Of each light and side one; findings for what is none. */
static size_t look_at_pictures(struct act *act, const struct list *list, struct picture *out)
{
	static const char *const lights[] = { "visible", "infrared", "ultraviolet" }, *const sides[] = { "front", "back" };
	const struct reading_picture *forms = list->items;
	for (size_t i = 0; i < list->count; i++) {
		const char *field = str_c(act->arena, str_format(act->arena, "pictures.%zu", i));
		out[i].what = str_format(act->arena, STR_FMT "." STR_FMT, STR_ARG(forms[i].light), STR_ARG(forms[i].side));
		out[i].bytes = bytes_of(act, forms[i].bytes, field);
		out[i].type = lds_picture_type(out[i].bytes);
		if (!code_is_one_of(forms[i].light, lights, COUNT_OF(lights)) || !code_is_one_of(forms[i].side, sides, COUNT_OF(sides)))
			finding_add(&act->findings, str_of(field), "unknown_code", "The light is visible, infrared or ultraviolet, the side front or back.");
		else if (!out[i].type)
			finding_add(&act->findings, str_of(field), "picture", "This is neither JPEG, JPEG 2000 nor PNG.");
		for (size_t k = 0; k < i; k++)
			if (str_equal(out[k].what, out[i].what))
				finding_add(&act->findings, str_of(field), "twice", "There is such a picture already.");
	}
	return list->count;
}

/* Files are written when all else is good: one that no entry names is removed after a day. */
static bool keep_all(struct act *act, struct subject *subject, struct str portrait, const struct picture *pictures, size_t count, struct error *err)
{
	subject->files.items = ARENA_ARRAY(act->arena, struct inspection_file, count + 1);
	if (portrait.len && !keep(act, subject, STR("portrait"), subject->chip->picture, portrait, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!keep(act, subject, pictures[i].what, pictures[i].type, pictures[i].bytes, err))
			return false;
	return true;
}

bool reading_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct reading *form = call->form;
	struct subject subject = { .source = STR("reader"), .reader = form->reader, .taken = form->taken };
	struct picture pictures[READING_PICTURES];
	struct check_list checks;
	struct str portrait = STR(""), direction;
	struct uuid id;
	if (!lane_bound(act, err) || !direction_of_lane(act, &direction, err))
		return false;
	struct chip *chip = look_at_chip(act, form->chip, &portrait);
	size_t count = look_at_pictures(act, &form->pictures, pictures);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some fields need another look", "correct the fields that are named", "reading");
	subject.chip = chip;
	if (!zone_of(act, form, &subject, chip, err) || !border_place(act, STR(""), 0, direction, &subject, err) ||
	    !keep_all(act, &subject, portrait, pictures, count, err))
		return false;
	identity_from_mrz(subject.mrz, subject.today, act->arena, &subject.identity);
	if (!border_inspect(act, &subject, str_join(act->arena, subject.mrz->line, subject.mrz->line_count, STR("\n")), &checks, &id, err))
		return false;
	offer(act, id);
	reply->status = 201;
	reply->data = json_object();
	json_put_str(reply->data, "inspection", show_path(act, "/inspection/", id, ""));
	reply->news = (struct lane_news){ act->place.post, act->place.lane, "read", show_path(act, "/inspection/", id, "") };
	return true;
}

/* --- pictures of an inspection --- */

static const struct inspection_file *file_of(const struct inspection *inspection, struct str what)
{
	const struct inspection_file *files = inspection->files.items;
	for (size_t i = 0; i < inspection->files.count; i++)
		if (str_equal(files[i].what, what))
			return &files[i];
	return NULL;
}

/* As stored, never decoded here. What a browser cannot show is given as a file. */
bool picture_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct inspection inspection = { 0 };
	struct entry entry;
	if (!inspect_read(act, call->id, &inspection, &entry, err))
		return false;
	const struct inspection_file *file = file_of(&inspection, call->name);
	if (!file)
		return error_set(err, ERR_NOT_FOUND, "this inspection has no such picture", "look at the inspection again", "picture");
	if (!journal_file_get(act, file->handle, &reply->bytes, err))
		return false;
	const char *type = lds_picture_type(reply->bytes);
	if (!type)
		return error_set(err, ERR_INTEGRITY, "a stored picture is none", "tell the people who look after this system", "picture");
	journal_look(act, "picture", &entry.record, 1);
	reply->type = type;
	reply->file_name = str_is(STR("image/jp2"), type) ? str_c(act->arena, str_format(act->arena, STR_FMT ".jp2", STR_ARG(call->name))) : NULL;
	reply->private_download = true;
	return true;
}

static bool shown_by_browsers(const struct inspection_file *file)
{
	return str_is(file->type, "image/jpeg") || str_is(file->type, "image/png");
}

static struct str picture_path(struct act *act, struct uuid inspection, struct str what)
{
	return show_path(act, "/inspection/", inspection, str_c(act->arena, str_format(act->arena, "/picture/" STR_FMT, STR_ARG(what))));
}

static json_t *face(struct act *act, struct uuid inspection, const struct inspection_file *file, const char *caption)
{
	json_t *face = json_object();
	bool shown = file && shown_by_browsers(file);
	if (shown)
		json_put_str(face, "src", picture_path(act, inspection, file->what));
	else
		json_put_yesno(face, "src", false);
	json_put_str(face, "caption", lang_words(act->lang, caption));
	json_put_str(face, "none", lang_words(act->lang, file ? WORDS("A JPEG 2000 picture: it cannot be shown here") : WORDS("No portrait read")));
	return face;
}

void show_faces(struct act *act, const struct inspection *inspection, struct uuid id, json_t *person)
{
	const struct inspection_file *portrait = file_of(inspection, STR("portrait")), *page = file_of(inspection, STR("visible.front"));
	json_t *faces = json_array();
	json_array_append_new(faces, face(act, id, portrait, portrait ? WORDS("Chip") : WORDS("Document")));
	if (page)
		json_array_append_new(faces, face(act, id, page, WORDS("Page as read")));
	json_put(person, "faces", faces);
	if (portrait && shown_by_browsers(portrait))
		json_put_str(person, "src", picture_path(act, id, portrait->what));
	else
		json_put_yesno(person, "src", false);
}

json_t *pictures_data(struct act *act, const struct inspection *inspection, struct uuid id)
{
	const struct inspection_file *files = inspection->files.items;
	json_t *out = json_array();
	for (size_t i = 0; i < inspection->files.count; i++) {
		json_t *one = json_object();
		json_put_str(one, "what", files[i].what);
		json_put_str(one, "type", files[i].type);
		json_put_str(one, "path", picture_path(act, id, files[i].what));
		json_array_append_new(out, one);
	}
	return out;
}

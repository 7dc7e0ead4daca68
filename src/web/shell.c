/* What every page gets: who, where, in which language, and what else there is. */
#include "server.h"

#include <string.h>

#include "lang.h"
#include "pack.h"

static bool signed_in(const struct request *request)
{
	return request->state == SESSION_OPEN;
}

static json_t *can_value(const struct request *request)
{
	json_t *can = json_object();
	for (int right = SIGNED_IN + 1; right < RIGHT_COUNT; right++)
		if (rights_have(request->act.actor.rights, (enum right)right))
			json_put_yesno(can, right_name((enum right)right), true);
	return can;
}

static bool may_follow(const struct request *request, enum right right)
{
	return right == ANYBODY || (signed_in(request) && (right == SIGNED_IN || rights_have(request->act.actor.rights, right)));
}

/* "/crossing" is current on "/crossing" and below it. */
static bool is_current(struct str path, struct str link)
{
	return str_equal(path, link) || (link.len > 1 && str_starts(path, link) && path.data[link.len] == '/');
}

static bool is_open(struct str path, const struct web_link *link)
{
	struct str also = str_of(link->also ? link->also : ""), one;
	bool open = is_current(path, str_of(link->path));
	while (!open && str_cut(&also, ' ', &one))
		open = is_current(path, one);
	return open;
}

static json_t *link_value(struct request *request, const struct web_link *link, const char *words, bool current)
{
	json_t *one = json_object();
	json_put_str(one, "path", str_of(link->path));
	json_put_str(one, "words", said(request, words));
	json_put_yesno(one, "current", current);
	return one;
}

static bool same_section(const struct web_link *a, const struct web_link *b)
{
	return a == b || (a->section && b->section && !strcmp(a->section, b->section));
}

/* The lines of a section that this user may follow; whether the page asked for is one of them. */
static json_t *section_value(struct request *request, const struct web_link *first, bool *open)
{
	json_t *lines = json_array();
	*open = false;
	for (const struct web_link *link = first; link->path; link++) {
		if (!same_section(first, link) || !may_follow(request, link->right))
			continue;
		bool current = is_open(request->path, link);
		json_array_append_new(lines, link_value(request, link, link->words, current));
		*open |= current;
	}
	return lines;
}

static bool section_begun(const struct web_link *links, const struct web_link *at)
{
	for (const struct web_link *link = links; link < at; link++)
		if (same_section(link, at))
			return true;
	return false;
}

/* A section leads to its first line, and has its own name when there are several. */
static void put_nav(struct request *request, json_t *shell)
{
	const struct web_link *links = request->web->services.links;
	json_t *nav = json_array(), *open_section = json_false();
	for (const struct web_link *link = links; link && link->path; link++) {
		bool open;
		if (section_begun(links, link))
			continue;
		json_t *lines = section_value(request, link, &open);
		size_t count = json_array_size(lines);
		if (count) {
			json_t *one = json_copy(json_array_get(lines, 0));
			if (count > 1)
				json_put_str(one, "words", said(request, link->section));
			json_put_yesno(one, "current", open);
			json_array_append_new(nav, one);
		}
		if (open && count > 1) {
			open_section = json_object();
			json_put_str(open_section, "words", said(request, link->section));
			json_put(open_section, "lines", json_incref(lines));
		}
		json_decref(lines);
	}
	json_put(shell, "nav", nav);
	json_put(shell, "section", open_section);
}

/* Where a choice leads back to: the page itself, unless it came from sending a form that has no page of its own. */
static struct str back_path(const struct request *request)
{
	bool page = request->served && (request->method != METHOD_POST || request->match.get);
	return page ? request->path : STR("/");
}

static bool pack_speaks(const struct request *request, const struct lang *lang)
{
	const struct pack *pack = request->act.pack;
	if (!pack || !pack->head.languages.count)
		return true;
	for (size_t i = 0; i < pack->head.languages.count; i++)
		if (langs_find(request->act.house->langs, pack->head.languages.items[i]) == lang)
			return true;
	return false;
}

/* The pack asks for words of the desks in some of its languages alone: a page of a desk says so beside the others. */
static bool desks_speak(const struct request *request, struct str tag)
{
	const struct pack *pack = request->act.pack;
	if (!pack || !pack->head.desk_languages.count)
		return true;
	for (size_t i = 0; i < pack->head.desk_languages.count; i++)
		if (str_equal(pack->head.desk_languages.items[i], tag))
			return true;
	return false;
}

static json_t *languages_value(struct request *request)
{
	const struct langs *langs = request->act.house->langs;
	json_t *list = json_array();
	for (size_t i = 0; i < langs_count(langs); i++) {
		const struct lang *lang = langs_at(langs, i);
		struct str tag = lang_tag(lang), back = back_path(request);
		if (!pack_speaks(request, lang))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", tag);
		json_put_str(one, "name", lang_name(lang));
		json_put_yesno(one, "current", lang == request->act.lang);
		json_put_yesno(one, "partly", !desks_speak(request, tag));
		json_put_str(one, "path", str_format(request->arena, "/language?language=" STR_FMT "&back=" STR_FMT, STR_ARG(tag), STR_ARG(back)));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *themes_value(struct request *request)
{
	static const struct { const char *code, *words; } themes[] = {
		{ "auto", WORDS("As the device") }, { "light", WORDS("Light") }, { "dark", WORDS("Dark") },
	};
	json_t *list = json_array();
	for (size_t i = 0; i < COUNT_OF(themes); i++) {
		struct str back = back_path(request);
		json_t *one = json_object();
		json_put_str(one, "code", str_of(themes[i].code));
		json_put_str(one, "words", said(request, themes[i].words));
		json_put_yesno(one, "current", str_is(request->theme, themes[i].code) || (!i && !request->theme.len));
		json_put_str(one, "path", str_format(request->arena, "/theme?theme=%s&back=" STR_FMT, themes[i].code, STR_ARG(back)));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *user_value(const struct request *request)
{
	json_t *user = json_object();
	json_put_str(user, "number", request->act.actor.number);
	json_put_str(user, "name", request->act.actor.name);
	return user;
}

static json_t *place_value(struct request *request)
{
	const struct place *place = &request->act.place;
	const struct pack_post *post = request->act.pack ? pack_post(request->act.pack, place->post, time_date(request->act.now)) : NULL;
	json_t *value = json_object();
	struct str name = post ? pack_words(request->act.pack, lang_tag(request->act.lang), post->words) : place->post;
	json_put_str(value, "post", place->post);
	json_put_str(value, "name", name);
	json_put_int(value, "lane", place->lane);
	json_put_str(value, "direction", place->direction);
	return value;
}

static json_t *state_value(struct request *request)
{
	const struct pack *pack = request->act.pack;
	json_t *value = json_object();
	if (!pack)
		return value;
	struct str tag = request->act.lang ? lang_tag(request->act.lang) : STR("en");
	json_put_str(value, "code", pack->head.code);
	json_put_str(value, "name", pack_words(pack, tag, pack->head.name));
	json_put_str(value, "authority", pack_words(pack, tag, pack->head.authority));
	json_put_str(value, "country", pack->head.country);
	json_put_yesno(value, "emblem", pack->head.emblem.len != 0);
	json_put_str(value, "emblem_words", pack_words(pack, tag, pack->head.emblem_words));
	return value;
}

static json_t *assets_value(const struct request *request)
{
	const struct web *web = request->web;
	json_t *assets = json_object();
	for (size_t i = 0; i < web->asset_count; i++) {
		const struct asset *asset = &web->assets[i];
		json_put_str(assets, asset->variable.data,
		             str_format(request->arena, "/assets/" STR_FMT "?v=" STR_FMT, STR_ARG(asset->name), STR_ARG(asset->version)));
	}
	return assets;
}

json_t *shell_value(struct request *request)
{
	const struct web_services *services = &request->web->services;
	const struct act *act = &request->act;
	json_t *shell = json_object();
	json_put_str(shell, "language", act->lang ? lang_tag(act->lang) : STR("en"));
	json_put_str(shell, "dir", act->lang ? lang_dir(act->lang) : STR("ltr"));
	json_put_str(shell, "theme", request->theme);
	json_put_str(shell, "path", back_path(request));
	json_put_str(shell, "csrf", request->csrf);
	json_put_str(shell, "id", uuid_str(request->arena, uuid_v7(act->now, act->random)));
	json_put_str(shell, "request", uuid_str(request->arena, request->number));
	json_put_str(shell, "node", services->node);
	json_put_yesno(shell, "training", services->house->training);
	json_put_str(shell, "origin", services->house->origin);
	json_put(shell, "user", request->state != SESSION_NONE ? user_value(request) : json_false());
	json_put(shell, "place", signed_in(request) && act->place.post.len ? place_value(request) : json_false());
	json_put(shell, "can", can_value(request));
	put_nav(request, shell);
	json_put(shell, "languages", languages_value(request));
	json_put(shell, "themes", themes_value(request));
	json_put(shell, "state", state_value(request));
	json_put(shell, "assets", assets_value(request));
	if (services->shell && act->db)
		services->shell(services->state, &request->act, shell);
	return shell;
}

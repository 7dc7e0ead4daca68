/* The room's own routes. Their acts stand inside a request of this room, so that they may look at it. */
#include "server.h"

#include <string.h>

#include "pack.h"

#define FIELD_ROW_OF_web_choice(...) FIELD_ROW(web_choice, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_web_choice(...) FIELD_LIST_ROW(web_choice, __VA_ARGS__)
#define CHOICE_FIELDS(F, L) \
	F(CODE, language, 0, 1, 0, 35,  "language of the pages, by its tag") \
	F(CODE, theme,    0, 1, 0, 10,  "auto, light or dark") \
	F(CODE, back,     0, 1, 0, 500, "path of this server to go back to")
FIELDS_STRUCT(web_choice, CHOICE_FIELDS)
FIELDS_TABLE(web_choice, CHOICE_FIELDS)

#define FIELD_ROW_OF_web_events(...) FIELD_ROW(web_events, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_web_events(...) FIELD_LIST_ROW(web_events, __VA_ARGS__)
#define EVENTS_QUERY_FIELDS(F, L) \
	F(CODE, topic, 0, 1, 0, 31, "post to hear, by its code; left out: the post of the session")
FIELDS_STRUCT(web_events, EVENTS_QUERY_FIELDS)
FIELDS_TABLE(web_events, EVENTS_QUERY_FIELDS)

bool door_home(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct web_services *services = &request_of(act)->web->services;
	if (services->home)
		reply->location = services->home(services->state, act);
	else
		reply->location = uuid_zero(act->actor.user) ? STR("/sign-in") : STR("/help");
	return true;
}

/* The choice itself was taken before (life.c, `chosen`): every page takes ?language= and ?theme=. These only lead back. */
static bool lead_back(const struct call *call, struct reply *reply)
{
	const struct web_choice *choice = call->query;
	reply->location = local_path(choice->back) ? choice->back : STR("/");
	return true;
}

bool door_language(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return lead_back(call, reply);
}

bool door_theme(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return lead_back(call, reply);
}

/* "#10333f" and nothing else: what is written into a stylesheet must be a colour. */
static bool colour_sound(struct str colour)
{
	uint8_t bytes[3];
	return colour.len == 7 && colour.data[0] == '#' && str_to_hex(str_slice(colour, 1, 7), bytes, sizeof bytes);
}

bool door_colours(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct buf out = BUF_IN(act->arena);
	const struct pack *pack = act->pack;
	buf_text(&out, ":root{");
	if (pack && colour_sound(pack->head.cover))
		buf_format(&out, "--cover:" STR_FMT ";", STR_ARG(pack->head.cover));
	if (pack && colour_sound(pack->head.foil))
		buf_format(&out, "--foil:" STR_FMT ";", STR_ARG(pack->head.foil));
	buf_text(&out, "}\n");
	reply->bytes = buf_str(&out);
	reply->type = "text/css; charset=utf-8";
	request_of(act)->answer.cache = "private, max-age=300";
	return true;
}

bool door_events(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct web_events *query = call->query;
	struct str topic = query->topic.len ? query->topic : act->place.post;
	bool own = str_equal(topic, act->place.post);
	if (!own && !rights_have(act->actor.rights, CAN_SUPERVISE))
		return error_set(err, ERR_FORBIDDEN, "This is another post's.", "Ask for the post that you work at.", "topic");
	return live_open(request_of(act), topic, err);
}

static const struct route routes[] = {
	{ GET, "/", ANYBODY, door_home, NULL, NULL, NULL, 0, NULL, NULL, "The start page of whoever asks." },
	{ GET, "/healthz", ANYBODY, door_health, NULL, NULL, NULL, 0, NULL, NULL, "Does the server work? 200 or 503, and a line for each part." },
	{ GET, "/metrics", ANYBODY, door_metrics, NULL, NULL, NULL, 0, NULL, NULL, "Numbers of the server for Prometheus; from this machine, or with a right." },
	{ GET, "/help", ANYBODY, door_help, "help", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "What this system does, and what you may do with it." },
	{ GET, "/openapi.json", ANYBODY, door_openapi, NULL, NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "This description, as OpenAPI 3.1." },
	{ GET, "/language", ANYBODY, door_language, NULL, &web_choice_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Choose the language of the pages." },
	{ GET, "/theme", ANYBODY, door_theme, NULL, &web_choice_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Choose light or dark pages." },
	{ GET, "/state.css", ANYBODY, door_colours, NULL, NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "The colours of the state." },
	{ GET, "/events", SIGNED_IN, door_events, NULL, &web_events_fields, NULL, 0, NULL, NULL, "Live pages: says \"changed\" when something changed at a post." },
	{ 0 }
};

const struct room web_room = { .name = "web", .files = web_files, .routes = routes };

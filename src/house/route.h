/* Routes: what a room offers over HTTP, as one constant table. The web room decodes, checks the right, calls, submits what the handler
 * appended, and only then answers with the handler's one value: as JSON, or through a template. */
#ifndef LIMEN_ROUTE_H
#define LIMEN_ROUTE_H

#include "field.h"
#include "right.h"

struct act;
struct journal_stream;

enum method { GET, POST, PATCH, DELETE, METHODS };
const char *method_name(enum method method);   /* "GET" */

/* What headers say of an upload in pieces (cases.h), as they came: "Upload-Offset: 1048576", "Upload-Length", "Upload-Complete: ?1". */
struct piece_headers {
	struct str offset, length, complete;
};

struct upload {
	struct str field, file_name, type, bytes; /* bytes: at most the route's limit; file_name is a stranger's text */
};

struct call {
	struct uuid id;                /* {id} of the path */
	struct str name;               /* {name} of the path: [A-Za-z0-9._-]{1,64} */
	const void *query;             /* decoded by route->query; zeroed when nothing was given */
	const void *form;              /* decoded by route->form; for a GET that shows a form again, by that of the POST */
	const struct upload *uploads;
	size_t upload_count;
	json_t *answers;               /* of a route with ROUTE_ANSWERS: {path: text, or an array of texts}; borrowed; else NULL */
	const struct findings *found;  /* of a GET that shows a form again: what was wrong with it; else NULL */
	struct str body, signature;    /* as they came: the bytes of a POST, and its header Limen-Signature, for messages that another system signs */
	struct piece_headers piece;    /* of a route with ROUTE_PIECES */
	bool json;                     /* the client takes JSON, not a page */
	struct str remote;             /* address of the client, for lock-out alone */
	struct str device;             /* the browser's device mark, made by web at its first visit; "" = none yet */
	struct str token;              /* session token that came in the cookie or the Authorization header */
	struct str language;           /* language chosen by this request, "" = none */
	struct str theme;              /* "light", "dark", "" */
};

/* An event for the pages of a lane; no event: NULL. Its path is of this server: names and numbers never travel in an event. */
struct lane_news {
	struct str post;
	int lane;
	const char *event;
	struct str path;
};

struct reply_header {
	const char *name;
	struct str value;
};

/* One value, two faces. `data` is the public contract; `page` holds what only the template needs. */
struct reply {
	int status;                    /* 0 = 200, or 303 when `location` is set or the route says where to go when done */
	json_t *data;                  /* an object; owned */
	json_t *page;                  /* an object; owned */
	const char *template;          /* instead of the route's */
	struct str location;           /* a path of this server */
	struct str bytes;              /* a file instead of a value: CSV, SVG, PDF */
	const char *type;              /* its media type */
	const char *file_name;         /* offered for saving; NULL = shown */
	struct str session;            /* set the session cookie to this token; "-" = end it */
	struct str changed;            /* post whose live pages are told that something changed, once all is stored (web_changed) */
	struct lane_news news;         /* the same for the pages of one lane (web_tell) */
	struct journal_stream *stream; /* a file that is too large to be held (journal.h): read piece by piece as it is sent; owned */
	struct reply_header headers[4]; /* more headers, up to the first without a name */
	bool private_download;         /* bytes hold personal data: never cached */
};

typedef bool route_handler(struct act *act, const struct call *call, struct reply *reply, struct error *err);

enum {
	ROUTE_PERSON = 1,    /* shows a person: the answer is not sent unless the act appended a look or another entry about it */
	ROUTE_OPEN_SESSION = 2, /* reachable while the session still lacks its second step or a new password */
	ROUTE_UPLOAD = 4,    /* takes multipart/form-data */
	ROUTE_ANSWERS = 16,  /* takes answers to questions of the pack, beside its form: pairs "answer.PATH" (a date: in three boxes, too), or an object "answers" */
	ROUTE_PIECES = 32,   /* the body is bytes of a file, no form; the form's token comes in the header Limen-Csrf */
	ROUTE_FORM_AGAIN = 8 /* on findings or an input error the page of this route is shown again with them */
};

struct route {
	enum method method;
	const char *path;              /* "/crossing/{id}"; constant parts win over {parts} */
	enum right right;
	route_handler *handle;
	const char *template;          /* "verdict": page of the room, for GET, and for POST with ROUTE_FORM_AGAIN; NULL = data only */
	const struct fields *query, *form;
	unsigned flags;
	/* POST: where the browser goes when it is done, with {id} = the act's id. Asked twice with one id, it is done once and answered twice. */
	const char *done;
	const char *purpose;           /* data protection purpose of the task, a code of the pack; NULL = asked or none */
	const char *doc;               /* one sentence, shown in /help and in the API description */
};

#endif

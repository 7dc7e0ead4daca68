/* A plain HTTP/1.1 client: blocking sockets, one for each thread, so that what it takes of the machine is small and is told apart.
 * Private to the room. */
#ifndef LIMEN_BENCH_CLIENT_H
#define LIMEN_BENCH_CLIENT_H

#include "measure.h"

struct client {
	int port, fd;
	bool pages;                 /* asks for pages as a browser does, not for JSON */
	struct str token, csrf;     /* of its session */
	char *answer;
	size_t got;
	int64_t busy, bytes;        /* answers 503, which are asked again; bytes that came */
	char fault[1200];           /* why it failed last */
};

struct http {
	int status;
	struct str location, body;  /* until the next question */
};

bool client_join(struct client *client, int port);
void client_leave(struct client *client);
/* Keeps why; false. */
bool client_fault(struct client *client, const char *what, struct str text);
/* `form` is urlencoded, without csrf, which a POST gets. False: the connection ended. */
bool client_ask(struct client *client, struct arena *arena, const char *method, struct str path, struct str form, struct http *out);
struct str client_encoded(struct arena *arena, struct str text);

#endif

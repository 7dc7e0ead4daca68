/* Connections: how many of one address, and who is too slow. libmicrohttpd's own time limit starts again with each byte, so that a client which
 * sends a byte a while would hold a connection for ever: here each phase of a connection has an end. */
#include "server.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct str address_text(struct arena *arena, const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	if (address->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
	else if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
	struct str out = str_of(text);
	if (str_starts(out, STR("::ffff:")) && memchr(text, '.', out.len))
		out = str_slice(out, 7, out.len);
	return str_copy(arena, out);
}

bool proxy_trusted(const struct web *web, struct str address)
{
	for (size_t i = 0; i < web->options.proxy_count; i++)
		if (str_equal(web->options.proxies[i], address))
			return true;
	return false;
}

static bool same_address(const struct sockaddr *a, const struct sockaddr *b)
{
	if (a->sa_family != b->sa_family)
		return false;
	if (a->sa_family == AF_INET)
		return ((const struct sockaddr_in *)a)->sin_addr.s_addr == ((const struct sockaddr_in *)b)->sin_addr.s_addr;
	if (a->sa_family == AF_INET6)
		return !memcmp(&((const struct sockaddr_in6 *)a)->sin6_addr, &((const struct sockaddr_in6 *)b)->sin6_addr, 16);
	return true;
}

enum MHD_Result peer_welcome(void *state, const struct sockaddr *address, socklen_t size)
{
	struct web *web = state;
	int same = 0;
	if (web->options.proxy_count) {
		struct arena *arena = arena_new(0);
		bool trusted = proxy_trusted(web, address_text(arena, address));
		arena_free(arena);
		if (trusted)
			return MHD_YES;
	}
	pthread_mutex_lock(&web->peer_lock);
	for (struct peer *peer = web->peers; peer; peer = peer->next)
		same += same_address((struct sockaddr *)&peer->address, address);
	pthread_mutex_unlock(&web->peer_lock);
	return same < web->options.per_address ? MHD_YES : MHD_NO;
}

static void join(struct web *web, struct MHD_Connection *connection, void **context)
{
	struct peer *peer = calloc(1, sizeof *peer);
	const union MHD_ConnectionInfo *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *client = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	*context = peer;
	if (!peer)
		return;
	peer->fd = fd ? fd->connect_fd : -1;
	if (client && client->client_addr)
		memcpy(&peer->address, client->client_addr, client->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
		                                                                                          : sizeof(struct sockaddr_in));
	peer->since = monotonic_ms();
	pthread_mutex_lock(&web->peer_lock);
	peer->next = web->peers;
	peer->before = &web->peers;
	if (peer->next)
		peer->next->before = &peer->next;
	web->peers = peer;
	pthread_mutex_unlock(&web->peer_lock);
}

void peer_notify(void *state, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
	struct web *web = state;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		join(web, connection, context);
		return;
	}
	struct peer *peer = *context;
	*context = NULL;
	if (!peer)
		return;
	pthread_mutex_lock(&web->peer_lock);
	*peer->before = peer->next;
	if (peer->next)
		peer->next->before = peer->before;
	pthread_mutex_unlock(&web->peer_lock);
	free(peer);
}

void peer_phase(struct web *web, struct peer *peer, int phase)
{
	if (!peer)
		return;
	pthread_mutex_lock(&web->peer_lock);
	peer->phase = phase;
	peer->since = monotonic_ms();
	pthread_mutex_unlock(&web->peer_lock);
}

static int64_t most_ms(const struct web *web, const struct peer *peer)
{
	switch (peer->phase) {
	case PEER_WAITS: return web->options.idle * INT64_C(1000);
	case PEER_SENDS: return peer->uploads ? 300000 : 60000;
	case PEER_TAKES: return 300000;
	default: return INT64_MAX; /* a worker ends by itself, a stream has its own end */
	}
}

/* Shut, not closed: libmicrohttpd then sees the end and closes. The lock keeps the descriptor from being another's meanwhile. */
void peers_cut_slow(struct web *web, int64_t now)
{
	pthread_mutex_lock(&web->peer_lock);
	for (struct peer *peer = web->peers; peer; peer = peer->next)
		if (peer->fd >= 0 && now - peer->since > most_ms(web, peer))
			shutdown(peer->fd, SHUT_RDWR);
	pthread_mutex_unlock(&web->peer_lock);
}

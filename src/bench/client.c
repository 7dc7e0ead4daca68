#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_MOST = 1 << 20 };

bool client_fault(struct client *client, const char *what, struct str text)
{
	snprintf(client->fault, sizeof client->fault, "%s: %.*s", what, (int)(text.len < 1000 ? text.len : 1000), text.len ? text.data : "");
	return false;
}

bool client_join(struct client *client, int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int yes = 1;
	client->port = port;
	client->got = 0;
	if (!client->answer && !(client->answer = malloc(ANSWER_MOST)))
		abort();
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return client->fd >= 0 && connect(client->fd, (struct sockaddr *)&address, sizeof address) == 0 &&
	       setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0;
}

void client_leave(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
	free(client->answer);
	client->answer = NULL;
}

static bool send_all(int fd, struct str bytes)
{
	for (size_t done = 0; done < bytes.len;) {
		ssize_t part = send(fd, bytes.data + done, bytes.len - done, MSG_NOSIGNAL);
		if (part <= 0)
			return false;
		done += (size_t)part;
	}
	return true;
}

static struct str header(struct str head, const char *name)
{
	struct str line;
	while (str_cut(&head, '\n', &line)) {
		size_t size = strlen(name);
		if (line.len > size && !strncasecmp(line.data, name, size) && line.data[size] == ':')
			return str_trim(str_slice(line, size + 1, line.len));
	}
	return STR("");
}

static bool receive(struct client *client, struct http *out)
{
	size_t head = 0;
	int64_t length = 0;
	client->got = 0;
	while (!head || client->got < head + (size_t)length) {
		ssize_t part = client->got < ANSWER_MOST ? recv(client->fd, client->answer + client->got, ANSWER_MOST - client->got, 0) : 0;
		if (part <= 0)
			return client_fault(client, "the connection ended", str_of(part < 0 ? strerror(errno) : "closed"));
		client->got += (size_t)part;
		size_t at;
		if (head || !str_find((struct str){ client->answer, client->got }, STR("\r\n\r\n"), &at))
			continue;
		head = at + 4;
		struct str lines = { client->answer, head };
		if (client->got < 12 || !str_to_int(header(lines, "content-length"), &length))
			return client_fault(client, "an answer without a length", lines);
		out->location = header(lines, "location");
		out->status = atoi(client->answer + 9);
	}
	out->body = (struct str){ client->answer + head, (size_t)length };
	client->bytes += (int64_t)client->got;
	return true;
}

struct str client_encoded(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		if (ascii_alpha(text.data[i]) || ascii_digit(text.data[i]))
			buf_c(&out, text.data[i]);
		else
			buf_format(&out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
	return buf_str(&out);
}

bool client_ask(struct client *client, struct arena *arena, const char *method, struct str path, struct str form, struct http *out)
{
	struct buf text = BUF_IN(arena);
	buf_format(&text, "%s " STR_FMT " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: %s\r\nCookie: limen_session=" STR_FMT "\r\n", method, STR_ARG(path), client->port,
	           client->pages ? "text/html" : "application/json", STR_ARG(client->token));
	if (*method == 'P')
		form = str_format(arena, "csrf=" STR_FMT "&" STR_FMT, STR_ARG(client_encoded(arena, client->csrf)), STR_ARG(form));
	if (form.len)
		buf_format(&text, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n", form.len);
	buf_text(&text, "\r\n");
	buf_add(&text, form);
	for (;;) {
		if (!send_all(client->fd, buf_str(&text)) || !receive(client, out))
			return false;
		if (out->status != 503)
			return true;
		client->busy++;
		usleep(10000);
	}
}

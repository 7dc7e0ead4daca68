/* How this state sends: what keys/outbox says. One word and its value a line; # begins a comment.
 *
 *     mail smtps://mail.example:465      smtp:// asks for STARTTLS, but on this very machine; `files`: see below
 *     user limen
 *     password ...
 *     from visas@example.org
 *     name Visa Service of Utopia
 *     sms https://gateway.example/send   POST of {"to", "text", "id"}, any answer of 2xx is a yes
 *     sms_key ...                        sent as Authorization: Bearer
 *
 * `files`: each message becomes a file of the folder outbox of the state, ID.eml or ID.sms, for a program that hands them to sendmail and removes them: the
 * server itself starts no program. */
#include "deliver.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "mime.h"

enum { SETTING_MOST = 300, FILE_MOST = 8192, TIMEOUT_S = 60 };

struct delivery {
	bool play;                       /* nothing leaves */
	char mail[SETTING_MOST], user[SETTING_MOST], password[SETTING_MOST], from[SETTING_MOST], name[SETTING_MOST], sms[SETTING_MOST], sms_key[SETTING_MOST];
	char folder[4096];
};

/* --- the settings --- */

static bool config_error(struct error *err, const char *what, const char *todo, int line)
{
	return error_set(err, ERR_CONFIG, what, todo, "keys/outbox, line %d", line);
}

static bool put_setting(struct delivery *delivery, struct str word, struct str value, int line, struct error *err)
{
	const struct { const char *word; char *to; } all[] = {
		{ "mail", delivery->mail }, { "user", delivery->user }, { "password", delivery->password }, { "from", delivery->from }, { "name", delivery->name },
		{ "sms", delivery->sms }, { "sms_key", delivery->sms_key },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(word, all[i].word) && value.len < SETTING_MOST) {
			memcpy(all[i].to, value.data, value.len);
			all[i].to[value.len] = 0;
			return true;
		}
	return config_error(err, "this is no setting of the outbox", "mail, user, password, from, name, sms or sms_key, and a value", line);
}

static bool read_settings(struct delivery *delivery, struct str text, struct error *err)
{
	struct str line, word;
	for (int number = 1; str_cut(&text, '\n', &line); number++) {
		line = str_trim(line);
		if (!line.len || line.data[0] == '#')
			continue;
		str_cut(&line, ' ', &word);
		if (!put_setting(delivery, word, str_trim(line), number, err))
			return false;
	}
	if (*delivery->mail && !outbox_address_valid(str_of(delivery->from)))
		return config_error(err, "the outbox has no address to send from", "add a line: from visas@example.org", 1);
	return true;
}

/* `there` false: it is not said how to send. */
static bool read_file(const struct act *act, char *text, size_t *size, bool *there, struct error *err)
{
	char path[4200];
	struct stat info;
	snprintf(path, sizeof path, STR_FMT "/keys/outbox", STR_ARG(act->house->state));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	*there = fd >= 0;
	if (fd < 0)
		return errno == ENOENT || error_set(err, ERR_CONFIG, "the settings of the outbox cannot be read", "let the server's user read it", "keys/outbox");
	bool open_to_others = fstat(fd, &info) || (info.st_mode & 077);
	ssize_t got = open_to_others ? -1 : read(fd, text, FILE_MOST);
	close(fd);
	*size = got > 0 ? (size_t)got : 0;
	return got >= 0 || error_set(err, ERR_CONFIG, "others can read the settings of the outbox", "chmod 600 it", "keys/outbox");
}

static void start_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool delivery_open(struct act *act, struct delivery **out, struct error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char text[FILE_MOST];
	size_t size = 0;
	bool there = false, play = outbox_is_play(act->house);
	*out = NULL;
	if (!play && (!act->house->state.len || !read_file(act, text, &size, &there, err) || !there))
		return !there;
	struct delivery *delivery = calloc(1, sizeof *delivery);
	if (!delivery)
		return error_set(err, ERR_SYSTEM, "out of memory", "", "outbox");
	delivery->play = play;
	snprintf(delivery->folder, sizeof delivery->folder, STR_FMT "/outbox", STR_ARG(act->house->state));
	if (!play && !read_settings(delivery, (struct str){ text, size }, err)) {
		free(delivery);
		return false;
	}
	pthread_once(&once, start_curl);
	*out = delivery;
	return true;
}

void delivery_close(struct delivery *delivery)
{
	if (delivery)
		explicit_bzero(delivery->password, sizeof delivery->password);
	free(delivery);
}

/* --- a file that another program takes --- */

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t done = write(fd, bytes.data, bytes.len);
		if (done <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return fsync(fd) == 0;
}

/* Whole or not there: written beside, and renamed. */
static void deliver_file(const struct delivery *delivery, struct arena *arena, struct str id, const char *end, struct str bytes, struct delivered *out)
{
	char path[4400], beside[4400];
	snprintf(path, sizeof path, "%s/" STR_FMT ".%s", delivery->folder, STR_ARG(id), end);
	snprintf(beside, sizeof beside, "%s/." STR_FMT, delivery->folder, STR_ARG(id));
	(void)arena;
	mkdir(delivery->folder, 0700);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, bytes);
	if (fd >= 0)
		close(fd);
	*out = (struct delivered){ good && !rename(beside, path) ? DELIVER_SENT : DELIVER_LATER, "" };
}

/* --- what the other side says --- */

struct talk {
	struct str left;                 /* to be sent still */
	bool whole;                      /* all was handed over: from then on nobody knows, unless the other side answers */
	char status[40];
};

static size_t give(char *to, size_t size, size_t count, void *context)
{
	struct talk *talk = context;
	size_t part = talk->left.len < size * count ? talk->left.len : size * count;
	memcpy(to, talk->left.data, part);
	talk->left = str_slice(talk->left, part, talk->left.len);
	talk->whole |= !part;
	return part;
}

/* "550 5.1.1 no such user": the digits alone, since the words name people (RFC 3463). */
static size_t hear(char *data, size_t size, size_t count, void *context)
{
	struct talk *talk = context;
	struct str line = { data, size * count };
	size_t at = 0, used = 0;
	if (talk->status[0] >= '4' && talk->status[0] <= '5')
		return size * count; /* the no was said; what follows is politeness */
	if (line.len < 3 || !ascii_digit(data[0]) || !ascii_digit(data[1]) || !ascii_digit(data[2]))
		return size * count;
	for (; at < line.len && used + 1 < sizeof talk->status && (ascii_digit(data[at]) || data[at] == '.' || data[at] == ' ' || data[at] == '-'); at++)
		talk->status[used++] = data[at] == '-' ? ' ' : data[at];
	while (used && talk->status[used - 1] == ' ')
		used--;
	talk->status[used] = 0;
	return size * count;
}

static size_t drop(char *data, size_t size, size_t count, void *context)
{
	(void)data, (void)context;
	return size * count;
}

/* Nothing was handed over as long as the other side said no, or was not reached. */
static enum deliver_result result_of(CURLcode code, long answer, bool whole)
{
	if (code == CURLE_OK)
		return DELIVER_SENT;
	if (answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED)
		return DELIVER_FAILED;
	if (answer >= 400 || !whole)
		return DELIVER_LATER;
	return DELIVER_UNKNOWN;
}

static CURL *curl_new(const char *url, const char *schemes, struct talk *talk)
{
	CURL *curl = curl_easy_init();
	if (!curl)
		return NULL;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, schemes);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, talk);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
	return curl;
}

/* --- by SMTP (RFC 5321) --- */

static bool is_here(const char *url)
{
	return !strncmp(url, "smtp://127.0.0.1", 16) || !strncmp(url, "smtp://localhost", 16) || !strncmp(url, "smtp://[::1]", 12);
}

static void deliver_smtp(const struct delivery *delivery, const char *receiver, struct str message, struct delivered *out)
{
	struct talk talk = { .left = message };
	CURL *curl = curl_new(delivery->mail, "smtp,smtps", &talk);
	struct curl_slist *to = curl_slist_append(NULL, receiver);
	long answer = 0;
	*out = (struct delivered){ DELIVER_LATER, "" };
	if (curl && to) {
		curl_easy_setopt(curl, CURLOPT_MAIL_FROM, delivery->from);
		curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
		curl_easy_setopt(curl, CURLOPT_USE_SSL, is_here(delivery->mail) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(curl, CURLOPT_READDATA, &talk);
		if (*delivery->user) {
			curl_easy_setopt(curl, CURLOPT_USERNAME, delivery->user);
			curl_easy_setopt(curl, CURLOPT_PASSWORD, delivery->password);
		}
		CURLcode code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
		out->result = result_of(code, code == CURLE_OK ? 0 : answer >= 400 ? answer : 0, talk.whole);
		memcpy(out->status, talk.status, sizeof out->status);
	}
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
}

/* --- by a gateway for SMS --- */

static void deliver_sms(const struct delivery *delivery, struct arena *arena, const struct outbox_row *row, struct str id, struct str text, struct delivered *out)
{
	struct talk talk = { .whole = true };
	json_t *body = json_object();
	json_put_str(body, "to", row->receiver);
	json_put_str(body, "text", text);
	json_put_str(body, "id", id);
	char *bytes = json_dumps(body, JSON_COMPACT);
	CURL *curl = curl_new(delivery->sms, "http,https", &talk);
	struct curl_slist *heads = curl_slist_append(NULL, "Content-Type: application/json");
	long answer = 0;
	if (*delivery->sms_key)
		heads = curl_slist_append(heads, str_c(arena, str_format(arena, "Authorization: Bearer %s", delivery->sms_key)));
	*out = (struct delivered){ DELIVER_LATER, "" };
	if (curl && bytes) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
		CURLcode code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
		bool reached = code != CURLE_COULDNT_CONNECT && code != CURLE_COULDNT_RESOLVE_HOST && code != CURLE_SSL_CONNECT_ERROR && code != CURLE_PEER_FAILED_VERIFICATION;
		if (code == CURLE_OK)
			out->result = answer < 300 ? DELIVER_SENT : answer >= 500 || answer == 429 ? DELIVER_LATER : DELIVER_FAILED;
		else
			out->result = reached ? DELIVER_UNKNOWN : DELIVER_LATER;
		snprintf(out->status, sizeof out->status, "%ld", answer);
	}
	free(bytes);
	json_decref(body);
	curl_slist_free_all(heads);
	curl_easy_cleanup(curl);
}

void deliver(const struct delivery *delivery, struct arena *arena, const struct outbox_row *row, struct uuid id, struct str text, struct delivered *out)
{
	struct str name = uuid_str(arena, id);
	bool sms = str_is(row->channel, "sms");
	const char *way = sms ? delivery->sms : delivery->mail;
	const struct mime_message message = { .from = str_of(delivery->from), .name = str_of(delivery->name), .to = row->receiver, .subject = row->subject, .language = row->language, .text = text,
		                              .id = name, .made = row->made };
	*out = (struct delivered){ DELIVER_LATER, "no way" };
	if (delivery->play)
		*out = (struct delivered){ DELIVER_SENT, "" };
	else if (!strcmp(way, "files"))
		deliver_file(delivery, arena, name, sms ? "sms" : "eml", sms ? str_format(arena, STR_FMT "\n" STR_FMT "\n", STR_ARG(row->receiver), STR_ARG(text)) : mime_write(arena, &message), out);
	else if (*way && sms)
		deliver_sms(delivery, arena, row, name, text, out);
	else if (*way)
		deliver_smtp(delivery, str_c(arena, row->receiver), mime_write(arena, &message), out);
}

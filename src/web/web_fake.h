/* For web_test.c alone: access, journal and store as the door sees them, small enough to be read, able to fail when told to. */
#ifndef LIMEN_WEB_FAKE_H
#define LIMEN_WEB_FAKE_H

#include <pthread.h>
#include <stdatomic.h>

#include "access.h"
#include "journal.h"
#include "store.h"

static atomic_int fake_open_connections, fake_conflicts, fake_store_broken, fake_stored;
static pthread_mutex_t fake_lock = PTHREAD_MUTEX_INITIALIZER;
static struct { struct uuid id; uint8_t request[32]; } fake_entries[1000];
static int fake_entry_count;

struct store *fake_store = (struct store *)&fake_open_connections;

struct db *store_take(struct store *store, struct error *err)
{
	if (fake_store_broken) {
		error_set(err, ERR_BUSY, "All connections are in use.", "Try again.", "store");
		return NULL;
	}
	atomic_fetch_add(&fake_open_connections, 1);
	return (struct db *)&fake_lock;
}

void store_give(struct store *store, struct db *db)
{
	atomic_fetch_sub(&fake_open_connections, 1);
}

bool db_begin_read(struct db *db, struct error *err)
{
	return true;
}

void db_rollback(struct db *db)
{
}

bool access_session(struct act *act, struct str token, enum session_state *state, struct error *err)
{
	*state = SESSION_NONE;
	if (str_is(token, "officer") || str_is(token, "half") || str_is(token, "limen_plain"))
		act->actor.rights = right_bit(CAN_CROSS);
	else if (str_is(token, "limen_machine"))
		act->actor.rights = right_bit(CAN_CROSS) | right_bit(CAN_API);
	else
		return true;
	act->actor.user.bytes[0] = (uint8_t)token.data[0];
	act->actor.name = STR("Ilse <Brandt>");
	act->place = (struct place){ STR("NORTH"), 3, STR("entry") };
	*state = str_is(token, "half") ? SESSION_PLACE : SESSION_OPEN;
	return true;
}

struct str access_csrf(struct act *act, struct str token)
{
	return str_format(act->arena, "csrf-of-" STR_FMT, STR_ARG(token));
}

bool access_csrf_matches(struct act *act, struct str token, struct str given)
{
	return str_equal(access_csrf(act, token), given);
}

bool access_need(const struct act *act, enum right right, struct error *err)
{
	return rights_have(act->actor.rights, right) ||
	       error_set(err, ERR_FORBIDDEN, "Your roles do not allow this.", "Ask your supervisor.", "%s", right_name(right));
}

/* An entry of the test's handlers. */
static void fake_append(struct act *act)
{
	act->pending = (struct pending *)&fake_entries;
}

bool journal_pending(const struct act *act)
{
	return act->pending || act->looks;
}

void act_forget(struct act *act)
{
	act->pending = NULL;
	act->looks = 0;
}

static enum submitted fake_known(struct act *act, struct uuid id, struct error *err)
{
	for (int i = 0; i < fake_entry_count; i++) {
		if (!uuid_equal(fake_entries[i].id, id))
			continue;
		if (!memcmp(fake_entries[i].request, act->request, 32))
			return SUBMIT_DONE_BEFORE;
		error_set(err, ERR_ID_REUSED, "This id was used for something else.", "Make a new one.", "id");
		return SUBMIT_FAILED;
	}
	return SUBMITTED;
}

enum submitted journal_known(struct act *act, struct uuid id, struct error *err)
{
	pthread_mutex_lock(&fake_lock);
	enum submitted known = fake_known(act, id, err);
	pthread_mutex_unlock(&fake_lock);
	return known;
}

enum submitted journal_submit(struct act *act, struct error *err)
{
	if (fake_conflicts > 0) {
		atomic_fetch_sub(&fake_conflicts, 1);
		return SUBMIT_CONFLICT;
	}
	pthread_mutex_lock(&fake_lock);
	enum submitted known = uuid_zero(act->id) ? SUBMITTED : fake_known(act, act->id, err);
	if (known == SUBMITTED) {
		fake_stored++;
		fake_entries[fake_entry_count].id = act->id;
		memcpy(fake_entries[fake_entry_count++].request, act->request, 32);
	}
	pthread_mutex_unlock(&fake_lock);
	return known;
}

#endif

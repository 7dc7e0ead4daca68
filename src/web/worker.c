/* Own threads for whatever may block, so that reading and writing never wait for a database. */
#include "server.h"

#include <stdlib.h>

static void note_current(struct web *web, struct request *was, struct request *now)
{
	for (int i = 0; i < web->worker_count; i++) {
		if (web->current[i] == was) {
			web->current[i] = now;
			return;
		}
	}
}

static struct request *next_request(struct web *web)
{
	pthread_mutex_lock(&web->lock);
	while (!web->first && !web->ends)
		pthread_cond_wait(&web->work, &web->lock);
	struct request *request = web->first;
	if (request) {
		web->first = request->next;
		if (!web->first)
			web->last = &web->first;
		web->waiting--;
		web->busy++;
		note_current(web, NULL, request);
	}
	pthread_mutex_unlock(&web->lock);
	return request;
}

/* The lock is held over the flag and the resume: web_close may have given the connection up meanwhile. */
static void hand_back(struct web *web, struct request *request)
{
	pthread_mutex_lock(&web->lock);
	web->busy--;
	note_current(web, request, NULL);
	bool orphan = request->abandoned;
	request->answered = true;
	if (!orphan) {
		web->unsent++;
		MHD_resume_connection(request->connection);
	}
	pthread_mutex_unlock(&web->lock);
	if (orphan)
		request_free(request);
}

/* After the time to finish: whoever still waits gets told; whoever still runs is left alone, and its connection answered without it. */
void workers_abandon(struct web *web)
{
	pthread_mutex_lock(&web->lock);
	for (int i = 0; i < web->worker_count; i++) {
		if (web->current[i]) {
			web->current[i]->abandoned = true;
			MHD_resume_connection(web->current[i]->connection);
		}
	}
	for (struct request *request = web->first; request; request = request->next) {
		request->too_late = true;
		MHD_resume_connection(request->connection);
	}
	web->first = NULL;
	web->last = &web->first;
	web->waiting = 0;
	pthread_mutex_unlock(&web->lock);
}

static void *work(void *state)
{
	struct web *web = state;
	struct request *request;
	while ((request = next_request(web))) {
		request_live(request);
		hand_back(web, request);
	}
	return NULL;
}

bool workers_start(struct web *web, struct error *err)
{
	web->last = &web->first;
	web->threads = ARENA_ARRAY(web->arena, pthread_t, (size_t)web->options.workers);
	web->current = ARENA_ARRAY(web->arena, struct request *, (size_t)web->options.workers);
	web->worker_count = web->options.workers;
	for (int i = 0; i < web->options.workers; i++, web->started++)
		if (pthread_create(&web->threads[i], NULL, work, web)) {
			workers_stop(web);
			return error_set(err, ERR_SYSTEM, "A thread could not be started.", "Look at the limits of the system.", "worker %d", i + 1);
		}
	return true;
}

bool worker_queue(struct request *request)
{
	struct web *web = request->web;
	pthread_mutex_lock(&web->lock);
	bool taken = web->waiting < web->options.queue && !web->ends;
	if (taken) {
		MHD_suspend_connection(request->connection);
		request->next = NULL;
		*web->last = request;
		web->last = &request->next;
		web->waiting++;
	}
	pthread_mutex_unlock(&web->lock);
	if (taken)
		pthread_cond_signal(&web->work);
	return taken;
}

void workers_stop(struct web *web)
{
	pthread_mutex_lock(&web->lock);
	web->ends = true;
	pthread_cond_broadcast(&web->work);
	pthread_mutex_unlock(&web->lock);
	while (web->started > 0)
		pthread_join(web->threads[--web->started], NULL);
}

bool workers_idle(struct web *web)
{
	pthread_mutex_lock(&web->lock);
	bool idle = !web->waiting && !web->busy && !web->unsent;
	pthread_mutex_unlock(&web->lock);
	return idle;
}

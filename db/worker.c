/*
 * The worker: a slot for one job, which is full from the giving to the end of the job.
 */
#include "db/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "src/mem.h"
#include "src/banned.h"

struct worker {
	void (*work)(void *ctx, void *job);
	void *ctx;
	bool alone; /* there is no thread */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed; /* job or ended */
	void *job;              /* NULL: the slot is free */
	bool ended;
};

static void *run(void *arg)
{
	struct worker *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		void *job;

		while (!w->job && !w->ended)
			pthread_cond_wait(&w->changed, &w->lock);
		if (!w->job)
			break;
		job = w->job;
		pthread_mutex_unlock(&w->lock);
		w->work(w->ctx, job);
		pthread_mutex_lock(&w->lock);
		w->job = NULL;
		pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Signals are for the thread that reads keys and files: it is the one that must wake up. */
static bool start(struct worker *w)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc == 0;
}

struct worker *worker_new(void (*work)(void *ctx, void *job), void *ctx)
{
	struct worker *w = xcalloc(1, sizeof(*w));
	pthread_condattr_t steady;

	w->work = work;
	w->ctx = ctx;
	pthread_mutex_init(&w->lock, NULL);
	/* By a clock that nobody sets. */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&w->changed, &steady);
	pthread_condattr_destroy(&steady);
	w->alone = !start(w);
	return w;
}

/* With the lock held. */
static void wait_free(struct worker *w)
{
	while (w->job)
		pthread_cond_wait(&w->changed, &w->lock);
}

void worker_give(struct worker *w, void *job)
{
	if (w->alone) {
		w->work(w->ctx, job);
		return;
	}
	pthread_mutex_lock(&w->lock);
	wait_free(w);
	w->job = job;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

void worker_wait(struct worker *w)
{
	if (!w || w->alone)
		return;
	pthread_mutex_lock(&w->lock);
	wait_free(w);
	pthread_mutex_unlock(&w->lock);
}

bool worker_wait_ms(struct worker *w, int ms)
{
	struct timespec end;
	bool done = true;

	if (!w || w->alone || !ms) {
		worker_wait(w);
		return true;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += (long)ms * 1000000;
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	pthread_mutex_lock(&w->lock);
	while (w->job && done)
		done = pthread_cond_timedwait(&w->changed, &w->lock, &end) == 0;
	done = !w->job;
	pthread_mutex_unlock(&w->lock);
	return done;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	if (!w->alone) {
		pthread_mutex_lock(&w->lock);
		wait_free(w);
		w->ended = true;
		pthread_cond_signal(&w->changed);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

/* What the app keeps for its screens: the lock, a person's own filters, the records that were saved last. */
#include "ui/app_part.h"

#include <string.h>

#include "src/clock.h"
#include "src/mem.h"
#include "src/banned.h"

/* --- locking --- */

/* What was typed is written down before: nobody knows when its owner comes back. */
void app_lock(struct app *a)
{
	struct err e = ERR_INIT;

	if (lock_now(a->lock, &e) < 0) {
		lock_touch(a->lock, clock_ms());
		app_say_error(a, &e);
		return;
	}
	app_keep(a, true);
	buf_clear(&a->message);
}

void app_set_idle_lock(struct app *a, int64_t idle_ms)
{
	lock_free(a->lock);
	a->lock = lock_new(a->store, idle_ms);
	lock_touch(a->lock, clock_ms());
	/* Or leaving the locked screens and coming back would open them. */
	if (idle_ms)
		app_lock(a);
}

bool app_is_locked(const struct app *a)
{
	return lock_is_on(a->lock);
}

/* --- the state folder --- */

char *app_state(const struct app *a, const char *name)
{
	const char *slash = a->drafts ? strrchr(a->drafts, '/') : NULL;
	struct buf b = BUF_INIT;

	if (!slash)
		return NULL;
	buf_add(&b, a->drafts, (size_t)(slash - a->drafts));
	buf_addf(&b, "/%s", name);
	return buf_detach(&b);
}

/* --- what was saved last --- */

void app_keep_saved(struct app *a, const struct reg *reg, void *rec)
{
	size_t i = 0;

	while (i < a->n_saved && a->saved[i].reg != reg)
		i++;
	if (i == a->n_saved)
		a->saved = xreallocarray(a->saved, ++a->n_saved, sizeof(*a->saved));
	else
		reg_free(reg, a->saved[i].rec);
	a->saved[i] = (struct saved){ reg, rec };
}

const void *app_last_saved(const struct app *a, const struct reg *reg)
{
	for (size_t i = 0; i < a->n_saved; i++)
		if (a->saved[i].reg == reg)
			return a->saved[i].rec;
	return NULL;
}

/* --- the data check --- */

const struct checkup *app_checkup(const struct app *a)
{
	return a->aside.store ? NULL : &a->checkup;
}

/* --- filters --- */

void app_set_filters(struct app *a, const struct ui_filter *filters, size_t n)
{
	a->filters = filters;
	a->n_filters = n;
}

const struct ui_filter *app_filter(const struct app *a, const struct reg *reg)
{
	for (size_t i = 0; i < a->n_filters; i++)
		if (strcmp(a->filters[i].reg, reg->name) == 0)
			return &a->filters[i];
	return NULL;
}

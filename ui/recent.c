/* Which records were opened last: a line for each in the file, "database register id", the last one first. */
#include "ui/recent.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/small_file.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/app_part.h"
#include "src/banned.h"

#define NAME "recent"
#define MOST_LINES 500		/* of all databases */

void recent_release(struct recent *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->items[i].reg);
	free(r->items);
	*r = (struct recent){ .n = 0 };
}

/* Where it stands, or else the last one of its database where there is no room for one more; n: nowhere. */
static size_t place_of(const struct recent *r, const struct recent_item *item)
{
	size_t same = 0, last = r->n;

	for (size_t i = 0; i < r->n; i++) {
		const struct recent_item *old = &r->items[i];

		if (old->database != item->database)
			continue;
		if (old->id == item->id && strcmp(old->reg, item->reg) == 0)
			return i;
		same++;
		last = i;
	}
	if (same >= RECENT_MOST)
		return last;
	return r->n >= MOST_LINES ? r->n - 1 : r->n;
}

void recent_add(struct recent *r, int64_t database, const char *reg, int64_t id)
{
	const struct recent_item item = { database, (char *)(uintptr_t)reg, id };
	size_t at = place_of(r, &item);
	char *name = xstrdup(reg);

	if (at == r->n)
		r->items = xreallocarray(r->items, ++r->n, sizeof(*r->items));
	else
		free(r->items[at].reg);
	for (; at > 0; at--)
		r->items[at] = r->items[at - 1];
	r->items[0].database = database;
	r->items[0].reg = name;
	r->items[0].id = id;
}

/* --- the file --- */

static bool take_number(const char **at, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(*at, &end, 10);
	if (errno || end == *at)
		return false;
	*at = end;
	return true;
}

/* Goes behind the line. */
static bool take_line(const char **at, struct recent_item *out)
{
	const char *name;
	size_t n;

	if (!take_number(at, &out->database) || *(*at)++ != ' ')
		return false;
	name = *at;
	n = strspn(name, "abcdefghijklmnopqrstuvwxyz_-");
	*at += n;
	if (!n || *(*at)++ != ' ' || !take_number(at, &out->id) || out->id <= 0 || *(*at)++ != '\n')
		return false;
	out->reg = xstrndup(name, n);
	return true;
}

int recent_parse(const char *text, struct recent *out, struct err *e)
{
	*out = (struct recent){ .n = 0 };
	while (*text) {
		struct recent_item item;

		if (out->n >= MOST_LINES || !take_line(&text, &item)) {
			recent_release(out);
			return err_set(e, ERR_INVALID, _("最近记录的文件看不懂，没有采用；这里只有这次打开过的。"));
		}
		out->items = xreallocarray(out->items, out->n + 1, sizeof(*out->items));
		out->items[out->n++] = item;
	}
	return 0;
}

static int read_file(const char *path, struct recent *out, struct err *e)
{
	struct buf text = BUF_INIT;
	int rc = 0;

	*out = (struct recent){ .n = 0 };
	errno = 0;
	if (small_file_read(path, &text))
		rc = recent_parse(buf_str(&text), out, e);
	else if (errno != ENOENT)
		rc = err_set(e, ERR_INVALID, _("最近记录的文件读不出来，没有采用；这里只有这次打开过的。"));
	buf_release(&text);
	return rc;
}

static void write_file(const char *path, const struct recent *r)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < r->n; i++)
		buf_addf(&text, "%" PRId64 " %s %" PRId64 "\n", r->items[i].database, r->items[i].reg, r->items[i].id);
	small_file_replace(path, &text);
	buf_release(&text);
}

/* --- the app's --- */

void recent_note(struct app *a, const struct reg *reg, int64_t id)
{
	/* What is looked at in the past is not what somebody works on. */
	if (id && !a->aside.store)
		recent_add(&a->recent, store_identity(a->store), reg->name, id);
}

int recent_all(struct app *a, struct recent *out, struct err *e)
{
	char *path = app_state(a, NAME);
	int rc = 0;

	*out = (struct recent){ .n = 0 };
	if (path)
		rc = read_file(path, out, e);
	for (size_t i = a->recent.n; i > 0; i--)
		recent_add(out, a->recent.items[i - 1].database, a->recent.items[i - 1].reg, a->recent.items[i - 1].id);
	free(path);
	return rc;
}

void recent_keep(struct app *a)
{
	char *path = app_state(a, NAME);
	struct recent all;

	if (path && a->recent.n) {
		recent_all(a, &all, NULL);
		write_file(path, &all);
		recent_release(&all);
	}
	free(path);
}

/*
 * Speed of an import as a person has it on the screen:
 *
 *	import DATABASE FILE ROWS
 *
 * The database is empty, the file has ROWS organizations.  The screen is driven without a terminal: a slice is timed with the
 * picture that follows it, for so long a key waits at the worst.  Prints one line for each figure: what, measured, budget;
 * exits 1 when any is over.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/records.h"
#include "tests/support/pty.h"
#include "ui/app.h"
#include "ui/import.h"

#define SAMPLES 100000

static int over;

struct sample {
	double ms[SAMPLES];
	int n;
};

struct bench {
	struct store *store;
	struct app *app;
	struct picture picture;
	const char *file;
	long rows;
	struct sample slice, key;
	double whole;
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double percentile(struct sample *s, int percent)
{
	int at = (int)((long)s->n * percent / 100);

	qsort(s->ms, (size_t)s->n, sizeof(s->ms[0]), by_size);
	return s->n ? s->ms[at < s->n ? at : s->n - 1] : -1;
}

static void add(struct sample *s, double ms)
{
	if (s->n < SAMPLES)
		s->ms[s->n++] = ms;
}

static void at_most(const char *what, double value, const char *unit, double budget)
{
	bool good = value >= 0 && value <= budget;

	printf("%-44s %12.2f %-6s <= %10.2f  %s\n", what, value, unit, budget, good ? "ok" : "OVER");
	over += !good;
}

static void fail(const struct bench *b, const char *what)
{
	fprintf(stderr, "import: %s: %s\n", what, app_message(b->app, &(bool){ false }));
	exit(1);
}

/* --- driving --- */

static void draw(struct bench *b)
{
	picture_start(&b->picture, 80, 24);
	app_draw(b->app, &b->picture);
}

static double press(struct bench *b, const char *name)
{
	struct key key;
	double from = now_ms();

	key_parse(&key, name, NULL);
	app_key(b->app, &key);
	draw(b);
	return now_ms() - from;
}

static bool is_working(const struct bench *b)
{
	const struct importer *m = (const struct importer *)app_top(b->app);

	return strcmp(app_top(b->app)->type->name, "import") == 0 && m->task != TASK_NONE;
}

/* A slice with its picture; false: nothing is under way any more. */
static bool slice(struct bench *b)
{
	double from = now_ms();

	app_idle(b->app, false);
	draw(b);
	add(&b->slice, now_ms() - from);
	return is_working(b);
}

/* To the end, with a key now and then. */
static void work(struct bench *b)
{
	double from = now_ms();

	b->slice.n = b->key.n = 0;
	while (slice(b)) {
		if (b->slice.n % 4 == 0)
			add(&b->key, press(b, "Down"));
	}
	b->whole = now_ms() - from;
}

static void say(struct bench *b, const char *what)
{
	char text[60];

	snprintf(text, sizeof(text), "%s: slice, p99", what);
	at_most(text, percentile(&b->slice, 99), "ms", 40);
	snprintf(text, sizeof(text), "%s: longest slice", what);
	/* The commit itself is one slice, and as long as the disk takes. */
	at_most(text, percentile(&b->slice, 100), "ms", b->rows > 100000 ? 400 : 100);
	snprintf(text, sizeof(text), "%s: keystroke meanwhile, p99", what);
	at_most(text, percentile(&b->key, 99), "ms", 16);
	printf("(%s, whole) %30.2f s, %.0f rows/s\n", what, b->whole / 1e3, (double)b->rows * 1e3 / b->whole);
}

static int64_t orgs(const struct bench *b)
{
	struct view v = { .reg = &org_reg };
	struct count c = { .n = -1 };

	return store_count(b->store, &v, &c, NULL) < 0 ? -1 : c.n;
}

/* --- what is measured --- */

static void open_file(struct bench *b)
{
	struct screen *s = import_new(b->app, &org_reg, b->file);

	if (!s)
		fail(b, b->file);
	app_push(b->app, s);
	draw(b);
}

/* How much of the writing is done: the rows up to 100, what follows from them up to 200. */
static long long percent(const struct bench *b)
{
	const struct importer *m = (const struct importer *)app_top(b->app);
	struct import_progress p;

	if (!is_working(b) || m->phase == PHASE_LOCK)
		return 0;
	import_progress(m->session, &p);
	return (p.all > 0 ? p.done * 100 / p.all : 0) + (p.settling ? 100 : 0);
}

/* Esc after more and more of the writing. */
static void cancels(struct bench *b)
{
	double worst = 0;

	for (int at = 10; at < 200; at += 15) {
		double took;

		press(b, "Ctrl-S");
		press(b, "Ctrl-S");
		while (percent(b) < at && slice(b))
			;
		if (!is_working(b))
			fail(b, "too late");
		took = press(b, "Esc");
		worst = took > worst ? took : worst;
		if (is_working(b) || orgs(b) != 0)
			fail(b, "cancel");
	}
	at_most("import: until a cancel is obeyed, longest", worst, "ms", b->rows > 100000 ? 400 : 100);
}

/* A cell is corrected: until the next key can be pressed, and until it is known what became of the row. */
static void corrections(struct bench *b)
{
	struct importer *m = (struct importer *)app_top(b->app);
	double key, from = now_ms();

	import_fix(m, 2, 1, "示例");
	import_recheck(m);
	draw(b);
	slice(b);
	slice(b);
	key = press(b, "Down");
	at_most("import: key while a correction is checked", key, "ms", 16);
	while (slice(b))
		;
	at_most("import: until a correction is judged", now_ms() - from, "ms", 2500);
	import_forget_fixes(m);
	import_check(m);
	work(b);
}

static void measure(struct bench *b)
{
	open_file(b);
	work(b);
	say(b, "import check");
	corrections(b);
	cancels(b);
	press(b, "Ctrl-S");
	press(b, "Ctrl-S");
	work(b);
	say(b, "import write");
	if (orgs(b) != b->rows)
		fail(b, "write");
}

int main(int argc, char **argv)
{
	static struct bench b;
	struct store_options o = { .path = argc > 1 ? argv[1] : "", .channel = "bench" };
	struct err e = ERR_INIT;

	if (argc != 4) {
		fprintf(stderr, "usage: import DATABASE FILE ROWS\n");
		return 2;
	}
	if (store_open(&o, &b.store, &e) < 0) {
		fprintf(stderr, "import: %s\n", e.text);
		return 1;
	}
	b.app = app_new(b.store);
	b.file = argv[2];
	b.rows = strtol(argv[3], NULL, 10);
	app_push(b.app, list_new(b.app, &org_reg, NULL, NULL));
	measure(&b);
	picture_release(&b.picture);
	app_free(b.app);
	store_close(b.store);
	return over > 0;
}

/*
 * Speed of what moves: a board, the page of a case and the list of overdue measures, with 5,000 cases and 50,000 measures.
 *
 *	board DATABASE
 *
 * The screens are driven without a terminal: a time is that of the key and of the picture that answers it.  Prints one line
 * for each figure: what, measured, budget; exits 1 when any is over.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/read.h"
#include "src/records/rectification.h"
#include "tests/support/pty.h"
#include "ui/board.h"

#define SAMPLES 4000
#define OPENINGS 30

static int over;

struct sample {
	double ms[SAMPLES];
	int n;
};

struct bench {
	struct app *app;
	struct picture picture;
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double percentile(struct sample *s, int percent)
{
	int at = s->n * percent / 100;

	qsort(s->ms, (size_t)s->n, sizeof(s->ms[0]), by_size);
	return s->n ? s->ms[at < s->n ? at : s->n - 1] : -1;
}

static void add(struct sample *s, double ms)
{
	if (s->n < SAMPLES)
		s->ms[s->n++] = ms;
}

static void at_most(const char *what, double value, double budget)
{
	bool good = value >= 0 && value <= budget;

	printf("%-44s %12.2f ms     <= %10.2f  %s\n", what, value, budget, good ? "ok" : "OVER");
	over += !good;
}

/* --- driving --- */

static void draw(struct bench *b)
{
	picture_start(&b->picture, 80, 24);
	app_draw(b->app, &b->picture);
}

/* The key, its picture, and then what waits for the person to pause. */
static double press(struct bench *b, const char *name)
{
	struct key key;
	double from = now_ms(), took;

	key_parse(&key, name, NULL);
	app_key(b->app, &key);
	draw(b);
	took = now_ms() - from;
	return took;
}

/* The slowest slice, with its picture: so long a key has to wait at the worst. */
static double settle(struct bench *b)
{
	double worst = 0;
	bool more = true;

	while (more) {
		double from = now_ms(), took;

		more = app_idle(b->app, false);
		draw(b);
		took = now_ms() - from;
		worst = took > worst ? took : worst;
	}
	return worst;
}

static double open_screen(struct bench *b, struct screen *(*make)(struct app *a))
{
	double from = now_ms();
	struct screen *s = make(b->app);

	if (!s) {
		fprintf(stderr, "board: %s\n", app_message(b->app, &(bool){ false }));
		exit(1);
	}
	app_push(b->app, s);
	draw(b);
	return now_ms() - from;
}

/* Whatever Esc would leave first. */
static void close_screen(struct bench *b)
{
	app_pop(b->app, 0);
	press(b, "Ctrl-L");
}

/* Times a screen that is made by `make`: until its first picture, and until all of it is there. */
struct opening {
	struct sample first, whole, slice;
};

static void open_often(struct bench *b, struct screen *(*make)(struct app *a), struct opening *out)
{
	for (int i = 0; i < OPENINGS; i++) {
		double from = now_ms();

		add(&out->first, open_screen(b, make));
		add(&out->slice, settle(b));
		add(&out->whole, now_ms() - from);
		close_screen(b);
	}
}

static void press_often(struct bench *b, const char *const *keys, struct sample *key, struct sample *slice)
{
	for (; *keys; keys++)
		for (int i = 0; i < 40; i++) {
			add(key, press(b, *keys));
			if (i % 10 == 9)
				add(slice, settle(b));
		}
}

/* --- what is measured --- */

static struct screen *make_board(struct app *a)
{
	return board_new(a, &(struct board_want){ .reg = &rectification_reg });
}

#define OVERDUE "stage!=done deadline<today"

static struct screen *make_overdue(struct app *a)
{
	return list_new(a, &measure_reg, OVERDUE, "overdue");
}

static int64_t a_case(struct app *a)
{
	struct view v = { .reg = &rectification_reg };
	struct page page = { .rows = NULL };
	struct err e = ERR_INIT;
	int64_t id = 0;

	if (store_page(app_store(a), &v, &(struct page_want){ .rows = 1 }, &page, &e) == 0 && page.n)
		id = ((const struct rec *)page_row(&page, 0))->id;
	page_release(&page);
	return id;
}

static struct screen *make_story(struct app *a)
{
	return story_new(a, &rectification_reg, a_case(a));
}

static void measure_board(struct bench *b)
{
	static const char *const keys[] = { "Down", "Right", "PgDn", "Left", "Up", "End", "Home", NULL };
	static struct opening board;
	static struct sample key, slice, group;

	open_often(b, make_board, &board);
	open_screen(b, make_board);
	settle(b);
	press_often(b, keys, &key, &slice);
	for (int i = 0; i < 12; i++) {
		add(&group, press(b, "o"));
		add(&slice, settle(b));
	}
	close_screen(b);
	at_most("board of 5,000 cases, first picture, p95", percentile(&board.first, 95), 50);
	at_most("board with all its numbers, p95", percentile(&board.whole, 95), 50);
	at_most("board key, p99", percentile(&key, 99), 16);
	at_most("board by another field, p95", percentile(&group, 95), 50);
	at_most("board slice while idle, p99", percentile(&slice, 99), 40);
}

static void measure_list(struct bench *b)
{
	static const char *const keys[] = { "Down", "PgDn", "End", "Home", NULL };
	static struct opening overdue;
	static struct sample key, slice;

	open_often(b, make_overdue, &overdue);
	open_screen(b, make_overdue);
	settle(b);
	press_often(b, keys, &key, &slice);
	close_screen(b);
	at_most("overdue of 50,000 measures, first picture", percentile(&overdue.first, 95), 50);
	at_most("overdue list with its number, p95", percentile(&overdue.whole, 95), 50);
	at_most("overdue list key, p99", percentile(&key, 99), 16);
}

static void measure_story(struct bench *b)
{
	static const char *const keys[] = { "Down", "PgDn", "Tab", "Home", "End", NULL };
	static struct opening story;
	static struct sample key, slice;

	open_often(b, make_story, &story);
	open_screen(b, make_story);
	press_often(b, keys, &key, &slice);
	close_screen(b);
	at_most("story of a case, p95", percentile(&story.first, 95), 50);
	at_most("story key, p99", percentile(&key, 99), 16);
}

int main(int argc, char **argv)
{
	struct bench b = { .app = NULL };
	struct store *s;
	struct err e = ERR_INIT;

	if (argc != 2) {
		fprintf(stderr, "usage: board DATABASE\n");
		return 2;
	}
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	if (store_open(&(struct store_options){ .path = argv[1], .channel = "form" }, &s, &e) < 0) {
		fprintf(stderr, "board: %s\n", e.text);
		return 1;
	}
	b.app = app_new(s);
	picture_init(&b.picture);
	app_push(b.app, home_new(b.app));
	draw(&b);
	settle(&b);
	measure_board(&b);
	measure_list(&b);
	measure_story(&b);
	picture_release(&b.picture);
	app_free(b.app);
	store_close(s);
	return over > 0;
}

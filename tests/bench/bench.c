/*
 * Speed and memory against their budgets: the same program, the same keys, a
 * database of all the country's administrative units and the sample of one
 * prefecture, in one run.
 *
 *	bench ZHIBU FOLDER ROWS		FOLDER holds large.csv (ROWS lines) and gets the databases
 *
 * Prints one line for each figure: what, measured, budget; exits 1 when any is over.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/read.h"
#include "db/store.h"
#include "src/mem.h"
#include "src/records.h"
#include "tests/support/pty.h"

#define KEYS 200

static int over;

struct sample {
	double ms[KEYS * 4];
	int n;
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
	if (s->n < KEYS * 4)
		s->ms[s->n++] = ms;
}

static void at_most(const char *what, double value, const char *unit, double budget)
{
	bool good = value >= 0 && value <= budget;

	printf("%-44s %12.2f %-6s <= %10.2f  %s\n", what, value, unit, budget, good ? "ok" : "OVER");
	over += !good;
}

static void at_least(const char *what, double value, const char *unit, double budget)
{
	bool good = value >= budget;

	printf("%-44s %12.0f %-6s >= %10.0f  %s\n", what, value, unit, budget, good ? "ok" : "BELOW");
	over += !good;
}

/* Runs a command to its end with its output in /dev/null; seconds, or exits. */
static double run(const char *const *argv)
{
	double from = now_ms();
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(126);
		execv(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	if (status) {
		fprintf(stderr, "bench: %s %s failed (%d)\n", argv[0], argv[3], status);
		exit(1);
	}
	return (now_ms() - from) / 1e3;
}

/* --- the screens --- */

struct screens {
	double open, list, down50, down99, page50, page99, end99, word99, word50, sort99, command99, find99, drain;
	double form, form99, save;
	double line_bytes, page_bytes;
	long peak_kb;
};

#define ENTER "\r"
#define DOWN "\033OB"
#define PAGE_DOWN "\033[6~"
#define END "\033OF"
#define HOME "\033OH"
#define F2 "\033OQ"
#define F4 "\033OS"
#define F6 "\033[17~"
#define ESC "\033"
#define CTRL_G "\007"
#define CTRL_S "\023"
#define BACKSPACE "\177"

/* The sample ends after some ninety pages, so every so often it goes back to the first one. */
#define PAGES 50

static void keys(struct pty *p, const char *key, int times, struct sample *out, double *bytes)
{
	double sum = 0;

	for (int i = 0; i < times; i++) {
		if (i % PAGES == PAGES - 1)
			pty_key(p, HOME);
		add(out, pty_key(p, key));
		sum += (double)p->bytes;
	}
	if (bytes)
		*bytes = sum / times;
}

/* One, two and three characters, and pinyin initials: every key is a search of its own. */
static void words(struct pty *p, struct sample *out)
{
	static const char *const typed[] = {
		"村", "村委", "村委会", "东", "东河", "东河村", "新", "新华", "新华村", "乌", "沙沟", "南沙沟",
		"n", "ns", "nsg", "d", "dh", "dhc", "x", "xh", "xhc", "z", "zy", "zyc",
	};

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		pty_key(p, F4);
		for (const char *s = typed[i]; *s;) {
			char one[8] = "";
			size_t n = ((unsigned char)*s < 0x80) ? 1 : 3;

			memcpy(one, s, n);
			add(out, pty_key(p, one));
			s += n;
		}
		/* A lone Esc is told from a sequence by the silence behind it, so its time says nothing. */
		pty_key(p, ESC);
	}
}

/* The same words in all registers at once, with the ends of numbers. */
static void find_all(struct pty *p, struct sample *out)
{
	static const char *const typed[] = { "村", "村委会", "东河村", "南沙沟", "nsg", "dhc", "zyc", "0003", "13900", "632821" };

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		pty_key(p, CTRL_G);
		for (const char *s = typed[i]; *s;) {
			char one[8] = "";
			size_t n = ((unsigned char)*s < 0x80) ? 1 : 3;

			memcpy(one, s, n);
			add(out, pty_key(p, one));
			s += n;
		}
		pty_key(p, ESC);
	}
}

/* The palette opens and each key searches all that can be done. */
static void commands(struct pty *p, struct sample *out)
{
	static const char *const typed[] = { "save view", "undo import", "what changed", "bcst", "cxdr", "retire" };

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		add(out, pty_key(p, F2));
		for (const char *s = typed[i]; *s; s++)
			add(out, pty_key(p, (const char[]){ *s, '\0' }));
		pty_key(p, ESC);
	}
}

/*
 * Twenty records, one after the other: the form opens, the short name gets some letters, the list stands there
 * again when it is saved.
 */
static void forms(struct pty *p, struct screens *r)
{
	struct sample open = { .n = 0 }, key = { .n = 0 }, save = { .n = 0 };

	pty_key(p, HOME);
	for (int i = 0; i < 20; i++) {
		add(&open, pty_key(p, ENTER));
		keys(p, DOWN, 2, &key, NULL);
		keys(p, "a", 8, &key, NULL);
		keys(p, BACKSPACE, 4, &key, NULL);
		add(&save, pty_key(p, CTRL_S));
		pty_key(p, DOWN);
	}
	r->form = percentile(&open, 99);
	r->form99 = percentile(&key, 99);
	r->save = percentile(&save, 95);
}

static struct screens measure(const char *zhibu, const char *db, const char *count)
{
	const char *const argv[] = { zhibu, "--db", db, NULL };
	struct screens r = { .open = 0 };
	struct sample open = { .n = 0 }, down = { .n = 0 }, page = { .n = 0 }, end = { .n = 0 }, word = { .n = 0 },
		      sort = { .n = 0 }, command = { .n = 0 }, find = { .n = 0 };
	struct pty p;

	for (int i = 0; i < 15; i++) {
		pty_start(&p, argv);
		add(&open, pty_wait(&p, count));
		pty_end(&p, "q");
	}
	pty_start(&p, argv);
	pty_wait(&p, count);
	r.list = pty_key(&p, ENTER);
	keys(&p, DOWN, KEYS, &down, &r.line_bytes);
	keys(&p, PAGE_DOWN, KEYS, &page, &r.page_bytes);
	for (int i = 0; i < 20; i++) {
		add(&end, pty_key(&p, END));
		add(&end, pty_key(&p, HOME));
	}
	words(&p, &word);
	commands(&p, &command);
	find_all(&p, &find);
	keys(&p, F6, 20, &sort, NULL);
	pty_key(&p, HOME);
	r.drain = pty_flood(&p, DOWN, 500);
	forms(&p, &r);
	r.peak_kb = pty_peak_kb(&p);
	pty_end(&p, "\021");
	r.open = percentile(&open, 50);
	r.down50 = percentile(&down, 50);
	r.down99 = percentile(&down, 99);
	r.page50 = percentile(&page, 50);
	r.page99 = percentile(&page, 99);
	r.end99 = percentile(&end, 99);
	r.word50 = percentile(&word, 50);
	r.word99 = percentile(&word, 99);
	r.find99 = percentile(&find, 99);
	r.sort99 = percentile(&sort, 99);
	r.command99 = percentile(&command, 99);
	return r;
}

static void judge_screens(const struct screens *large, const struct screens *small)
{
	at_most("open to first screen (home), median", large->open, "ms", 30);
	at_most("list from home", large->list, "ms", 25);
	at_most("line down, p99", large->down99, "ms", 4);
	at_most("page down, p99", large->page99, "ms", 5);
	at_most("end and home, p99", large->end99, "ms", 5);
	at_most("filter keystroke, p99", large->word99, "ms", 16);
	at_most("palette keystroke, p99", large->command99, "ms", 16);
	at_most("find everywhere, keystroke, p99", large->find99, "ms", 16);
	at_most("sort change, p99", large->sort99, "ms", 16);
	at_most("500 held keys, drained", large->drain, "ms", 50);
	at_most("form open, p99", large->form, "ms", 10);
	at_most("form key, p99", large->form99, "ms", 4);
	at_most("save to repainted list, p95", large->save, "ms", 20);
	at_most("bytes for a line down", large->line_bytes, "bytes", 300);
	at_most("bytes for a page down", large->page_bytes, "bytes", 1800);
	at_most("peak memory while browsing", (double)large->peak_kb / 1024, "MB", 24);
	at_most("open: large / small", large->open / small->open, "x", 1.5);
	at_most("line down: large / small, median", large->down50 / small->down50, "x", 1.5);
	at_most("page down: large / small, median", large->page50 / small->page50, "x", 1.5);
	printf("%-44s %12.2f ms\n", "(small: open, median)", small->open);
	printf("%-44s %12.2f ms\n", "(small: filter keystroke, p99)", small->word99);
	printf("%-44s %12.2f ms\n", "(large: filter keystroke, median)", large->word50);
}

/* --- durable saves --- */

static void saves(const char *db)
{
	struct store_options o = { .path = db, .channel = "cli" };
	struct sample times = { .n = 0 };
	struct store *s;
	struct org *base = reg_new(&org_reg), *rec = reg_new(&org_reg);
	struct view v = { .reg = &org_reg };
	struct page page = { .rows = NULL };
	struct err e = ERR_INIT;

	if (store_open(&o, &s, &e) < 0 || store_page(s, &v, &(struct page_want){ .rows = 50 }, &page, &e) < 0)
		goto out;
	for (int i = 0; i < KEYS; i++) {
		const struct org *from = page_row(&page, (size_t)i % page.n);
		struct buf text = BUF_INIT;
		double start;

		if (store_get(s, &org_reg, from->rec.id, base, &e) < 0)
			goto out;
		reg_copy(&org_reg, rec, base);
		buf_addf(&text, "%d", i);
		free(rec->short_name);
		rec->short_name = buf_detach(&text);
		start = now_ms();
		if (store_save_one(s, &org_reg, base, rec, NULL, &e) < 0)
			goto out;
		add(&times, now_ms() - start);
	}
	at_most("one durable save, p95", percentile(&times, 95), "ms", 5);
out:
	if (e.code) {
		printf("one durable save: %s  OVER\n", e.text);
		over++;
	}
	page_release(&page);
	reg_free(&org_reg, base);
	reg_free(&org_reg, rec);
	store_close(s);
}

/* --- files --- */

static void files(const char *zhibu, const char *db, const char *csv, double rows)
{
	const char *const init[] = { zhibu, "--db", db, "init", NULL };
	const char *const import[] = { zhibu, "--db", db, "import", "org", csv, NULL };
	const char *const export[] = { zhibu, "--db", db, "export", "org", "--all", NULL };

	run(init);
	at_least("import, checked and indexed", rows / run(import), "rows/s", 60000);
	at_least("export, CSV", rows / run(export), "rows/s", 400000);
}

/* 665276 -> 665,276: what the first screen shows when it is complete. */
static void grouped(char *out, size_t size, long n)
{
	if (n >= 1000000)
		snprintf(out, size, "%ld,%03ld,%03ld", n / 1000000, n / 1000 % 1000, n % 1000);
	else
		snprintf(out, size, n >= 1000 ? "%ld,%03ld" : "%.0ld%03ld", n / 1000, n % 1000);
}

int main(int argc, char **argv)
{
	char large[512], small[512], csv[512], count[32];
	struct screens at_large, at_small;
	long rows;

	if (argc != 4) {
		fprintf(stderr, "usage: bench ZHIBU FOLDER ROWS\n");
		return 2;
	}
	rows = strtol(argv[3], NULL, 10);
	snprintf(large, sizeof(large), "%s/large.db", argv[2]);
	snprintf(small, sizeof(small), "%s/small.db", argv[2]);
	snprintf(csv, sizeof(csv), "%s/large.csv", argv[2]);
	grouped(count, sizeof(count), rows);
	printf("%ld organizations\n", rows);
	files(argv[1], large, csv, (double)rows);
	run((const char *const[]){ argv[1], "--db", small, "demo", NULL });
	at_large = measure(argv[1], large, count);
	at_small = measure(argv[1], small, "1,644");
	judge_screens(&at_large, &at_small);
	saves(large);
	printf(over ? "%d over budget\n" : "all within budget\n", over);
	return over > 0;
}

/*
 * Speed of the form against its budgets, in the same databases as bench.c and after it:
 *
 *	form ZHIBU FOLDER
 *
 * Prints one line for each figure: what, measured, budget; exits 1 when any is over.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/pty.h"

#define TIMES 60
#define SAMPLES 2000

#define ENTER "\r"
#define TAB "\t"
#define DOWN "\033OB"
#define PAGE_DOWN "\033[6~"
#define HOME "\033OH"
#define F10 "\033[21~"
#define F8 "\033[19~"
#define CLEAR "\025"
#define CTRL_S "\023"
#define CTRL_Q "\021"

static int over;

struct sample {
	double ms[SAMPLES];
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
	if (s->n < SAMPLES)
		s->ms[s->n++] = ms;
}

static void at_most(const char *db, const char *what, struct sample *s, int percent, double budget)
{
	double value = percentile(s, percent);
	bool good = value >= 0 && value <= budget;

	printf("%-6s %-37s %12.2f ms     <= %10.2f  %s\n", db, what, value, budget, good ? "ok" : "OVER");
	over += !good;
}

/* Character by character, as it is typed. */
static void type(struct pty *p, const char *text, struct sample *out)
{
	while (*text) {
		size_t n = 1;
		char one[8] = "";

		while ((text[n] & 0xC0) == 0x80)
			n++;
		memcpy(one, text, n);
		add(out, pty_key(p, one));
		text += n;
	}
}

/* Proposals for a reference: whatever is typed is looked for among all records. */
static void references(struct pty *p, struct sample *out)
{
	static const char *const typed[] = {
		"村", "村委会", "东河村", "乌兰", "沙沟", "nsg", "dhc", "xhc", "zyc", "6328", "不存在的名字",
	};

	pty_key(p, "\0331");
	for (int i = 0; i < 4; i++)
		pty_key(p, TAB);
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		pty_key(p, CLEAR);
		type(p, typed[i], out);
	}
	pty_key(p, CLEAR);
}

static void measure(const char *zhibu, const char *path, const char *name)
{
	const char *const argv[] = { zhibu, "--db", path, NULL };
	static struct sample open, beside, key, reference, save;
	struct pty p;

	open.n = beside.n = key.n = reference.n = save.n = 0;
	pty_start(&p, argv);
	pty_wait(&p, NULL);
	pty_key(&p, ENTER);
	pty_key(&p, HOME);
	for (int i = 0; i < TIMES; i++) {
		pty_key(&p, DOWN);
		add(&open, pty_key(&p, ENTER));
		pty_key(&p, F10);
	}
	pty_key(&p, ENTER);
	for (int i = 0; i < TIMES; i++)
		add(&beside, pty_key(&p, PAGE_DOWN));
	for (int i = 0; i < 26; i++)
		add(&key, pty_key(&p, TAB));
	pty_key(&p, "\0333");
	for (int i = 0; i < TIMES; i++)
		type(&p, "示例甲", &key);
	pty_key(&p, CLEAR);
	references(&p, &reference);
	pty_key(&p, F10);
	pty_key(&p, F8);
	for (int i = 0; i < TIMES; i++) {
		char text[8];

		pty_key(&p, DOWN);
		pty_key(&p, ENTER);
		pty_key(&p, TAB);
		pty_key(&p, TAB);
		snprintf(text, sizeof(text), "%d", i);
		pty_key(&p, text);
		add(&save, pty_key(&p, CTRL_S));
	}
	pty_end(&p, CTRL_Q);
	at_most(name, "form open, p95", &open, 95, 10);
	at_most(name, "next record in the form, p95", &beside, 95, 10);
	at_most(name, "key in a form, p99", &key, 99, 4);
	at_most(name, "key in a reference field, p99", &reference, 99, 16);
	at_most(name, "save to the repainted list, p95", &save, 95, 20);
}

int main(int argc, char **argv)
{
	char path[512];

	if (argc != 3) {
		fprintf(stderr, "usage: form ZHIBU FOLDER\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/large.db", argv[2]);
	measure(argv[1], path, "large:");
	snprintf(path, sizeof(path), "%s/small.db", argv[2]);
	measure(argv[1], path, "small:");
	printf(over ? "%d over budget\n" : "all within budget\n", over);
	return over > 0;
}

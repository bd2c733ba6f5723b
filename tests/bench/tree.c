/*
 * The tree of all the country's units against its budgets: unfolding, filtering, memory.
 *
 *	tree ZHIBU DATABASE
 *
 * Prints one line for each figure: what, measured, budget; exits 1 when any is over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/pty.h"

#define ENTER "\r"
#define UP "\033OA"
#define DOWN "\033OB"
#define RIGHT "\033OC"
#define LEFT "\033OD"
#define HOME "\033OH"
#define END "\033OF"
#define PAGE_DOWN "\033[6~"
#define F4 "\033OS"
#define F5 "\033[15~"
#define ESC "\033"

#define MOST 1000

static int over;

struct sample {
	double ms[MOST];
	int n;
};

static void add(struct sample *s, double ms)
{
	if (s->n < MOST)
		s->ms[s->n++] = ms;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void at_most(const char *what, struct sample *s, double budget)
{
	int at = s->n * 99 / 100;
	double p99, median;

	qsort(s->ms, (size_t)s->n, sizeof(s->ms[0]), by_size);
	p99 = s->n ? s->ms[at < s->n ? at : s->n - 1] : -1;
	median = s->n ? s->ms[s->n / 2] : -1;
	printf("%-44s %12.2f ms     <= %10.2f  %s  (median %.2f, %d keys)\n", what, p99, budget,
		p99 >= 0 && p99 <= budget ? "ok" : "OVER", median, s->n);
	over += !(p99 >= 0 && p99 <= budget);
}

/* From branch to branch down the country: each is unfolded, and what is below the first one, too. */
static void unfold(struct pty *p, struct sample *out)
{
	for (int i = 0; i < 100; i++) {
		add(out, pty_key(p, RIGHT));
		add(out, pty_key(p, RIGHT));
		add(out, pty_key(p, RIGHT));
		add(out, pty_key(p, LEFT));
		pty_key(p, "]");
	}
}

static void pages(struct pty *p, struct sample *out)
{
	add(out, pty_key(p, "*"));
	for (int i = 0; i < 100; i++)
		add(out, pty_key(p, PAGE_DOWN));
	for (int i = 0; i < 10; i++) {
		add(out, pty_key(p, END));
		add(out, pty_key(p, HOME));
	}
}

/* Every key is a search of its own; some find hundreds of thousands, which are then counted in slices. */
static void words(struct pty *p, struct sample *out)
{
	static const char *const typed[] = {
		"村", "村委会", "东河村", "新华村", "南沙沟", "社区", "n", "nsg", "dhc", "xhc", "zyc", "full_members=0", "-村",
	};

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		pty_key(p, F4);
		for (const char *s = typed[i]; *s;) {
			char one[8] = "";
			size_t n = ((unsigned char)*s < 0x80) ? 1 : 3;

			memcpy(one, s, n);
			pty_key(p, one);
			/* To the first rows that answer: those that are counted afterwards come by themselves. */
			add(out, p->first_ms);
			s += n;
		}
		pty_key(p, ESC);
	}
}

int main(int argc, char **argv)
{
	const char *const program[] = { argc > 1 ? argv[1] : "", "--db", argc > 2 ? argv[2] : "", NULL };
	struct sample shape = { .n = 0 }, open = { .n = 0 }, page = { .n = 0 }, word = { .n = 0 };
	struct pty p;
	double mb;

	if (argc != 3) {
		fprintf(stderr, "usage: tree ZHIBU DATABASE\n");
		return 2;
	}
	pty_start(&p, program);
	pty_wait(&p, NULL);
	pty_key(&p, ENTER);
	for (int i = 0; i < 20; i++)
		add(&shape, pty_key(&p, F5));
	pty_key(&p, HOME);
	if (shape.n % 2 == 0)
		add(&shape, pty_key(&p, F5));
	pty_key(&p, "-");
	unfold(&p, &open);
	pages(&p, &page);
	words(&p, &word);
	mb = (double)pty_peak_kb(&p) / 1024;
	pty_end(&p, "\021");
	at_most("tree: flat list and back", &shape, 16);
	at_most("tree: unfold, p99", &open, 16);
	at_most("tree: pages with all unfolded, p99", &page, 16);
	at_most("tree: filter keystroke, p99", &word, 50);
	printf("%-44s %12.2f MB     <= %10.2f  %s\n", "tree: peak memory", mb, 24.0, mb <= 24 ? "ok" : "OVER");
	over += mb > 24;
	return over > 0;
}

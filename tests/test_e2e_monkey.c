/*
 * Keys at random at a real terminal, with windows of all sizes: the program goes on, can be left, gives the terminal
 * back and leaves a sound database.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/office.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define KEYS 5000

/* Ctrl-Q comes at the end only: it is the way out. */
static const char *const keys[] = {
	"<Enter>", "<Enter>", "<Enter>", "<Esc>", "<Tab>", "<Tab>", "<S-Tab>", "<Up>", "<Down>", "<Down>", "<Left>", "<Right>", "<PgUp>",
	"<PgDn>", "<Home>", "<End>", "<BS>", "<Del>", "<Ins>", "<F1>", "<F2>", "<F3>", "<F4>", "<F5>", "<F6>", "<F7>", "<F8>",
	"<F9>", "<F12>", "<C-s>", "<C-z>", "<C-y>", "<C-l>", "<C-u>", "<C-Left>", "<M-1>", "<M-3>", "<C-c>", "<C-a>", "<C-x>", "<M-x>",
	" ", "*", "/", "u", "R", "h", "z", "I", "U", "A", "n", "g", "1", "0", "=", "-", "\"", "<lt>", "南", "沙", "村", "（",
	"。", "\U00020000", "e\u0301", "བོད་", "书记=空", "13900000009", "2023-02-29", "<Paste:南沙沟\n村>", "<Paste:\x1b[2J>",
	"<Paste:\u202E>", "<Esc><F8>", "<F4>001<Enter>", "<Enter><Tab>改<C-s>",
	"<F2>导", "<F2>视图<Enter>", "<F9><Right><Down>", "v", "w示例<Enter>", "c <Enter>", " <Down> e", "x", "p", "@", "@<C-u>今天<Enter>", "<C-g>南", "<C-o>",
	"<M-l>", "<M-c>",
};

/* None of a single column: there libvterm writes the right half of a wide character beyond the line. */
static const int sizes[][2] = { { 80, 24 }, { 40, 12 }, { 132, 40 }, { 20, 5 }, { 61, 17 }, { 10, 2 }, { 200, 60 } };

struct play {
	struct e2e *e;
	uint32_t state;
	struct buf log;
};

static uint32_t below(struct play *p, uint32_t n)
{
	p->state ^= p->state << 13;
	p->state ^= p->state >> 17;
	p->state ^= p->state << 5;
	return p->state % n;
}

/* A click or a turn of the wheel, somewhere. */
static void click(struct play *p)
{
	static const int buttons[] = { 0, 0, 64, 65 };
	int button = buttons[below(p, LEN(buttons))], x = 1 + (int)below(p, 80), y = 1 + (int)below(p, 24);
	char bytes[40];

	snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM", button, x, y);
	buf_addf(&p->log, "[button %d at %d,%d]", button, y, x);
	e2e_write(p->e, bytes, strlen(bytes));
	e2e_wait_idle(p->e);
}

static void step(struct play *p)
{
	const char *key = keys[below(p, LEN(keys))];
	const int *size = sizes[below(p, LEN(sizes))];

	if (below(p, 40) == 0) {
		buf_addf(&p->log, "[%dx%d]", size[0], size[1]);
		e2e_resize(p->e, size[0], size[1]);
	}
	if (below(p, 30) == 0)
		click(p);
	buf_adds(&p->log, key);
	e2e_send(p->e, key);
}

static struct e2e *start(struct office *o)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	char place[256];
	const char *const env[] = { place, NULL };
	struct e2e *e;

	snprintf(place, sizeof(place), "XDG_STATE_HOME=%s", office_file(o, "state"));
	e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });
	e2e_wait(e, "1帮助");
	return e;
}

/* What a panel asks is answered with F8 (throw away) or Esc. */
static void leave(struct play *p)
{
	e2e_resize(p->e, 80, 24);
	for (int i = 0; i < 100 && !e2e_has_ended(p->e); i++)
		e2e_send(p->e, i % 2 ? "<C-q><F8>" : "<Esc>");
	assert_int_equal(e2e_exit_status(p->e), 0);
	assert_true(e2e_is_restored(p->e));
}

/* Esc at home is the end of the program too. */
static void start_again(struct office *o, struct play *p)
{
	assert_int_equal(e2e_exit_status(p->e), 0);
	assert_true(e2e_is_restored(p->e));
	e2e_free(p->e);
	p->e = NULL;
	p->e = start(o);
	buf_adds(&p->log, "[start]");
}

static struct play current;
static uint32_t seed;
static bool finished;

static void play(struct office *o)
{
	current = (struct play){ .e = start(o), .state = seed * 2654435761u | 1 };
	for (int i = 0; i < KEYS; i++) {
		if (e2e_has_ended(current.e))
			start_again(o, &current);
		step(&current);
	}
	leave(&current);
	finished = true;
}

static int setup(void **state)
{
	struct office *o;

	if (office_setup(state) < 0)
		return -1;
	o = *state;
	for (int i = 1; i <= 30; i++) {
		char code[16];

		snprintf(code, sizeof(code), "%03d", i);
		office_branch(o, code, 0);
	}
	office_close(o);
	finished = false;
	seed++;
	return 0;
}

/* Also after a failure, which then can be played again. */
static int teardown(void **state)
{
	if (!finished)
		fprintf(stderr, "with seed %lu were pressed:\n%s\n", (unsigned long)seed, buf_str(&current.log));
	if (current.e)
		e2e_free(current.e);
	buf_release(&current.log);
	current.e = NULL;
	return office_teardown(state);
}

static void test_e2e_monkey__gives_the_terminal_back(void **state)
{
	play(*state);
	office_open(*state, NULL);
	office_sound(*state);
}

#define T cmocka_unit_test_setup_teardown(test_e2e_monkey__gives_the_terminal_back, setup, teardown)

/* The first seed may be given; it and the next one are played: ten thousand keys. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { T, T };

	seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) - 1 : 0;
	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

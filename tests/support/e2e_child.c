/*
 * The program under test of the terminal's tests: it names its keys on the screen.
 */
#include "tests/support/e2e_child.h"

#include <curses.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "src/text.h"
#include "ui/term.h"
#include "src/banned.h"

static void put(int y, const char *text)
{
	struct buf safe = BUF_INIT, line = BUF_INIT;

	text_show(&safe, text);
	text_pad(&line, buf_str(&safe), getmaxx(stdscr), TEXT_LEFT);
	mvaddstr(y, 0, buf_str(&line));
	buf_release(&safe);
	buf_release(&line);
}

void e2e_show(int y, const char *text)
{
	put(y, text);
	refresh();
}

static void add_paste(struct buf *out, const struct key *key)
{
	size_t returns = 0;

	for (size_t i = 0; key->text && i < key->len; i++)
		returns += key->text[i] == '\r';
	buf_addf(out, "paste %zu bytes, %zu line ends, %s", key->len, returns,
		key->text ? "begins " : "refused");
	if (key->text)
		buf_add(out, key->text, key->len < 9 ? key->len : 9);
}

static void add_key(struct buf *out, const struct key *key)
{
	int cols, rows;

	term_size(&cols, &rows);
	if (key->kind == K_PASTE)
		add_paste(out, key);
	else if (key->kind == K_RESIZE)
		buf_addf(out, "resize %dx%d", cols, rows);
	else if (key->kind == K_OTHER)
		buf_adds(out, "other");
	else
		key_add_name(out, key);
}

int e2e_name_keys(void *ctx)
{
	struct buf all = BUF_INIT, last = BUF_INIT;
	struct err e = ERR_INIT;
	struct key key = { .kind = K_NONE };

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(&(struct ui_options){ .reg = NULL }, &e) < 0) {
		puts(e.text);
		return err_exit_status(e.code);
	}
	put(3, "ready");
	while (key.kind != K_HANGUP && !(key.kind == K_CHAR && key.cp == 'q')) {
		put(0, buf_str(&all));
		put(1, buf_str(&last));
		move(1, text_width(buf_str(&last)));
		refresh();
		key_release(&key);
		key = term_read_key(-1);
		buf_clear(&last);
		add_key(&last, &key);
		buf_addf(&all, "%s ", buf_str(&last));
	}
	buf_release(&all);
	buf_release(&last);
	term_stop();
	return term_signal() ? 128 + term_signal() : 0;
}

struct e2e *e2e_start_env(int (*run)(void *), const char *const *env)
{
	return e2e_start(&(struct e2e_program){ .run = run, .env = env });
}

struct e2e *e2e_start_ready(int (*run)(void *))
{
	struct e2e *e = e2e_start_env(run, NULL);

	e2e_wait(e, "ready");
	return e;
}

void e2e_leave(struct e2e *e)
{
	e2e_send(e, "q");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

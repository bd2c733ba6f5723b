/*
 * The terminal: keys as they arrive from a real one, pastes, sizes, signals, and
 * how the terminal is left.  The program under test is a child of this one.
 */
#include "tests/support/e2e.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/text.h"
#include "ui/draw.h"
#include "ui/term.h"
#include "src/banned.h"

/* ---- The program under test --------------------------------------------------- */

static void show(int y, const char *text)
{
	draw_text((struct draw_spot){ stdscr, y, 0, getmaxx(stdscr) }, text, LOOK_TEXT);
}

static void add_paste(struct buf *out, const struct key *key)
{
	size_t returns = 0;

	for (size_t i = 0; key->text && i < key->len; i++)
		returns += key->text[i] == '\r';
	buf_addf(out, "paste %zu bytes, %zu line ends, %s", key->len, returns, key->text ? "begins " : "refused");
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

/* Names every key on the screen, all of them in a row and the last one below; ends with q or with the terminal. */
static int name_keys(void *ctx)
{
	struct buf all = BUF_INIT, last = BUF_INIT;
	struct err e = ERR_INIT;
	struct key key = { .kind = K_NONE };

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(false, &e) < 0) {
		puts(e.text);
		return err_exit_status(e.code);
	}
	show(3, "ready");
	while (key.kind != K_HANGUP && !(key.kind == K_CHAR && key.cp == 'q')) {
		show(0, buf_str(&all));
		show(1, buf_str(&last));
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

static struct e2e *start_env(int (*run)(void *), const char *const *env)
{
	return e2e_start(&(struct e2e_program){ .run = run, .env = env });
}

static struct e2e *start(int (*run)(void *))
{
	struct e2e *e = start_env(run, NULL);

	e2e_wait(e, "ready");
	return e;
}

static void leave(struct e2e *e)
{
	e2e_send(e, "q");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

/* ---- Keys ------------------------------------------------------------------------ */

static void test_term__keys_arrive_by_their_names(void **state)
{
	static const struct {
		const char *sent, *named;
	} cases[] = {
		{ "a", "a" }, { "A", "A" }, { "<Space>", "Space" }, { "东", "东" }, { "\U00020000", "\U00020000" },
		{ "？", "？" }, { "<Enter>", "Enter" }, { "<Tab>", "Tab" }, { "<S-Tab>", "Shift-Tab" },
		{ "<BS>", "Backspace" }, { "<Del>", "Del" }, { "<Ins>", "Ins" },
		{ "<Up>", "Up" }, { "<Down>", "Down" }, { "<Left>", "Left" }, { "<Right>", "Right" },
		{ "<Home>", "Home" }, { "<End>", "End" }, { "<PgUp>", "PgUp" }, { "<PgDn>", "PgDn" },
		{ "<F1>", "F1" }, { "<F4>", "F4" }, { "<F5>", "F5" }, { "<F10>", "F10" }, { "<F12>", "F12" },
		{ "<C-s>", "Ctrl-S" }, { "<C-q>", "Ctrl-Q" }, { "<C-z>", "Ctrl-Z" }, { "<C-c>", "Ctrl-C" },
		{ "<C-\\>", "Ctrl-\\" }, { "<C-Left>", "Ctrl-Left" }, { "<S-Up>", "Shift-Up" }, { "<M-Right>", "Alt-Right" },
		{ "<C-PgDn>", "Ctrl-PgDn" }, { "<M-1>", "Alt-1" }, { "<M-m>", "Alt-M" }, { "<Esc>", "Esc" },
	};
	struct e2e *e = start(name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e2e_send(e, cases[i].sent);
		e2e_wait_idle(e);
		assert_string_equal(e2e_row(e, 1), cases[i].named);
	}
	leave(e);
}

static void test_term__other_terminals_keys_are_known(void **state)
{
	static const struct {
		const char *bytes, *named;
	} cases[] = {
		{ "\033[1~", "Home" }, { "\033[4~", "End" }, { "\033[7~", "Home" }, { "\033[8~", "End" },	/* PuTTY, rxvt */
		{ "\033[11~", "F1" }, { "\033[14~", "F4" }, { "\033[[A", "F1" }, { "\033[[E", "F5" },	/* PuTTY, console */
		{ "\033[H", "Home" }, { "\033[F", "End" }, { "\033[A", "Up" }, { "\033OA", "Up" }, { "\033OM", "Enter" },
		{ "\033\033[A", "Alt-Up" }, { "\b", "Backspace" }, { "\n", "Enter" },
	};
	struct e2e *e = start(name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e2e_write(e, cases[i].bytes, strlen(cases[i].bytes));
		e2e_wait_idle(e);
		assert_string_equal(e2e_row(e, 1), cases[i].named);
	}
	leave(e);
}

static void test_term__unknown_sequences_type_nothing(void **state)
{
	static const char *const sequences[] = { "\033[99~", "\033[1;9Z", "\033[?62;22c", "\033Oz", "\033[201~", "\033[I" };
	struct e2e *e = start(name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		e2e_write(e, sequences[i], strlen(sequences[i]));
		e2e_write(e, "x", 1);
		e2e_wait_idle(e);
	}
	assert_string_equal(e2e_row(e, 0), "other x other x other x other x other x other x");
	leave(e);
}

static void test_term__escape_is_told_from_alt(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_send(e, "<Esc>x<M-x><Esc><Esc><F3>");
	e2e_wait(e, "F3");
	assert_string_equal(e2e_row(e, 0), "Esc x Alt-X Esc Esc F3");
	leave(e);
}

static void test_term__text_typed_ahead_of_escape_is_kept(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_write(e, "\033东\033\033", strlen("\033东\033\033"));
	e2e_wait(e, "东 Esc Esc");
	assert_string_equal(e2e_row(e, 0), "Esc 东 Esc Esc");
	leave(e);
}

static void test_term__keys_that_come_at_once_are_all_read(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_send(e, "东河<Down><Down>村<F4>ab<C-s>");
	e2e_wait(e, "Ctrl-S");
	assert_string_equal(e2e_row(e, 0), "东 河 Down Down 村 F4 a b Ctrl-S");
	leave(e);
}

static void test_term__a_character_in_two_parts_is_one(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_write(e, "\xE4\xB8", 2);
	e2e_write(e, "\xAD", 1);
	e2e_wait(e, "中");
	assert_string_equal(e2e_row(e, 0), "中");
	leave(e);
}

static void test_term__bytes_that_are_no_character_do_not_end_the_program(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_write(e, "\xFF", 1);
	e2e_wait_idle(e);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	leave(e);
}

/* ---- Pastes ----------------------------------------------------------------------------- */

static void test_term__a_paste_is_one_key(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_send(e, "a<Paste:一二三\n四>b");
	e2e_wait(e, "三 b");
	assert_string_equal(e2e_row(e, 0), "a paste 13 bytes, 1 line ends, begins 一二三 b");
	leave(e);
}

static void test_term__nothing_in_a_paste_is_a_key(void **state)
{
	static const char text[] = "q\033[A\003\033q\033[201q";
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_paste(e, text, strlen(text));
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_wait(e, "paste 13 bytes");
	leave(e);
}

static void test_term__an_empty_paste_is_one_too(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_paste(e, "", 0);
	e2e_wait(e, "paste 0 bytes");
	leave(e);
}

static void test_term__a_paste_without_an_end_keeps_nobody(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_write(e, "\033[200~abc", 9);
	e2e_wait_idle(e);
	e2e_kill(e, SIGTERM);
	assert_int_equal(e2e_exit_status(e), 128 + SIGTERM);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void paste_bytes(struct e2e *e, size_t n)
{
	struct buf text = BUF_INIT;

	buf_fill(&text, 'x', n);
	e2e_paste(e, text.data, text.len);
	buf_release(&text);
}

static void test_term__a_long_paste_is_read_whole_or_refused(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	paste_bytes(e, TERM_PASTE_MAX);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_wait(e, "paste 4194304 bytes, 0 line ends, begins xxxxxxxxx");
	paste_bytes(e, TERM_PASTE_MAX + 1);
	e2e_wait(e, "paste 4194305 bytes, 0 line ends, refused");
	e2e_send(e, "<F3>");
	e2e_wait(e, "F3");
	leave(e);
}

/* ---- Size ---------------------------------------------------------------------------------- */

static void test_term__a_new_size_is_a_key(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_resize(e, 100, 30);
	e2e_wait(e, "resize 100x30");
	e2e_resize(e, 30, 5);
	e2e_wait(e, "resize 30x5");
	e2e_resize(e, 80, 24);
	e2e_wait(e, "resize 80x24");
	e2e_send(e, "x");
	e2e_wait_idle(e);
	assert_string_equal(e2e_row(e, 1), "x");
	leave(e);
}

static void test_term__lines_and_columns_of_the_environment_do_not_matter(void **state)
{
	static const char *const env[] = { "LINES=7", "COLUMNS=33", NULL };
	struct e2e *e = start_env(name_keys, env);

	(void)state;
	e2e_wait(e, "ready");
	e2e_resize(e, 90, 20);
	e2e_wait(e, "resize 90x20");
	leave(e);
}

/* ---- Cursor and colours ------------------------------------------------------------------------ */

static void test_term__the_cursor_stands_where_it_was_put(void **state)
{
	struct e2e *e = start(name_keys);
	int y, x;

	(void)state;
	e2e_send(e, "东");
	e2e_wait(e, "东");
	e2e_wait_idle(e);
	e2e_cursor(e, &y, &x);
	assert_int_equal(y, 1);
	assert_int_equal(x, 2);
	assert_true(e2e_cursor_visible(e));
	leave(e);
}

static int show_looks(void *ctx)
{
	struct err e = ERR_INIT;
	struct key key;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(getenv("PLAIN") != NULL, &e) < 0)
		return 1;
	draw_text((struct draw_spot){ stdscr, 0, 0, 10 }, "标题", LOOK_TITLE);
	draw_text((struct draw_spot){ stdscr, 1, 0, 10 }, "错误", LOOK_ERROR);
	draw_text((struct draw_spot){ stdscr, 2, 0, 10 }, "字段", LOOK_FIELD);
	draw_text((struct draw_spot){ stdscr, 3, 0, 10 }, "ready", LOOK_TEXT);
	refresh();
	key = term_read_key(-1);
	key_release(&key);
	return 0;
}

static void check_looks(const char *const *env, bool coloured)
{
	struct e2e *e = start_env(show_looks, env);

	e2e_wait(e, "ready");
	assert_true(e2e_cell(e, 0, 0).reverse);
	assert_int_equal(e2e_cell(e, 0, 0).width, 2);
	assert_int_equal(e2e_cell(e, 0, 1).width, 0);
	assert_false(e2e_cell(e, 0, 0).coloured);
	assert_true(e2e_cell(e, 1, 0).bold);
	assert_int_equal(e2e_cell(e, 1, 0).coloured, coloured);
	assert_true(e2e_cell(e, 2, 0).underline);
	assert_string_equal(e2e_cell(e, 2, 0).text, "字");
	assert_false(e2e_cell(e, 3, 0).bold || e2e_cell(e, 3, 0).underline || e2e_cell(e, 3, 0).coloured);
	leave(e);
}

static void test_term__looks_are_attributes_and_few_colours(void **state)
{
	static const char *const no_color[] = { "NO_COLOR=1", NULL }, *const empty[] = { "NO_COLOR=", NULL };
	static const char *const plain[] = { "PLAIN=1", NULL };

	(void)state;
	check_looks(NULL, true);
	check_looks(empty, true);
	check_looks(no_color, false);
	check_looks(plain, false);
}

/* ---- The end ------------------------------------------------------------------------------------- */

static void test_term__the_screen_before_comes_back(void **state)
{
	static const char *const argv[] = { "/bin/sh", "-c", "echo before; exec sleep 0", NULL };
	struct e2e *e = start(name_keys);

	(void)state;
	assert_false(e2e_is_restored(e));
	e2e_send(e, "q");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	assert_null(strstr(e2e_screen(e), "ready"));
	e2e_free(e);
	e = e2e_start(&(struct e2e_program){ .argv = argv });
	e2e_wait(e, "before");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

static void test_term__signals_end_it_with_the_terminal_restored(void **state)
{
	static const int numbers[] = { SIGTERM, SIGHUP, SIGINT };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct e2e *e = start(name_keys);

		e2e_kill(e, numbers[i]);
		assert_int_equal(e2e_exit_status(e), 128 + numbers[i]);
		assert_true(e2e_is_restored(e));
		e2e_free(e);
	}
}

static void test_term__a_stop_from_outside_is_ignored(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_kill(e, SIGTSTP);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	leave(e);
}

static void test_term__a_terminal_that_goes_away_is_the_end(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_hang_up(e);
	assert_int_equal(e2e_exit_status(e), 128 + SIGHUP);
	e2e_free(e);
}

/* Without the signal, the end of the input alone has to be seen. */
static int ignore_hangup(void *ctx)
{
	struct err e = ERR_INIT;
	struct key key;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(false, &e) < 0)
		return 1;
	signal(SIGHUP, SIG_IGN);
	show(0, "ready");
	refresh();
	key = term_read_key(-1);
	return key.kind == K_HANGUP && term_signal() == SIGHUP && term_read_key(0).kind == K_HANGUP ? 7 : 8;
}

static void test_term__the_end_of_the_input_is_the_end(void **state)
{
	struct e2e *e = start(ignore_hangup);

	(void)state;
	e2e_hang_up(e);
	assert_int_equal(e2e_exit_status(e), 7);
	e2e_free(e);
}

/* Leaves in a bad way: ctx says how. */
static int end_badly(void *ctx)
{
	const char *how = ctx;
	struct err e = ERR_INIT;

	setlocale(LC_ALL, "");
	if (term_start(false, &e) < 0)
		return 1;
	show(0, "ready");
	refresh();
	term_push_key((struct key){ .kind = K_NONE });
	term_read_key(-1);
	term_read_key(-1);
	if (strcmp(how, "memory") == 0)
		mem_die("no memory left");
	if (strcmp(how, "abort") == 0)
		abort();
	return 3;
}

static void check_bad_end(const char *how, int status)
{
	char name[16];
	struct e2e *e;

	snprintf(name, sizeof(name), "%s", how);
	e = e2e_start(&(struct e2e_program){ .run = end_badly, .ctx = name });
	e2e_wait(e, "ready");
	assert_false(e2e_is_restored(e));
	e2e_send(e, "x");
	assert_int_equal(e2e_exit_status(e), status);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_term__every_way_out_restores_the_terminal(void **state)
{
	(void)state;
	check_bad_end("exit", 3);
	check_bad_end("memory", 70);
	check_bad_end("abort", 128 + SIGABRT);
}

static int suspend_once(void *ctx)
{
	struct err e = ERR_INIT;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(false, &e) < 0)
		return 1;
	show(0, "ready");
	refresh();
	term_read_key(-1);
	term_suspend();
	term_suspend();
	printf("in between\n");
	fflush(stdout);
	(void)getchar();
	term_resume();
	term_resume();
	show(1, "back");
	refresh();
	term_read_key(-1);
	return 0;
}

static void test_term__another_program_may_have_the_terminal(void **state)
{
	struct e2e *e = start(suspend_once);

	(void)state;
	e2e_send(e, "x");
	e2e_wait(e, "in between");
	assert_true(e2e_is_restored(e));
	e2e_send(e, "<Enter>");
	e2e_wait(e, "back");
	e2e_wait(e, "ready");
	assert_false(e2e_is_restored(e));
	leave(e);
}

/* ---- Keys pushed and waited for -------------------------------------------------------------------- */

static int pending_keys(void *ctx)
{
	struct err e = ERR_INIT;
	bool none, pushed;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(false, &e) < 0)
		return 1;
	none = term_pending() || term_read_key(0).kind != K_NONE || term_read_key(10).kind != K_NONE;
	term_push_key((struct key){ .kind = K_F, .code = 5 });
	pushed = term_pending() && term_read_key(0).code == 5 && !term_pending();
	show(0, !none && pushed ? "ready" : "wrong");
	refresh();
	while (!term_pending())
		continue;
	return term_read_key(-1).cp == 'y' ? 0 : 9;
}

static void test_term__pending_tells_whether_a_key_waits(void **state)
{
	struct e2e *e = start(pending_keys);

	(void)state;
	e2e_send(e, "y");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

static void test_term__without_a_terminal_pushed_keys_are_read_and_then_the_end(void **state)
{
	int cols, rows;

	(void)state;
	term_push_key((struct key){ .kind = K_CHAR, .cp = 'a' });
	term_push_key((struct key){ .kind = K_ENTER });
	assert_true(term_pending());
	assert_int_equal(term_read_key(-1).cp, 'a');
	term_push_key((struct key){ .kind = K_ESC });
	assert_int_equal(term_read_key(-1).kind, K_ENTER);
	assert_int_equal(term_read_key(0).kind, K_ESC);
	assert_false(term_pending());
	assert_int_equal(term_read_key(-1).kind, K_HANGUP);
	term_size(&cols, &rows);
	assert_int_equal(cols, 80);
	assert_int_equal(rows, 24);
	term_suspend();
	term_resume();
	term_stop();
}

/* ---- Terminals that will not do --------------------------------------------------------------------- */

static void check_refused(const char *variable, const char *said)
{
	const char *const env[] = { variable, NULL };
	struct e2e *e = start_env(name_keys, env);

	assert_int_equal(e2e_exit_status(e), 2);
	assert_non_null(strstr(e2e_screen(e), said));
	assert_null(strstr(e2e_screen(e), "ready"));
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_term__a_terminal_that_will_not_do_is_refused_with_a_sentence(void **state)
{
	(void)state;
	check_refused("TERM=dumb", "dumb");
	check_refused("TERM", "TERM=xterm-256color");
	check_refused("TERM=", "TERM=xterm-256color");
	check_refused("TERM=no-such-terminal", "no-such-terminal");
	check_refused("TERM=../../etc/passwd", "passwd");
	check_refused("TERM=a\x1B[31mb", "a\uFFFD[31mb");
	check_refused("LC_ALL=C", "UTF-8");
}

static int start_without(void *ctx)
{
	const int *fd = ctx;
	struct err e = ERR_INIT;
	int null = open("/dev/null", O_RDWR), saved = dup(STDOUT_FILENO), rc;

	setlocale(LC_ALL, "");
	dup2(null, *fd);
	rc = term_start(false, &e);
	dup2(saved, STDOUT_FILENO);
	puts(e.text);
	return err_exit_status((enum err_code)rc);
}

static void test_term__no_terminal_at_all_is_refused(void **state)
{
	int fds[] = { STDIN_FILENO, STDOUT_FILENO };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct e2e *e = e2e_start(&(struct e2e_program){ .run = start_without, .ctx = &fds[i] });

		assert_int_equal(e2e_exit_status(e), 2);
		assert_non_null(strstr(e2e_screen(e), "终端"));
		e2e_free(e);
	}
}

/* ---- The harness itself ------------------------------------------------------------------------------ */

static void test_term__bytes_are_counted(void **state)
{
	struct e2e *e = start(name_keys);

	(void)state;
	e2e_wait_idle(e);
	assert_true(e2e_bytes(e) > 0);
	assert_int_equal(e2e_bytes(e), 0);
	e2e_send(e, "a");
	e2e_wait_idle(e);
	assert_in_range(e2e_bytes(e), 1, 300);
	leave(e);
}

static void test_term__a_program_that_is_not_there_says_so(void **state)
{
	static const char *const argv[] = { "/nowhere/zhibu", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv });

	(void)state;
	assert_int_equal(e2e_exit_status(e), 127);
	e2e_wait(e, "/nowhere/zhibu");
	e2e_wait_gone(e, "no such text");
	e2e_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_term__keys_arrive_by_their_names),
		cmocka_unit_test(test_term__other_terminals_keys_are_known),
		cmocka_unit_test(test_term__unknown_sequences_type_nothing),
		cmocka_unit_test(test_term__escape_is_told_from_alt),
		cmocka_unit_test(test_term__text_typed_ahead_of_escape_is_kept),
		cmocka_unit_test(test_term__keys_that_come_at_once_are_all_read),
		cmocka_unit_test(test_term__a_character_in_two_parts_is_one),
		cmocka_unit_test(test_term__bytes_that_are_no_character_do_not_end_the_program),
		cmocka_unit_test(test_term__a_paste_is_one_key),
		cmocka_unit_test(test_term__nothing_in_a_paste_is_a_key),
		cmocka_unit_test(test_term__an_empty_paste_is_one_too),
		cmocka_unit_test(test_term__a_paste_without_an_end_keeps_nobody),
		cmocka_unit_test(test_term__a_long_paste_is_read_whole_or_refused),
		cmocka_unit_test(test_term__a_new_size_is_a_key),
		cmocka_unit_test(test_term__lines_and_columns_of_the_environment_do_not_matter),
		cmocka_unit_test(test_term__the_cursor_stands_where_it_was_put),
		cmocka_unit_test(test_term__looks_are_attributes_and_few_colours),
		cmocka_unit_test(test_term__the_screen_before_comes_back),
		cmocka_unit_test(test_term__signals_end_it_with_the_terminal_restored),
		cmocka_unit_test(test_term__a_stop_from_outside_is_ignored),
		cmocka_unit_test(test_term__a_terminal_that_goes_away_is_the_end),
		cmocka_unit_test(test_term__the_end_of_the_input_is_the_end),
		cmocka_unit_test(test_term__every_way_out_restores_the_terminal),
		cmocka_unit_test(test_term__another_program_may_have_the_terminal),
		cmocka_unit_test(test_term__pending_tells_whether_a_key_waits),
		cmocka_unit_test(test_term__without_a_terminal_pushed_keys_are_read_and_then_the_end),
		cmocka_unit_test(test_term__a_terminal_that_will_not_do_is_refused_with_a_sentence),
		cmocka_unit_test(test_term__no_terminal_at_all_is_refused),
		cmocka_unit_test(test_term__bytes_are_counted),
		cmocka_unit_test(test_term__a_program_that_is_not_there_says_so),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}

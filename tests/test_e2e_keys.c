/*
 * Keys as they arrive from a real terminal, and pastes.  The program under test
 * is a child of this one.
 */
#include "ui/term.h"

#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/buf.h"
#include "tests/support/e2e_child.h"
#include "src/banned.h"

/* ---- Keys ------------------------------------------------------------------------ */

static void test_term_keys__keys_arrive_by_their_names(void **state)
{
	static const struct {
		const char *sent, *named;
	} cases[] = {
		{ "a", "a" },
		{ "A", "A" },
		{ "<Space>", "Space" },
		{ "东", "东" },
		{ "\U00020000", "\U00020000" },
		{ "？", "？" },
		{ "<Enter>", "Enter" },
		{ "<Tab>", "Tab" },
		{ "<S-Tab>", "Shift-Tab" },
		{ "<BS>", "Backspace" },
		{ "<Del>", "Del" },
		{ "<Ins>", "Ins" },
		{ "<Up>", "Up" },
		{ "<Down>", "Down" },
		{ "<Left>", "Left" },
		{ "<Right>", "Right" },
		{ "<Home>", "Home" },
		{ "<End>", "End" },
		{ "<PgUp>", "PgUp" },
		{ "<PgDn>", "PgDn" },
		{ "<F1>", "F1" },
		{ "<F4>", "F4" },
		{ "<F5>", "F5" },
		{ "<F10>", "F10" },
		{ "<F12>", "F12" },
		{ "<C-s>", "Ctrl-S" },
		{ "<C-q>", "Ctrl-Q" },
		{ "<C-z>", "Ctrl-Z" },
		{ "<C-c>", "Ctrl-C" },
		{ "<C-\\>", "Ctrl-\\" },
		{ "<C-Left>", "Ctrl-Left" },
		{ "<S-Up>", "Shift-Up" },
		{ "<M-Right>", "Alt-Right" },
		{ "<C-PgDn>", "Ctrl-PgDn" },
		{ "<M-1>", "Alt-1" },
		{ "<M-m>", "Alt-M" },
		{ "<Esc>", "Esc" },
	};
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e2e_send(e, cases[i].sent);
		e2e_wait_idle(e);
		assert_string_equal(e2e_row(e, 1), cases[i].named);
	}
	e2e_leave(e);
}

static void test_term_keys__other_terminals_keys_are_known(void **state)
{
	static const struct {
		const char *bytes, *named;
	} cases[] = {
		{ "\033[1~", "Home" },
		{ "\033[4~", "End" },
		{ "\033[7~", "Home" },
		{ "\033[8~", "End" }, /* PuTTY, rxvt */
		{ "\033[11~", "F1" },
		{ "\033[14~", "F4" },
		{ "\033[[A", "F1" },
		{ "\033[[E", "F5" }, /* PuTTY, console */
		{ "\033[H", "Home" },
		{ "\033[F", "End" },
		{ "\033[A", "Up" },
		{ "\033OA", "Up" },
		{ "\033OM", "Enter" },
		{ "\033\033[A", "Alt-Up" },
		{ "\b", "Backspace" },
		{ "\n", "Enter" },
	};
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e2e_write(e, cases[i].bytes, strlen(cases[i].bytes));
		e2e_wait_idle(e);
		assert_string_equal(e2e_row(e, 1), cases[i].named);
	}
	e2e_leave(e);
}

static void test_term_keys__unknown_sequences_type_nothing(void **state)
{
	static const char *const sequences[] = { "\033[99~", "\033[1;9Z", "\033[?62;22c", "\033Oz",
		"\033[201~", "\033[I" };
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		e2e_write(e, sequences[i], strlen(sequences[i]));
		e2e_write(e, "x", 1);
		e2e_wait_idle(e);
	}
	assert_string_equal(e2e_row(e, 0), "other x other x other x other x other x other x");
	e2e_leave(e);
}

static void test_term_keys__escape_is_told_from_alt(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_send(e, "<Esc>x<M-x><Esc><Esc><F3>");
	e2e_wait(e, "F3");
	assert_string_equal(e2e_row(e, 0), "Esc x Alt-X Esc Esc F3");
	e2e_leave(e);
}

static void test_term_keys__text_typed_ahead_of_escape_is_kept(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_write(e, "\033东\033\033", strlen("\033东\033\033"));
	e2e_wait(e, "东 Esc Esc");
	assert_string_equal(e2e_row(e, 0), "Esc 东 Esc Esc");
	e2e_leave(e);
}

static void test_term_keys__keys_that_come_at_once_are_all_read(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_send(e, "东河<Down><Down>村<F4>ab<C-s>");
	e2e_wait(e, "Ctrl-S");
	assert_string_equal(e2e_row(e, 0), "东 河 Down Down 村 F4 a b Ctrl-S");
	e2e_leave(e);
}

static void test_term_keys__a_character_in_two_parts_is_one(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_write(e, "\xE4\xB8", 2);
	e2e_write(e, "\xAD", 1);
	e2e_wait(e, "中");
	assert_string_equal(e2e_row(e, 0), "中");
	e2e_leave(e);
}

static void test_term_keys__bytes_that_are_no_character_do_not_end_the_program(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_write(e, "\xFF", 1);
	e2e_wait_idle(e);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_leave(e);
}

/* ---- Pastes ----------------------------------------------------------------------------- */

static void test_term_keys__a_paste_is_one_key(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_send(e, "a<Paste:一二三\n四>b");
	e2e_wait(e, "三 b");
	assert_string_equal(e2e_row(e, 0), "a paste 13 bytes, 1 line ends, begins 一二三 b");
	e2e_leave(e);
}

static void test_term_keys__nothing_in_a_paste_is_a_key(void **state)
{
	static const char text[] = "q\033[A\003\033q\033[201q";
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_paste(e, text, strlen(text));
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_wait(e, "paste 13 bytes");
	e2e_leave(e);
}

static void test_term_keys__an_empty_paste_is_one_too(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	e2e_paste(e, "", 0);
	e2e_wait(e, "paste 0 bytes");
	e2e_leave(e);
}

static void test_term_keys__a_paste_without_an_end_keeps_nobody(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

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

static void test_term_keys__a_long_paste_is_read_whole_or_refused(void **state)
{
	struct e2e *e = e2e_start_ready(e2e_name_keys);

	(void)state;
	paste_bytes(e, TERM_PASTE_MAX);
	e2e_send(e, "<F2>");
	e2e_wait(e, "F2");
	e2e_wait(e, "paste 4194304 bytes, 0 line ends, begins xxxxxxxxx");
	paste_bytes(e, TERM_PASTE_MAX + 1);
	e2e_wait(e, "paste 4194305 bytes, 0 line ends, refused");
	e2e_send(e, "<F3>");
	e2e_wait(e, "F3");
	e2e_leave(e);
}

/* ---- Keys pushed and waited for -------------------------------------------------------------------- */

static int pending_keys(void *ctx)
{
	struct err e = ERR_INIT;
	bool none, pushed;

	(void)ctx;
	setlocale(LC_ALL, "");
	if (term_start(&(struct ui_options){ .reg = NULL }, &e) < 0)
		return 1;
	none = term_pending() || term_read_key(0).kind != K_NONE || term_read_key(10).kind != K_NONE;
	term_push_key((struct key){ .kind = K_F, .code = 5 });
	pushed = term_pending() && term_read_key(0).code == 5 && !term_pending();
	e2e_show(0, !none && pushed ? "ready" : "wrong");
	while (!term_pending())
		continue;
	return term_read_key(-1).cp == 'y' ? 0 : 9;
}

static void test_term_keys__pending_tells_whether_a_key_waits(void **state)
{
	struct e2e *e = e2e_start_ready(pending_keys);

	(void)state;
	e2e_send(e, "y");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

static void test_term_keys__without_a_terminal_pushed_keys_are_read_and_then_the_end(void **state)
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
	term_stop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_term_keys__keys_arrive_by_their_names),
		cmocka_unit_test(test_term_keys__other_terminals_keys_are_known),
		cmocka_unit_test(test_term_keys__unknown_sequences_type_nothing),
		cmocka_unit_test(test_term_keys__escape_is_told_from_alt),
		cmocka_unit_test(test_term_keys__text_typed_ahead_of_escape_is_kept),
		cmocka_unit_test(test_term_keys__keys_that_come_at_once_are_all_read),
		cmocka_unit_test(test_term_keys__a_character_in_two_parts_is_one),
		cmocka_unit_test(test_term_keys__bytes_that_are_no_character_do_not_end_the_program),
		cmocka_unit_test(test_term_keys__a_paste_is_one_key),
		cmocka_unit_test(test_term_keys__nothing_in_a_paste_is_a_key),
		cmocka_unit_test(test_term_keys__an_empty_paste_is_one_too),
		cmocka_unit_test(test_term_keys__a_paste_without_an_end_keeps_nobody),
		cmocka_unit_test(test_term_keys__a_long_paste_is_read_whole_or_refused),
		cmocka_unit_test(test_term_keys__pending_tells_whether_a_key_waits),
		cmocka_unit_test(test_term_keys__without_a_terminal_pushed_keys_are_read_and_then_the_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}

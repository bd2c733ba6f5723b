/*
 * What does not belong there, in every line that a person can type into: it is said in one sentence where the cursor
 * is, what was typed before stays, typing goes on, and nothing is written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/text.h"
#include "tests/support/forms.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* From the list of organizations to a line with a word in it. */
static const struct line {
	const char *name, *keys, *word;
} lines[] = {
	{ "a text", "<Down><Enter><Tab><Ctrl-U>留下", "留下" },
	{ "a code field", "<Down><Enter><Tab><Tab><Tab><Ctrl-U>留下", "留下" },
	{ "a reference", "<Down><Enter><Tab><Tab><Tab><Tab><Ctrl-U>留下", "留下" },
	{ "a phone", "<Down><Enter><Alt-3><Tab><Ctrl-U>13900", "13900" },
	{ "the filter", "<F4>留下", "筛选> 留下" },
	{ "the filter of a tree", "<F5><F4>留下", "筛选> 留下" },
	{ "the finder", "<F3>留下", "留下" },
	{ "a reason", "<End><F8>留下", "留下" },
	{ "the number of a record", "g33", "33" },
	{ "a new place of a branch", "<F5><Right><Down>m<F4>留下", "留下" },
	{ "the filter of a picker", "<F7><Tab><Tab><Tab><Tab><F3>留下", "留下" },
};

static const struct {
	const char *pasted, *told;
} refused[] = {
	{ "<Paste:a\x1b[31mb>", "U+001B" },
	{ "<Paste:a\x1b]0;title\x07>", "U+001B" },
	{ "<Paste:\u202Eba>", "U+202E" },
	{ "\u2066", "U+2066" },
	{ "\u200B", "U+200B" },
	{ "<Paste:\uFEFF一>", "U+FEFF" },
	{ "<Paste:\xB5\xB3>", "0xB5" },
	{ "<Paste:a\x01>", "U+0001" },
};

/* Each line in an office of its own. */
static struct stage *open_line(const struct line *l)
{
	void *state;
	struct stage *s;

	assert_int_equal(forms_setup(&state), 0);
	s = state;
	stage_keys(s, l->keys);
	stage_shows(s, l->word);
	return s;
}

static void close_line(struct stage *s)
{
	void *state = s;

	office_sound(s->office);
	stage_teardown(&state);
}

/* The sentence stands on the screen; the line has its word, and takes what is typed next. */
static void goes_on(struct stage *s, const struct line *l, const char *told)
{
	bool error;
	const char *message = app_message(s->app, &error);

	if (!error || !strstr(message, told))
		fail_msg("%s: not told of %s but: %s", l->name, told, message);
	if (!strstr(stage_lines(s), l->word))
		fail_msg("%s lost its text:\n%s", l->name, stage_lines(s));
	stage_keys(s, "9");
	if (!strstr(stage_lines(s), l->word))
		fail_msg("%s lost its text:\n%s", l->name, stage_lines(s));
	stage_keys(s, "<Backspace>");
}

static void test_bad_input__what_a_terminal_would_obey_or_hide(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(lines); i++) {
		struct stage *s = open_line(&lines[i]);
		int64_t before = office_number(s->office, "SELECT count(*) FROM change");

		for (size_t k = 0; k < LEN(refused); k++) {
			stage_keys(s, refused[k].pasted);
			goes_on(s, &lines[i], refused[k].told);
		}
		assert_int_equal(office_number(s->office, "SELECT count(*) FROM change"), before);
		close_line(s);
	}
}

static void paste_times(struct stage *s, const char *text, size_t times)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "<Paste:");
	for (size_t i = 0; i < times; i++)
		buf_adds(&b, text);
	buf_addc(&b, '>');
	stage_keys(s, buf_str(&b));
	buf_release(&b);
}

static void test_bad_input__too_much_is_refused_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(lines); i++) {
		struct stage *s = open_line(&lines[i]);

		paste_times(s, "党", 10000);
		goes_on(s, &lines[i], "10000 个字");
		paste_times(s, "示例东河村第一支部\n", 1024 * 1024 / 28);
		goes_on(s, &lines[i], "个字");
		paste_times(s, "党", 5 * 1024 * 1024 / 3);
		goes_on(s, &lines[i], "个字");
		close_line(s);
	}
}

/* Thirty lines become one where there is room, and are refused whole where there is none; no key of theirs is obeyed. */
static void test_bad_input__thirty_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(lines); i++) {
		struct stage *s = open_line(&lines[i]);
		const char *top = stage_top(s);
		bool error;

		paste_times(s, "q\n", 30);
		assert_string_equal(stage_top(s), top);
		app_message(s->app, &error);
		if (error)
			goes_on(s, &lines[i], "");
		else
			stage_shows(s, "q q q");
		close_line(s);
	}
}

/* What was in force before a condition that cannot be read stays in force. */
static void test_bad_input__an_unfinished_condition(void **state)
{
	static const char *const unread[] = { " 级别<", " 书记=空 没有这个字段=1", " 成立<2023-02-29", " 正式党员=很多", " 类别=" };
	struct stage *s = *state;

	for (size_t i = 0; i < LEN(unread); i++) {
		char paste[100];
		bool error;

		stage_keys(s, "<F4>南沙沟");
		stage_shows(s, "筛选后 1 / 全部 7");
		snprintf(paste, sizeof(paste), "<Paste:%s>", unread[i]);
		stage_keys(s, paste);
		app_message(s->app, &error);
		if (!error)
			fail_msg("%s: no word of it\n%s", unread[i], stage_lines(s));
		stage_shows(s, "中共示例镇南沙沟村支部委员会");
		stage_keys(s, "<Enter>");
		assert_true(app_top(s->app)->input);
		stage_shows(s, unread[i]);
		stage_keys(s, "<Esc>");
		stage_shows(s, "共 7");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_bad_input__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_input__what_a_terminal_would_obey_or_hide),
		cmocka_unit_test(test_bad_input__too_much_is_refused_whole),
		cmocka_unit_test(test_bad_input__thirty_lines),
		TEST(an_unfinished_condition),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}

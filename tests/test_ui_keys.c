/*
 * Names of keys, and the table of actions printed as key bar and as help.
 */
#include "ui/keys.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct key parsed(const char *name)
{
	struct key key = { .kind = K_NONE };
	struct err e = ERR_INIT;

	if (key_parse(&key, name, &e) < 0)
		fail_msg("%s: %s", name, e.text);
	return key;
}

/* ---- Names ----------------------------------------------------------------- */

static void test_keys__a_name_is_read_and_written_the_same(void **state)
{
	static const char *const names[] = {
		"F1", "F4", "F10", "F12", "Ctrl-S", "Ctrl-Z", "Ctrl-Q", "Ctrl-\\", "Ctrl-_",
		"Ctrl-Space", "Esc", "Enter", "Space", "Tab", "Shift-Tab", "Backspace", "Del", "Ins",
		"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "Shift-Up", "Ctrl-Left",
		"Alt-Left", "Ctrl-Shift-End", "Alt-1", "Alt-M", "Alt-Enter", "Alt-F4", "Shift-F3",
		"/", "?", "？", "、", "：", "a", "A", "-", "+", "<", "今", "\U00020000",
	};

	(void)state;
	for (size_t i = 0; i < LEN(names); i++) {
		struct key key = parsed(names[i]);
		struct buf name = BUF_INIT;

		key_add_name(&name, &key);
		assert_string_equal(buf_str(&name), names[i]);
		buf_release(&name);
	}
}

static void test_keys__letters_with_ctrl_or_alt_are_one_key_in_either_case(void **state)
{
	struct key a = parsed("Ctrl-s"), b = parsed("Ctrl-S");

	(void)state;
	assert_true(key_equal(&a, &b));
	a = parsed("Alt-m");
	b = parsed("Alt-M");
	assert_true(key_equal(&a, &b));
	a = parsed("u");
	b = parsed("U");
	assert_false(key_equal(&a, &b));
	a = parsed("Tab");
	b = parsed("Shift-Tab");
	assert_false(key_equal(&a, &b));
}

static void test_keys__what_no_terminal_sends_is_no_key(void **state)
{
	static const char *const names[] = {
		"", "F0", "F13", "F99999999999", "F4x", "Fx", "ctrl-s", "Ctrl-", "Alt-", "Ctrl-I",
		"Ctrl-M", "Ctrl-[", "Ctrl-H", "Ctrl-1", "Ctrl-今", "Shift-a", "Page", "pgup", "\xFF",
		"\t", "\x1B", "ab",
	};

	(void)state;
	for (size_t i = 0; i < LEN(names); i++) {
		struct key key = { .kind = K_OTHER };
		struct err e = ERR_INIT;

		if (key_parse(&key, names[i], &e) == 0)
			fail_msg("%s was taken for a key", names[i]);
		assert_int_equal(e.code, ERR_INVALID);
		assert_string_not_equal(e.text, "");
		assert_int_equal(key.kind, K_OTHER);
	}
}

static void test_keys__control_characters_are_the_keys_that_send_them(void **state)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} cases[] = {
		{ 0x1B, "Esc" },
		{ '\r', "Enter" },
		{ '\n', "Enter" },
		{ '\t', "Tab" },
		{ 0x08, "Backspace" },
		{ 0x7F, "Backspace" },
		{ 0, "Ctrl-Space" },
		{ 1, "Ctrl-A" },
		{ 16, "Ctrl-P" },
		{ 17, "Ctrl-Q" },
		{ 19, "Ctrl-S" },
		{ 26, "Ctrl-Z" },
		{ 0x1C, "Ctrl-\\" },
		{ 0x1F, "Ctrl-_" },
		{ ' ', "Space" },
		{ '~', "~" },
		{ 0xA0, "\u00A0" },
		{ 0x4E2D, "中" },
		{ 0x20000, "\U00020000" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct key key = key_of_char(cases[i].cp), named = parsed(cases[i].name);

		assert_true(key_equal(&key, &named));
	}
	assert_int_equal(key_of_char(0x9B).kind, K_OTHER);
}

static void test_keys__only_characters_are_text(void **state)
{
	struct key key = parsed("今");

	(void)state;
	assert_true(key_is_text(&key));
	key = parsed("Space");
	assert_true(key_is_text(&key));
	key = parsed("Alt-1");
	assert_false(key_is_text(&key));
	key = parsed("Ctrl-S");
	assert_false(key_is_text(&key));
	key = parsed("Enter");
	assert_false(key_is_text(&key));
}

static void test_keys__a_released_paste_holds_nothing(void **state)
{
	struct key key = { .kind = K_PASTE, .text = strdup("粘贴"), .len = 6 };

	(void)state;
	key_release(&key);
	assert_null(key.text);
	assert_int_equal(key.kind, K_NONE);
	key_release(&key);
}

/* ---- Actions ---------------------------------------------------------------- */

#define ROW(called, is, short_form, text, ...) \
	{ .name = (called), .label = (is), .bar = (short_form), .help = (text), .keys = __VA_ARGS__, .group = GROUP_VIEW }
#define HELP_ROW ROW("help", N_("帮助"), N_("帮助"), N_("本屏的帮助。"), { "F1", "?" })

static const struct ui_action rows[] = {
	HELP_ROW,
	ROW("find", N_("查找"), N_("查找"), N_("查找而不隐藏其他行，n 和 N 到下一处、上一处。"), { "F3", "/", "、", "Ctrl-F" }),
	ROW("filter", N_("筛选"), N_("筛选"), N_("只留下符合条件的行。"), { "F4", "&", "\\" }),
	ROW("new", N_("新增"), N_("新增"), N_("新增一条。"), { "F7", "Ins", "a" }),
	ROW("next", N_("下一处"), NULL, N_("到下一处。"), { "n" }),
	ROW("error", N_("下个错误"), N_("下个错"), NULL, { "F6" }),
	ROW("leave", N_("返回"), N_("返回"), N_("返回上一屏。"), { "F10", "Ctrl-Q", "q" }),
};
static const struct ui_actions actions = { rows, LEN(rows) };

static void expect_action(const char *pressed, const char *name)
{
	struct key key = parsed(pressed);
	const struct ui_action *found = actions_find(actions, &key);

	if (!name) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found->name, name);
}

static void test_keys__each_key_of_an_action_finds_it(void **state)
{
	(void)state;
	expect_action("F1", "help");
	expect_action("?", "help");
	expect_action("、", "find");
	expect_action("Ctrl-F", "find");
	expect_action("\\", "filter");
	expect_action("n", "next");
	expect_action("N", NULL);
	expect_action("Alt-n", NULL);
	expect_action("F2", NULL);
	expect_action("Esc", NULL);
}

static void test_keys__full_width_signs_count_as_their_twins(void **state)
{
	static const struct ui_action own[] = {
		ROW("narrow", "N", NULL, NULL, { "?" }),
		ROW("wide", "W", NULL, NULL, { "？" }),
		ROW("select", "S", NULL, NULL, { "Space" }),
	};
	const struct ui_actions mine = { own, LEN(own) };
	struct key key = parsed("？");

	(void)state;
	expect_action("？", "help");
	expect_action("／", "find");
	expect_action("＆", "filter");
	expect_action("ａ", "new");
	expect_action("！", NULL);
	assert_string_equal(actions_find(mine, &key)->name, "wide");
	key = parsed("\u3000");
	assert_string_equal(actions_find(mine, &key)->name, "select");
}

static void expect_bar(int cells, const char *text)
{
	struct key_bar labels = { { NULL } };
	struct buf bar = BUF_INIT;

	bar_take(&labels, actions, NULL, NULL);
	bar_print(&labels, &bar, cells);
	assert_string_equal(buf_str(&bar), text);
	assert_true(text_width(buf_str(&bar)) <= cells || cells < 0);
	buf_release(&bar);
}

static void test_keys__the_bar_has_ten_slots_of_eight_cells(void **state)
{
	(void)state;
	expect_bar(80, "1帮助   2       3查找   4筛选   5       6下个错 7新增   8       9       10返回  ");
	expect_bar(132, "1帮助   2       3查找   4筛选   5       6下个错 7新增   8       9       10返回  ");
}

static void test_keys__a_narrow_bar_keeps_what_is_in_use_and_the_way_out(void **state)
{
	(void)state;
	expect_bar(79, "1帮助   3查找   4筛选   6下个错 7新增   10返回  ");
	expect_bar(40, "1帮助   3查找   4筛选   6下个错 10返回  ");
	expect_bar(23, "1帮助   10返回  ");
	expect_bar(8, "10返回  ");
	expect_bar(7, "");
	expect_bar(0, "");
	expect_bar(-5, "");
}

static void test_keys__help_has_one_line_for_each_action(void **state)
{
	struct buf help = BUF_INIT;

	(void)state;
	actions_help(&help, actions, 80);
	assert_string_equal(buf_str(&help),
		"F1 ?                帮助          本屏的帮助。\n"
		"F3 / 、 Ctrl-F      查找          查找而不隐藏其他行，n 和 N 到下一处、上一处。\n"
		"F4 & \\              筛选          只留下符合条件的行。\n"
		"F7 Ins a            新增          新增一条。\n"
		"n                   下一处        到下一处。\n"
		"F6                  下个错误      \n"
		"F10 Ctrl-Q q        返回          返回上一屏。\n");
	buf_release(&help);
}

static void test_keys__help_is_wrapped_and_never_cut(void **state)
{
	static const int widths[] = { 132, 80, 64, 63, 40, 30 };

	(void)state;
	for (size_t i = 0; i < LEN(widths); i++) {
		struct buf help = BUF_INIT, joined = BUF_INIT;
		char *rest, *line;

		actions_help(&help, actions, widths[i]);
		for (line = help.data; (rest = strchr(line, '\n')) != NULL; line = rest + 1) {
			*rest = '\0';
			assert_true(text_width(line) <= widths[i]);
			buf_adds(&joined, line + strspn(line, " "));
		}
		assert_non_null(strstr(buf_str(&joined), "n 和 N 到下一处、上一处。"));
		buf_release(&help);
		buf_release(&joined);
	}
}

/* Words stay whole, and no line begins with a comma. */
static void test_keys__help_is_broken_where_it_may_be(void **state)
{
	static const struct ui_action row = { .name = "x", .label = "项", .help = "甲乙丙丁戊己庚辛壬，find by initials", .keys = { "x" } };
	struct buf help = BUF_INIT;

	(void)state;
	actions_help(&help, (struct ui_actions){ &row, 1 }, 20);
	assert_non_null(strstr(buf_str(&help), "\n  甲乙丙丁戊己庚辛\n  壬，find by"));
	assert_non_null(strstr(buf_str(&help), "\n  initials\n"));
	buf_release(&help);
}

static void test_keys__help_in_no_width_at_all_still_ends(void **state)
{
	struct buf help = BUF_INIT;

	(void)state;
	actions_help(&help, actions, 1);
	assert_non_null(strstr(buf_str(&help), "返回上一屏。"));
	buf_release(&help);
}

/* ---- Sound tables ------------------------------------------------------------ */

static void test_keys__a_sound_table_passes(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(actions_check(actions, &e), 0);
	assert_int_equal(actions_check((struct ui_actions){ NULL, 0 }, &e), 0);
}

static void test_keys__a_faulty_table_is_named(void **state)
{
	static const struct {
		struct ui_action rows[2];
		const char *named;
	} cases[] = {
		{ { HELP_ROW, ROW("again", "再", NULL, NULL, { "F9", "?" }) }, "again" },
		{ { HELP_ROW, ROW("typo", "错", NULL, NULL, { "F99" }) }, "F99" },
		{ { HELP_ROW, ROW("wide", "宽", "四个汉字", NULL, { "F9" }) }, "wide" },
		{ { HELP_ROW, ROW("long", "这是七个字的标签", NULL, NULL, { "F9" }) }, "long" },
		{ { HELP_ROW, ROW("many", "多", NULL, NULL, { "Ctrl-A", "Ctrl-B", "Ctrl-C" }) }, "many" },
		{ { HELP_ROW, ROW("none", "无", NULL, NULL, { NULL }) }, "2" },
		{ { HELP_ROW, ROW("help", "再", NULL, NULL, { "F9" }) }, "help" },
		{ { HELP_ROW, { .name = "loose", .label = "散", .keys = { "F9" } } }, "2" },
		{ { HELP_ROW, ROW(NULL, "无", NULL, NULL, { "F9" }) }, "2" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(actions_check((struct ui_actions){ cases[i].rows, 2 }, &e), ERR_INVALID);
		assert_non_null(strstr(e.text, cases[i].named));
	}
}

/* ---- Other keys ------------------------------------------------------------------ */

static void test_keys__an_action_with_other_keys_is_found_by_them_alone(void **state)
{
	static const char *const own[ACTION_KEYS] = { "F8", "z" };
	struct buf help = BUF_INIT;

	(void)state;
	action_bind(actions_named(actions, "filter"), own);
	expect_action("F8", "filter");
	expect_action("z", "filter");
	expect_action("F4", NULL);
	expect_bar(80, "1帮助   2       3查找   4       5       6下个错 7新增   8筛选   9       10返回  ");
	actions_help(&help, actions, 80);
	assert_non_null(strstr(buf_str(&help), "F8 z                筛选"));
	buf_release(&help);
	action_bind(actions_named(actions, "filter"), NULL);
	expect_action("F8", NULL);
	expect_action("F4", "filter");
	assert_null(actions_named(actions, "no-such"));
}

static void test_keys__a_key_given_twice_is_refused_with_both_names(void **state)
{
	static const char *const taken[ACTION_KEYS] = { "F3" };
	struct err e = ERR_INIT;

	(void)state;
	action_bind(actions_named(actions, "filter"), taken);
	assert_int_equal(actions_check(actions, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "filter"));
	assert_non_null(strstr(e.text, "find"));
	actions_unbind();
	assert_int_equal(actions_check(actions, &e), 0);
}

/* Two may change places, because they are looked at together. */
static void test_keys__two_actions_may_change_places(void **state)
{
	static const char *const three[ACTION_KEYS] = { "F3" }, *const four[ACTION_KEYS] = { "F4" };
	struct err e = ERR_INIT;

	(void)state;
	action_bind(actions_named(actions, "filter"), three);
	action_bind(actions_named(actions, "find"), four);
	assert_int_equal(actions_check(actions, &e), 0);
	expect_action("F3", "filter");
	expect_action("F4", "find");
	actions_unbind();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys__a_name_is_read_and_written_the_same),
		cmocka_unit_test(test_keys__letters_with_ctrl_or_alt_are_one_key_in_either_case),
		cmocka_unit_test(test_keys__what_no_terminal_sends_is_no_key),
		cmocka_unit_test(test_keys__control_characters_are_the_keys_that_send_them),
		cmocka_unit_test(test_keys__only_characters_are_text),
		cmocka_unit_test(test_keys__a_released_paste_holds_nothing),
		cmocka_unit_test(test_keys__each_key_of_an_action_finds_it),
		cmocka_unit_test(test_keys__full_width_signs_count_as_their_twins),
		cmocka_unit_test(test_keys__the_bar_has_ten_slots_of_eight_cells),
		cmocka_unit_test(test_keys__a_narrow_bar_keeps_what_is_in_use_and_the_way_out),
		cmocka_unit_test(test_keys__help_has_one_line_for_each_action),
		cmocka_unit_test(test_keys__help_is_wrapped_and_never_cut),
		cmocka_unit_test(test_keys__help_is_broken_where_it_may_be),
		cmocka_unit_test(test_keys__help_in_no_width_at_all_still_ends),
		cmocka_unit_test(test_keys__a_sound_table_passes),
		cmocka_unit_test(test_keys__a_faulty_table_is_named),
		cmocka_unit_test(test_keys__an_action_with_other_keys_is_found_by_them_alone),
		cmocka_unit_test(test_keys__a_key_given_twice_is_refused_with_both_names),
		cmocka_unit_test(test_keys__two_actions_may_change_places),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}

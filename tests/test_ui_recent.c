/*
 * Recent records: the list of what was opened or saved, and what of it outlives the program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/recent.h"
#include "src/banned.h"

#define FOLDER "zhibu/drafts"
#define FILE_NAME "zhibu/recent"

static void begin(struct stage *s)
{
	app_set_drafts(s->app, office_file(s->office, FOLDER));
	app_push(s->app, home_new(s->app));
}

static int setup(void **state)
{
	if (stage_setup(state) < 0)
		return -1;
	begin(*state);
	return 0;
}

static const char *top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

static void open_org(struct stage *s, const char *code)
{
	app_push(s->app, form_new(s->app, &org_reg, stage_org(s, code)));
}

static void look_at(struct stage *s, const char *code)
{
	open_org(s, code);
	stage_keys(s, "<Esc>");
}

/* The program ends and is started again. */
static void restart(struct stage *s)
{
	app_free(s->app);
	s->app = app_new(s->office->s);
	begin(s);
}

static void write_file(struct stage *s, const char *text)
{
	FILE *f;

	mkdir(office_file(s->office, "zhibu"), 0700);
	f = fopen(office_file(s->office, FILE_NAME), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void test_recent__at_80x24(void **state)
{
	struct stage *s = *state;

	assert_int_equal(office_retire(s->office, &org_reg, stage_org(s, "005")), 0);
	look_at(s, "002");
	look_at(s, "005");
	look_at(s, "003");
	stage_keys(s, "<Enter><Ctrl-O>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 16%  共 6",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  001             中共示例镇委员会               党委",
		"   002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   007             中共示例县直属机关支部委员会   党支部",
		"    +- 最近打开的记录 -----------------------------------------------------+",
		"    |>1  党组织     中共示例镇北沙沟村支部委员会 (003)                     |",
		"    | 2  党组织     中共示例镇西岭村支部委员会 (005)               [已停用]|",
		"    | 3  党组织     中共示例镇南沙沟村支部委员会 (002)                     |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

static void test_recent__at_40x12(void **state)
{
	struct stage *s = *state;

	look_at(s, "002");
	look_at(s, "003");
	stage_size(s, 40, 12);
	stage_keys(s, "<Ctrl-O>");
	stage_is(s,
		" 首页                示例管理员(管理员)",
		" 今天要办",
		" 1?  党组织 没有书记        1",
		" 最近改动",
		" 1+- 最近打开的记录 -----------------+",
		"  |>1  中共示例镇北沙沟村支部委员会~ |",
		"> | 2  中共示例镇南沙沟村支部委员会~ |7",
		"  +----------------------------------+0",
		" 问题                                 0",
		" 整改措施                             0",
		"",
		"10返回");
}

static void test_recent__nothing_yet(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Ctrl-O>");
	stage_shows(s, "还没有别的记录打开过");
	stage_keys(s, "<Enter>1");
	stage_says(s, "没有第 1 条");
	stage_keys(s, "x");
	stage_says(s, "按前面的数字");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "home");
}

static void test_recent__a_digit_or_enter_opens(void **state)
{
	struct stage *s = *state;

	look_at(s, "002");
	look_at(s, "003");
	look_at(s, "004");
	stage_keys(s, "<Ctrl-O>2");
	assert_string_equal(top(s), "form");
	stage_shows(s, "北沙沟村");
	stage_keys(s, "<Esc>");
	assert_string_equal(top(s), "home");
	/* It is the newest one now, and stands there once. */
	stage_keys(s, "<Ctrl-O><Enter>");
	stage_shows(s, "北沙沟村");
	stage_keys(s, "<Esc><Ctrl-O>4");
	stage_says(s, "没有第 4 条");
}

/* The record that is open is no way to go; what is typed in it stays below. */
static void test_recent__in_a_form(void **state)
{
	struct stage *s = *state;

	look_at(s, "002");
	open_org(s, "003");
	stage_keys(s, "<Tab><Ctrl-U>新的简称<Ctrl-O>");
	assert_string_equal(top(s), "recent");
	stage_shows(s, ">1  党组织");
	stage_keys(s, "1");
	stage_shows(s, "南沙沟村");
	stage_keys(s, "<Esc>");
	stage_shows(s, "新的简称");
}

static void test_recent__what_was_saved_comes_first(void **state)
{
	struct stage *s = *state;

	open_org(s, "002");
	look_at(s, "003");
	stage_keys(s, "<Tab><Ctrl-U>新的简称<Ctrl-S>改简称<Enter>");
	assert_string_equal(top(s), "home");
	stage_keys(s, "<Ctrl-O>1");
	stage_shows(s, "南沙沟村");
}

static void test_recent__outlives_the_program(void **state)
{
	struct stage *s = *state;
	struct stat st;

	look_at(s, "002");
	look_at(s, "003");
	restart(s);
	assert_int_equal(stat(office_file(s->office, FILE_NAME), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	look_at(s, "004");
	restart(s);
	stage_keys(s, "<Ctrl-O>3");
	stage_shows(s, "南沙沟村");
}

/* Nothing of what is in the records is in the file. */
static void test_recent__the_file_has_numbers_only(void **state)
{
	struct stage *s = *state;
	char text[200], want[200];
	size_t n;
	FILE *f;

	look_at(s, "002");
	snprintf(want, sizeof(want), "%lld org %lld\n", (long long)store_identity(s->office->s), (long long)stage_org(s, "002"));
	restart(s);
	f = fopen(office_file(s->office, FILE_NAME), "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	assert_string_equal(text, want);
}

static void test_recent__a_broken_file_is_ignored(void **state)
{
	static const char *const broken[] = { "x", "1 org", "1 org 2", "1  2\n", "1 org 2\n\n", "1 org -2\n",
		"99999999999999999999 org 2\n", "1 org 2 3\n", "1 org 2\nbad" };
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		write_file(s, broken[i]);
		stage_keys(s, "<Ctrl-O>");
		stage_errs(s, "没有采用");
		stage_shows(s, "还没有别的记录打开过");
		stage_keys(s, "<Esc>");
	}
	look_at(s, "002");
	restart(s);
	stage_keys(s, "<Ctrl-O>");
	stage_shows(s, "南沙沟村");
	assert_string_equal(app_message(s->app, NULL), "");
}

/* Records of other databases, of registers nobody knows, and those that are gone. */
static void test_recent__what_cannot_be_read_is_left_out(void **state)
{
	struct stage *s = *state;
	char text[200];
	long long here = (long long)store_identity(s->office->s), id = (long long)stage_org(s, "002");

	snprintf(text, sizeof(text), "%lld org 77\n%lld nothing %lld\n%lld org %lld\n%lld org %lld\n", here, here, id,
		here + 1, (long long)stage_org(s, "003"), here, id);
	write_file(s, text);
	stage_keys(s, "<Ctrl-O>");
	stage_shows(s, ">1  党组织");
	stage_shows(s, "南沙沟村");
	stage_hides(s, "北沙沟村");
	stage_keys(s, "2");
	stage_says(s, "没有第 2 条");
}

static void test_recent__the_oldest_gives_way(void **state)
{
	struct recent r = { .n = 0 };

	(void)state;
	recent_add(&r, 2, "org", 7);
	for (int i = 1; i <= RECENT_MOST + 5; i++)
		recent_add(&r, 1, "org", i);
	assert_int_equal(r.n, RECENT_MOST + 1);
	assert_int_equal(r.items[0].id, RECENT_MOST + 5);
	assert_int_equal(r.items[RECENT_MOST - 1].id, 6);
	/* That of another database is none of theirs. */
	assert_int_equal(r.items[RECENT_MOST].database, 2);
	recent_add(&r, 1, "org", 6);
	assert_int_equal(r.n, RECENT_MOST + 1);
	assert_int_equal(r.items[0].id, 6);
	assert_int_equal(r.items[1].id, RECENT_MOST + 5);
	recent_release(&r);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_recent__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(nothing_yet),
		TEST(a_digit_or_enter_opens),
		TEST(in_a_form),
		TEST(what_was_saved_comes_first),
		TEST(outlives_the_program),
		TEST(the_file_has_numbers_only),
		TEST(a_broken_file_is_ignored),
		TEST(what_cannot_be_read_is_left_out),
		TEST(the_oldest_gives_way),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}

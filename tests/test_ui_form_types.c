/*
 * The form with a field of every type.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/text.h"
#include "tests/support/things.h"
#include "db/read.h"
#include "ui/screen.h"
#include "src/banned.h"

/* --- the stage --- */

static struct office *office;
static struct app *app;
static struct picture picture;
static int64_t thing; /* the one record that is there */

/* The codes that the fields take: one is out of use, one no longer valid, one not yet. */
#define CODES                                                                                    \
	"代码集,代码值,名称,启用日期,停止日期\n"                                                \
	"category,611,党委,,\ncategory,621,党总支,,\ncategory,631,党支部,,\n"                   \
	"category,632,联合党支部,,\ncategory,699,旧支部,,\ncategory,698,试点支部,,2023-12-31\n" \
	"category,697,明年支部,2025,\n"                                                         \
	"criteria,1,班子不团结、内耗严重,,\ncriteria,2,书记不胜任现职,,\n"                      \
	"criteria,10,无活动场所,,\ncriteria,11,班子不团结,,\ncriteria,99,旧标准,,\n"

static void retire_code(const char *key)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "SELECT id FROM code WHERE key = '%s'", key);
	assert_int_equal(office_retire(office, &code_reg, office_number(office, buf_str(&sql))), 0);
	buf_release(&sql);
}

static int group_setup(void **state)
{
	setenv("ZHIBU_TODAY", "2024-06-15", 1);
	things_read();
	assert_int_equal(office_group_setup(state), 0);
	assert_int_equal(office_setup((void **)&office), 0);
	things_take(office, &code_reg, CODES);
	retire_code("category.699");
	retire_code("criteria.99");
	things_take(office, &place_reg, "区划代码,地名\n630000000000,示例省\n632800000000,示例州\n");
	things_take(office, &thing_reg, "编号,名称,人数,报酬,联系人,电话\n0001,示例事物,30,3500,示例卓玛,13900000001\n");
	office_keep(office);
	return office_teardown((void **)&office);
}

static int setup(void **state)
{
	if (office_setup(state) < 0)
		return -1;
	office = *state;
	thing = office_number(office, "SELECT id FROM thing");
	app = app_new(office->s);
	picture_init(&picture);
	picture_start(&picture, 80, 40);
	return 0;
}

static int teardown(void **state)
{
	app_free(app);
	picture_release(&picture);
	return office_teardown(state);
}

static void draw(void)
{
	picture_start(&picture, 80, 40);
	app_draw(app, &picture);
}

static void press(const char *name)
{
	struct key k = { .kind = K_NONE };

	if (key_parse(&k, name, NULL) < 0)
		fail_msg("no key %s", name);
	app_key(app, &k);
	draw();
}

static void type(const char *text)
{
	for (uint32_t cp; *text;) {
		struct key k = { .kind = K_CHAR };

		text += text_decode(text, strlen(text), &cp);
		k.cp = cp;
		app_key(app, &k);
		draw();
	}
}

/* The line of the field with this label, as the form shows it now. */
static const char *row_of(const char *label)
{
	static char row[512];
	struct buf lines = BUF_INIT;
	const char *found = NULL;

	draw();
	picture_lines(&picture, &lines);
	for (const char *s = buf_str(&lines); *s && !found; s += strcspn(s, "\n") + 1)
		if (strlen(s) > 3 && strncmp(s + 3, label, strlen(label)) == 0)
			found = s;
	if (!found)
		fail_msg("not shown: %s", label);
	snprintf(row, sizeof(row), "%.*s", (int)strcspn(found, "\n"), found);
	buf_release(&lines);
	return row;
}

static void open_form(int64_t id)
{
	app_push(app, form_new(app, &thing_reg, id));
	draw();
}

static void go_to(const char *label)
{
	press("Alt-1");
	for (int i = 0; i < 30 && row_of(label)[0] != '>'; i++)
		press("Tab");
	assert_int_equal(row_of(label)[0], '>');
}

static void enter(const char *label, const char *typed)
{
	go_to(label);
	press("End");
	press("Ctrl-U");
	type(typed);
	press("Tab");
}

static void shows(const char *label, const char *text)
{
	const char *row = row_of(label), *at = strchr(row, '['), *end = at ? at + 1 + strlen(text) : NULL;

	if (!at || strncmp(at + 1, text, strlen(text)) != 0 || (*end != ' ' && *end != ']'))
		fail_msg("not %s: %s", text, row);
}

/* --- every type --- */

static const struct {
	const char *label, *field;
	const char *typed, *shown, *data;	/* data: as programs see the saved value */
	const char *wrong;			/* NULL: nothing of that type can be wrong */
} cases[] = {
	{ "名称", "name", " 示例　甲 ", "示例　甲", "示例　甲", NULL },
	{ "备注", "note", "第一行", "第一行", "第一行", NULL },
	{ "人数", "members", "１,２３４", "1234", "1234", "十二" },
	{ "星级", "stars", "10", "10", "10", "11" },
	{ "活动中心", "centre", "是", "是", "true", "也许" },
	{ "成立日期", "founded", "2003年7月", "2003-07", "2003-07", "2023-02-29" },
	{ "启用年月", "opened", "2024.3", "2024-03", "2024-03", "2024-13" },
	{ "经费", "funds", "1.5万", "15000.00", "15000.00", "1.234" },
	{ "报酬", "pay", "2,800.5", "2800.50", "2800.50", "很多" },
	{ "占比", "share", "12.5%", "12.50%", "12.50", "abc" },
	{ "类别", "category", "联合党支部", "联合党支部", "632", "旧支部" },
	{ "标准", "criteria", "书记不胜任现职、无活动场所", "无活动场所、书记不胜任现职", "10,2", "没有的标准" },
	{ "所在地", "place", "示例州", "示例州 632800000000", "632800000000", "没有的州" },
	{ "联系人", "person", "示例·旦增", "示例·旦增", "示例·旦增", NULL },
	{ "电话", "phone", "139 0000 0099", "13900000099", "13900000099", "12345678901" },
	{ "身份证号", "citizen", "11010519491231002x", "11010519491231002X", "11010519491231002X", "110105194912310021" },
	{ "信用代码", "credit", "91350100M000100Y43", "91350100M000100Y43", "91350100M000100Y43", "91350100M000100Y44" },
	{ "银行卡号", "card", "6225 7583 3224 8784", "6225758332248784", "6225758332248784", "6225 75x3" },
};

#define N_CASES (sizeof(cases) / sizeof(cases[0]))

static char *data_of(const char *field)
{
	void *rec = reg_new(&thing_reg);
	struct buf b = BUF_INIT;

	assert_int_equal(store_get(office->s, &thing_reg, thing, rec, &office->e), 0);
	field_format(reg_field(&thing_reg, field), rec, store_lookup(office->s), STYLE_DATA, &b);
	reg_free(&thing_reg, rec);
	return buf_detach(&b);
}

static void test_form_types__what_is_typed_is_read_and_shown_back(void **state)
{
	(void)state;
	open_form(thing);
	for (size_t i = 0; i < N_CASES; i++) {
		enter(cases[i].label, cases[i].typed);
		shows(cases[i].label, cases[i].shown);
		assert_int_equal(row_of(cases[i].label)[1], '*');
	}
}

static void test_form_types__all_of_it_is_saved(void **state)
{
	(void)state;
	open_form(thing);
	for (size_t i = 0; i < N_CASES; i++)
		enter(cases[i].label, cases[i].typed);
	press("Ctrl-S");
	assert_true(app_done(app));
	for (size_t i = 0; i < N_CASES; i++) {
		char *data = data_of(cases[i].field);

		assert_string_equal(data, cases[i].data);
		free(data);
	}
}

static void test_form_types__what_cannot_be_read_stays_with_its_reason(void **state)
{
	bool error;

	(void)state;
	open_form(thing);
	for (size_t i = 0; i < N_CASES; i++) {
		if (!cases[i].wrong)
			continue;
		enter(cases[i].label, cases[i].wrong);
		assert_true(strlen(app_message(app, &error)) > 10);
		if (!error)
			fail_msg("%s: %s", cases[i].wrong, app_message(app, NULL));
		assert_int_equal(row_of(cases[i].label)[1], '!');
		shows(cases[i].label, cases[i].wrong);
		/* The program keeps it from being saved, and says where it is. */
		press("Ctrl-S");
		assert_false(app_done(app));
		assert_int_equal(row_of(cases[i].label)[0], '>');
		press("Ctrl-Z");
		press("Tab");
		assert_int_not_equal(row_of(cases[i].label)[1], '!');
	}
}

static void test_form_types__every_field_can_be_emptied(void **state)
{
	(void)state;
	open_form(thing);
	for (size_t i = 0; i < N_CASES; i++)
		enter(cases[i].label, cases[i].typed);
	for (size_t i = 0; i < N_CASES; i++) {
		if (strcmp(cases[i].field, "centre") == 0)
			continue;
		enter(cases[i].label, "");
		shows(cases[i].label, "");
	}
	/* What is required says so when it is empty. */
	assert_int_equal(row_of("名称")[1], '!');
}

static void test_form_types__personal_types_are_masked(void **state)
{
	static const struct { const char *label, *shown, *plain; } masked[] = {
		{ "报酬", "***", "3500.00" }, { "联系人", "示***", "示例卓玛" }, { "电话", "139****0001", "13900000001" },
	};

	(void)state;
	open_form(thing);
	for (size_t i = 0; i < 3; i++) {
		shows(masked[i].label, masked[i].shown);
		go_to(masked[i].label);
		shows(masked[i].label, masked[i].shown);
		press("F5");
		shows(masked[i].label, masked[i].plain);
		assert_int_equal(office_number(office, "SELECT count(*) FROM action WHERE kind = 'reveal'"), i + 1);
	}
}

static void test_form_types__a_new_record_has_no_changes_until_something_is_typed(void **state)
{
	(void)state;
	open_form(0);
	for (int i = 0; i < 25; i++)
		press("Tab");
	press("Esc");
	assert_true(app_done(app));
}

static void test_form_types__codes_out_of_use_are_not_proposed(void **state)
{
	struct buf lines = BUF_INIT;

	(void)state;
	open_form(thing);
	go_to("类别");
	press("F3");
	picture_lines(&picture, &lines);
	assert_non_null(strstr(buf_str(&lines), "|>党委  611"));
	assert_non_null(strstr(buf_str(&lines), "联合党支部  632"));
	assert_null(strstr(buf_str(&lines), "旧支部"));
	assert_null(strstr(buf_str(&lines), "试点支部"));
	assert_null(strstr(buf_str(&lines), "明年支部"));
	buf_release(&lines);
}

static void test_form_types__several_codes_are_chosen_one_after_the_other(void **state)
{
	(void)state;
	open_form(thing);
	go_to("标准");
	type("whd");
	press("Enter");
	shows("标准", "无活动场所");
	go_to("标准");
	press("F3");
	press("Enter");
	assert_non_null(strstr(row_of("标准"), "无活动场所"));
	assert_non_null(strstr(row_of("标准"), "、"));
}

static void test_form_types__a_value_typed_back_in_another_form_is_no_change(void **state)
{
	struct buf lines = BUF_INIT;

	(void)state;
	open_form(thing);
	enter("人数", "31");
	enter("人数", "３０");
	enter("电话", "１３９００００ ０００１");
	picture_lines(&picture, &lines);
	assert_null(strstr(buf_str(&lines), "未保存"));
	buf_release(&lines);
	press("Esc");
	assert_true(app_done(app));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form_types__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_typed_is_read_and_shown_back),
		TEST(all_of_it_is_saved),
		TEST(what_cannot_be_read_stays_with_its_reason),
		TEST(every_field_can_be_emptied),
		TEST(personal_types_are_masked),
		TEST(a_new_record_has_no_changes_until_something_is_typed),
		TEST(codes_out_of_use_are_not_proposed),
		TEST(several_codes_are_chosen_one_after_the_other),
		TEST(a_value_typed_back_in_another_form_is_no_change),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, group_setup, office_group_teardown);
}

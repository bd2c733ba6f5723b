/*
 * The form with a field of every type, over a store that lives in this file: one
 * record in memory, no database.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "db/uses.h"
#include "src/mem.h"
#include "src/text.h"
#include "tests/support/fake.h"
#include "tests/support/forgetful.h"
#include "tests/support/treeless.h"
#include "ui/screen.h"
#include "src/banned.h"

const struct reg *const registers[] = { &thing_reg, &place_reg };
const size_t registers_n = 2;

/* --- the store --- */

/* Its functions have the signatures of the real ones. */
/* NOLINTBEGIN(readability-non-const-parameter) */

struct store {
	struct fake fake;
	struct thing *thing;	/* the one record, id 1 */
	int64_t version;
	int notes;		/* how many reveals were journaled */
};

const struct lookup *store_lookup(struct store *s)
{
	return &s->fake.lookup;
}

int store_get(struct store *s, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	if (reg != &thing_reg || id != 1)
		return err_set(e, ERR_NOT_FOUND, "没有这条记录。");
	reg_copy(reg, rec, s->thing);
	return 0;
}

int store_may_write(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	(void)s;
	(void)reg;
	(void)rec;
	(void)e;
	return 0;
}

int store_save_one(struct store *s, const struct reg *reg, const void *base, void *rec, struct save_report *report,
	struct err *e)
{
	int rc = reg_check(reg, &s->fake.lookup, rec, base, &report->findings, e);

	if (rc < 0)
		return rc;
	report->changed = !reg_equal(reg, s->thing, rec);
	((struct rec *)rec)->id = 1;
	reg_copy(reg, s->thing, rec);
	s->version++;
	return 0;
}

void save_report_release(struct save_report *r)
{
	findings_release(&r->findings);
}

void conflicts_release(struct conflicts *c)
{
	(void)c;
}

int64_t store_data_version(struct store *s)
{
	return s->version;
}

bool store_idle(struct store *s, int ms)
{
	(void)s;
	(void)ms;
	return false;
}

int journal_note(struct store *s, enum action_kind kind, const char *what, struct err *e)
{
	(void)e;
	assert_int_equal(kind, ACTION_REVEAL);
	assert_non_null(strstr(what, "示例事物"));
	s->notes++;
	return 0;
}

/* Lists are not what this is about: they are empty. */
int store_page(struct store *s, const struct view *v, const struct page_want *want, struct page *out, struct err *e)
{
	(void)s;
	(void)want;
	(void)e;
	*out = (struct page){ .reg = v->reg };
	return 0;
}

void page_release(struct page *p)
{
	(void)p;
}

void *page_row(const struct page *p, size_t i)
{
	(void)p;
	(void)i;
	return NULL;
}

int store_count(struct store *s, const struct view *v, struct count *c, struct err *e)
{
	(void)s;
	(void)v;
	(void)e;
	c->n = 0;
	c->exact = true;
	return 0;
}

static int nothing(struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, "这里没有。");
}

int store_position(struct store *s, const struct view *v, int64_t id, int64_t *n, struct err *e)
{
	(void)s;
	(void)v;
	(void)id;
	*n = 0;
	return nothing(e);
}

int store_begin(struct store *s, enum action_kind kind, const char *reason, struct err *e)
{
	(void)s;
	(void)kind;
	(void)reason;
	return nothing(e);
}

int store_commit(struct store *s, int64_t *action, struct err *e)
{
	(void)s;
	(void)action;
	return nothing(e);
}

void store_rollback(struct store *s)
{
	(void)s;
}

int store_retire(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e)
{
	(void)s;
	(void)reg;
	(void)id;
	(void)reason;
	return nothing(e);
}

int store_revive(struct store *s, const struct reg *reg, int64_t id, const char *reason, struct err *e)
{
	return store_retire(s, reg, id, reason, e);
}

const char *store_operator_login(const struct store *s)
{
	(void)s;
	return "";
}

int64_t store_identity(struct store *s)
{
	(void)s;
	return 1;
}

int store_may_reveal(struct store *s, struct err *e)
{
	return store_may_write(s, NULL, NULL, e);
}

int store_may_refer(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e)
{
	(void)f;
	return store_may_write(s, reg, rec, e);
}

int store_uses(struct store *s, const struct reg *reg, int64_t id, void (*fn)(void *ctx, const struct use *use),
	void *ctx, struct err *e)
{
	(void)id;
	(void)fn;
	return store_may_write(s, reg, ctx, e);
}

void use_label(const struct use *use, struct buf *out)
{
	(void)use;
	(void)out;
}

void use_count(const struct use *use, struct buf *out)
{
	use_label(use, out);
}

/* NOLINTEND(readability-non-const-parameter) */

/* --- the stage --- */

static struct store store;
static struct app *app;
static struct picture picture;

static void set(const char *field, const char *typed)
{
	struct err e = ERR_INIT;

	if (field_parse(reg_field(&thing_reg, field), typed, &store.fake.lookup, store.thing, &e) < 0)
		fail_msg("%s: %s", field, e.text);
}

static int setup(void **state)
{
	(void)state;
	store = (struct store){ .version = 1 };
	fake_init_filled(&store.fake);
	store.thing = reg_new(&thing_reg);
	store.thing->rec.id = 1;
	set("code", "0001");
	set("name", "示例事物");
	set("members", "30");
	set("pay", "3500");
	set("person", "示例卓玛");
	set("phone", "13900000001");
	app = app_new(&store);
	picture_init(&picture);
	picture_start(&picture, 80, 40);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	app_free(app);
	picture_release(&picture);
	reg_free(&thing_reg, store.thing);
	fake_release(&store.fake);
	return 0;
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
	struct buf b = BUF_INIT;

	field_format(reg_field(&thing_reg, field), store.thing, &store.fake.lookup, STYLE_DATA, &b);
	return buf_detach(&b);
}

static void test_form_types__what_is_typed_is_read_and_shown_back(void **state)
{
	(void)state;
	open_form(1);
	for (size_t i = 0; i < N_CASES; i++) {
		enter(cases[i].label, cases[i].typed);
		shows(cases[i].label, cases[i].shown);
		assert_int_equal(row_of(cases[i].label)[1], '*');
	}
}

static void test_form_types__all_of_it_is_saved(void **state)
{
	(void)state;
	open_form(1);
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
	open_form(1);
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
	open_form(1);
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
	open_form(1);
	for (size_t i = 0; i < 3; i++) {
		shows(masked[i].label, masked[i].shown);
		go_to(masked[i].label);
		shows(masked[i].label, masked[i].shown);
		press("F5");
		shows(masked[i].label, masked[i].plain);
		assert_int_equal(store.notes, (int)i + 1);
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
	open_form(1);
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
	open_form(1);
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
	open_form(1);
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
	return cmocka_run_group_tests(tests, NULL, NULL);
}

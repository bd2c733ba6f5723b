/* The columns of a list: which of them fit, where they stand, and how one scrolls beside the name. */
#include "ui/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

static void press_times(struct stage *s, const char *keys, int n)
{
	while (n-- > 0)
		stage_keys(s, keys);
}

static size_t fit(int cols, const struct field *sort, size_t scroll, struct columns *out)
{
	struct view v = { .reg = &org_reg, .sort = sort };

	columns_fit(&(struct columns_want){ .view = &v, .x = 3, .cols = cols, .scroll = scroll }, out);
	return out->n;
}

static void check_places(const struct view *v, int cols, size_t scroll)
{
	struct columns c;
	int x = 3;

	columns_fit(&(struct columns_want){ .view = v, .x = 3, .cols = cols, .scroll = scroll }, &c);
	assert_true(c.n >= 1);
	assert_true(columns_have(&c, reg_label(v->reg)));
	for (size_t i = 0; i < c.n; i++) {
		assert_true(c.column[i].x >= x);
		assert_true(c.column[i].cells > 0);
		x = c.column[i].x + c.column[i].cells + 1;
	}
	assert_true(x <= cols + 1);
	assert_int_equal(c.more_left, scroll > 0);
}

/* What a list is ordered by tells its rows apart: it has its room before others are shown at all. */
static void test_list_columns__what_rows_are_ordered_by_can_be_read(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++) {
		const struct field *sort = reg_field(registers[r], registers[r]->sort);
		struct view v = { .reg = registers[r] };
		struct columns c;

		columns_fit(&(struct columns_want){ .view = &v, .x = 3, .cols = 80 }, &c);
		for (size_t i = 0; i < c.n; i++)
			if (c.column[i].field == sort)
				assert_true(c.column[i].cells >= 16 || c.column[i].cells >= layout_full_width(sort));
	}
}

/* Scrolled column by column, every one is seen, and the name beside all of them. */
static void test_list_columns__columns_never_overlap_nor_reach_over_the_edge(void **state)
{
	struct columns c;

	(void)state;
	for (size_t r = 0; r < registers_n; r++)
		for (int cols = 40; cols <= 300; cols++) {
			struct view v = { .reg = registers[r], .sort = NULL };
			struct columns_want want = { .view = &v, .x = 3, .cols = cols };

			check_places(&v, cols, 0);
			for (columns_fit(&want, &c); c.more_right; columns_fit(&want, &c))
				check_places(&v, cols, ++want.scroll);
			assert_true(want.scroll < registers[r]->nfields);
		}
}

static void test_list_columns__the_column_sorted_by_is_scrolled_to(void **state)
{
	struct stage *s = *state;

	/* From 上级组织, the last one that fits, on to what lies to the right. */
	press_times(s, "<F6>", 6);
	stage_shows(s, "书记^");
	stage_shows(s, "全称");
	stage_hides(s, "编码");
	stage_keys(s, "<F6><F6><F6>");
	stage_shows(s, "编码^");
}

static void test_list_columns__columns_scroll_beside_the_name(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Right>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		" < 全称                           类别       上级组织                 领域     >",
		">  中共示例镇委员会               党委                                农村",
		"   中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会         农村",
		"   中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会         农村",
		"   中共示例镇东河村支部委员会     党支部     中共示例镇委员会         农村",
		"   中共示例镇西岭村支部委员会     党支部     中共示例镇委员会         农村",
		"   中共示例镇南街社区支部委员会   党支部     中共示例镇委员会         城市社区",
		"   中共示例县直属机关支部委员会   党支部                              机关",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  Enter 打开   z 全部   i 详情   Space 选中   = 合计   h 历史   u 撤销   g 转到",
		"1帮助   2命令   3查找   4筛选   5树形   6排序   7新增   8停用   9菜单   10返回");
	stage_keys(s, "<Right><Right><Right><Right><Right><Right><Right>");
	stage_says(s, "右边没有别的列了");
	stage_shows(s, "届满日期");
	press_times(s, "<Left>", 9);
	stage_says(s, "左边没有别的列了");
	stage_shows(s, "编码^");
}

static void test_list_columns__wider_windows_show_more(void **state)
{
	struct columns c;

	(void)state;
	assert_int_equal(fit(40, NULL, 0, &c), 2);
	assert_int_equal(fit(80, NULL, 0, &c), 4);
	assert_true(columns_have(&c, reg_field(&org_reg, "superior")));
	assert_true(c.more_right);
	assert_true(fit(100, NULL, 0, &c) >= 5);
	assert_true(fit(132, NULL, 0, &c) >= 6);
	/* All that is listed, whole, and then what there is room for: what is flagged comes first. */
	assert_true(fit(200, NULL, 0, &c) > 9);
	assert_false(c.more_right);
	assert_true(columns_have(&c, reg_field(&org_reg, "secretary_phone")));
	assert_true(fit(170, NULL, 0, &c) >= 9);
	assert_false(columns_have(&c, reg_field(&org_reg, "short_name")));
	for (size_t i = 0; i < c.n; i++)
		assert_true(c.column[i].cells >= layout_full_width(c.column[i].field) || !(c.column[i].field->flags & FIELD_WIDE));
}

static size_t fit_chosen(const char *columns, int cols, struct columns *out)
{
	const struct view v = { .reg = &org_reg };
	struct layout layout;

	assert_int_equal(layout_parse(&org_reg, columns, &layout, NULL), 0);
	columns_fit(&(struct columns_want){ .view = &v, .layout = &layout, .x = 3, .cols = cols }, out);
	return out->n;
}

static void test_list_columns__chosen_columns_stand_as_chosen(void **state)
{
	struct columns c;

	(void)state;
	assert_int_equal(fit_chosen("secretary:9,name:30,phone", 80, &c), 3);
	assert_string_equal(c.column[0].field->name, "secretary");
	assert_int_equal(c.column[0].cells, 9);
	assert_string_equal(c.column[1].field->name, "name");
	assert_int_equal(c.column[1].cells, 30);
	assert_string_equal(c.column[2].field->name, "phone");
	/* Nothing is added to them in a wide window, and the name is always there. */
	assert_int_equal(fit_chosen("secretary,phone", 200, &c), 3);
	assert_true(columns_have(&c, reg_label(&org_reg)));
	/* However wide the name was made, there is room for one more. */
	assert_int_equal(fit_chosen("name:120,phone:120", 40, &c), 2);
	assert_true(c.column[0].cells >= 22);
	assert_true(c.column[1].cells >= 8 && c.column[1].x + c.column[1].cells <= 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_list_columns__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_rows_are_ordered_by_can_be_read),
		TEST(columns_never_overlap_nor_reach_over_the_edge),
		TEST(the_column_sorted_by_is_scrolled_to),
		TEST(columns_scroll_beside_the_name),
		TEST(wider_windows_show_more),
		TEST(chosen_columns_stand_as_chosen),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}

/*
 * The columns of a list as text: names, order and widths.
 */
#include "src/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/records.h"
#include "src/banned.h"

static void refused(const char *text, const char *words, const char *rest)
{
	struct layout l;
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(layout_parse(&org_reg, text, &l, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, words));
	layout_format(&l, &b);
	assert_string_equal(buf_str(&b), rest);
	buf_release(&b);
}

static void test_layout__is_read_and_written(void **state)
{
	struct layout l, again;
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(layout_parse(&org_reg, "全称:30, code ,category:8", &l, NULL), 0);
	layout_format(&l, &b);
	assert_string_equal(buf_str(&b), "name:30,code,category:8");
	assert_int_equal(layout_parse(&org_reg, buf_str(&b), &again, NULL), 0);
	assert_int_equal(again.n, l.n);
	assert_ptr_equal(again.column[1].field, l.column[1].field);
	assert_int_equal(again.column[2].cells, 8);
	assert_int_equal(layout_place(&l, reg_field(&org_reg, "category")), 2);
	assert_int_equal(layout_place(&l, reg_field(&org_reg, "phone")), l.n);
	buf_release(&b);
}

static void test_layout__nothing_is_nobodys_choice(void **state)
{
	struct layout l;

	(void)state;
	assert_int_equal(layout_parse(&org_reg, "", &l, NULL), 0);
	assert_int_equal(l.n, 0);
	assert_int_equal(layout_parse(&org_reg, NULL, &l, NULL), 0);
	assert_int_equal(l.n, 0);
}

static void test_layout__what_cannot_be_is_left_out_and_said(void **state)
{
	(void)state;
	refused("name,nosuch,code", "nosuch", "name,code");
	refused("name,categoryy", "最接近的是「类别」", "name");
	refused("name,code,全称:9", "写了两次", "name,code");
	refused("name:3", "在 4 和 120 之间", "");
	refused("name:", "在 4 和 120 之间", "");
	refused("name:999999999999", "在 4 和 120 之间", "");
	refused("name:-8,code", "在 4 和 120 之间", "code");
	/* The first one is said. */
	refused("x1,name:1", "x1", "");
}

static void test_layout__every_register_fits(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++)
		assert_true(registers[r]->nfields <= LAYOUT_MAX);
}

#define TEST(name) cmocka_unit_test(test_layout__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_read_and_written),
		TEST(nothing_is_nobodys_choice),
		TEST(what_cannot_be_is_left_out_and_said),
		TEST(every_register_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

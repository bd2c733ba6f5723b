/*
 * The values of conditions: read as their field's type reads them, dates as periods.
 */
#include "src/query_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/conditions.h"
#include "src/banned.h"

static void test_query_value__codes_by_label_or_value(void **state)
{
	(void)state;
	query_expect("类别=党支部", "category='631'");
	query_expect("类别=党委,631", "category='611','631'");
	query_expect("单位性质=建制村", "nature='1'");
	query_expect("单位性质=1,企业", "nature='1','2'");
	/* What is out of use cannot be entered any more, but the records that have it can be found. */
	query_expect("类别=旧类别", "category='699'");
	query_refuse("类别=党小组", "第 1 个字起/类别=党小组/党小组");
	query_refuse("单位性质=1、2", "逗号");
}

static void test_query_value__references_by_name_or_key(void **state)
{
	(void)state;
	query_expect("上级=东河镇党委", "parent=77");
	query_expect("上级=DH01", "parent=77");
	query_expect("上级=空", "parentempty");
	query_refuse("上级=西岭镇党委", "西岭镇党委/东河镇党委");
}

static void test_query_value__other_types(void **state)
{
	(void)state;
	query_expect("党费>1.5万", "fee>1500000");
	query_expect("党费>1,234.50", "fee>123450");
	query_expect("党费=\"1,234.50\"", "fee=123450");
	query_expect("占比>=12.5", "share>=1250");
	query_expect("示范点=是", "centre=1");
	query_expect("示范点=否", "centre=0");
	query_expect("联系电话=\"139 0000 0000\"", "phone='13900000000'");
	query_expect("联系电话~3900", "phone~'3900'");
	query_expect("备注~整改", "note~'整改'");
}

static void test_query_value__text_is_exact(void **state)
{
	(void)state;
	query_expect("全称=东河村党支部", "name='东河村党支部'");
	query_expect("全称=ＡＢＣ", "name='ＡＢＣ'");
	query_expect("书记=才仁•卓玛", "secretary='才仁·卓玛'");
	query_expect("全称=a=b", "name='a=b'");
	query_expect("全称=-", "name='-'");
}

static void test_query_value__a_question_may_exceed_what_can_be_stored(void **state)
{
	(void)state;
	query_expect("党员>1000", "members>1000");
	query_expect("党员>=-5", "members>=-5");
}

static void test_query_value__dates_are_periods(void **state)
{
	(void)state;
	query_expect("成立=2010", "founded='2010'..'2010-12-31'");
	query_expect("成立<2010", "founded<'2010'..'2010-12-31'");
	query_expect("成立<=2010", "founded<='2010'..'2010-12-31'");
	query_expect("成立>2010年5月", "founded>'2010-05'..'2010-05-31'");
	query_expect("成立=2024-02", "founded='2024-02'..'2024-02-29'");
	query_expect("成立=2023-02", "founded='2023-02'..'2023-02-28'");
	query_expect("成立>=2010.5.1", "founded>='2010-05-01'..'2010-05-01'");
	query_expect("成立!=2010", "founded!='2010'..'2010-12-31'");
}

static void test_query_value__relative_dates(void **state)
{
	(void)state;
	query_expect("成立>-30", "founded>'2023-12-06'..'2023-12-06'");
	query_expect("成立<=今天", "founded<='2024-01-05'..'2024-01-05'");
	query_expect("成立>-1y", "founded>'2023-01-05'..'2023-01-05'");
}

static void test_query_value__months(void **state)
{
	(void)state;
	query_expect("换届年月=2024-03", "term='2024-03'..'2024-03'");
	query_expect("换届年月<2024", "term<'2024'..'2024-12'");
	query_expect("换届年月=202403,202404", "term='2024-03','2024-04'");
	query_refuse("换届年月=2023,2024", "写全");
}

static void test_query_value__several_dates(void **state)
{
	(void)state;
	query_expect("成立=2010-05-01,2011-05-01", "founded='2010-05-01','2011-05-01'");
	query_expect("成立=2010 | 成立=2012", "founded='2010'..'2010-12-31' | founded='2012'..'2012-12-31'");
	query_refuse("成立=2010,2012", "成立日期=2010 | 成立日期=2012");
	query_refuse("成立=2010-05-01,2012-01", "写全");
}

static void test_query_value__a_day_that_is_none_is_refused(void **state)
{
	(void)state;
	query_refuse("成立>2023-02-29", "第 1 个字起/成立>2023-02-29/28");
	query_refuse("成立=很久以前", "很久以前");
}

static void test_query_value__contains_only_in_text(void **state)
{
	(void)state;
	query_refuse("党员~3", "「党员人数」/~");
	query_refuse("成立~2010", "「成立日期」/~");
	query_refuse("类别~党", "「类别」/~");
	query_refuse("上级~镇", "~");
}

static void test_query_value__order_only_where_there_is_one(void **state)
{
	(void)state;
	query_refuse("书记>李", "「书记」/不分大小");
	query_refuse("类别<=611", "「类别」/代码/不分大小");
	query_refuse("上级>1", "不分大小");
	query_refuse("示范点<1", "不分大小");
}

static void test_query_value__wrong_values_name_the_field(void **state)
{
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	query_refuse("党员>三十", "三十");
	query_refuse("党费=1.234", "1.234");
	query_refuse("联系电话=12", "联系电话=12");
	assert_int_equal(query_parse(&query_reg, "东河 党员>x", &query_lookup, &q, &e), ERR_INVALID);
	assert_string_equal(e.field, "members");
	assert_int_equal(query_parse(&query_reg, "上级=没有的", &query_lookup, &q, &e), ERR_NOT_FOUND);
	assert_string_equal(e.field, "parent");
	assert_int_equal(query_parse(&query_reg, "党员>x", &query_lookup, &q, NULL), ERR_INVALID);
}

static void test_query_value__without_a_lookup(void **state)
{
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(query_parse(&query_reg, "书记=李明 成立<2010", NULL, &q, &e), 0);
	query_release(&q);
	assert_true(query_parse(&query_reg, "类别=611", NULL, &q, &e) < 0);
	assert_true(query_parse(&query_reg, "上级=DH01", NULL, &q, &e) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_value__codes_by_label_or_value),
		cmocka_unit_test(test_query_value__references_by_name_or_key),
		cmocka_unit_test(test_query_value__other_types),
		cmocka_unit_test(test_query_value__text_is_exact),
		cmocka_unit_test(test_query_value__a_question_may_exceed_what_can_be_stored),
		cmocka_unit_test(test_query_value__dates_are_periods),
		cmocka_unit_test(test_query_value__relative_dates),
		cmocka_unit_test(test_query_value__months),
		cmocka_unit_test(test_query_value__several_dates),
		cmocka_unit_test(test_query_value__a_day_that_is_none_is_refused),
		cmocka_unit_test(test_query_value__contains_only_in_text),
		cmocka_unit_test(test_query_value__order_only_where_there_is_one),
		cmocka_unit_test(test_query_value__wrong_values_name_the_field),
		cmocka_unit_test(test_query_value__without_a_lookup),
	};

	return cmocka_run_group_tests(tests, query_set_up, query_tear_down);
}

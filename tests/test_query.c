/*
 * Conditions as people type them: words, signs, and, or, not.
 */
#include "src/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/conditions.h"
#include "tests/support/rows.h"
#include "src/banned.h"

/* ---- Words ------------------------------------------------------------------------------------- */

static void test_query__words(void **state)
{
	(void)state;
	query_expect("", "");
	query_expect("  \t　 ", "");
	query_expect("dhc", "'dhc'");
	query_expect("东河 支部", "'东河' & '支部'");
	query_expect("　东河　支部　", "'东河' & '支部'");
	query_expect("8:30", "'8:30'");
	query_expect("a,b，c", "'a,b，c'");
	query_expect("2024-01-05", "'2024-01-05'");
	query_expect("东\"河", "'东\"河'");
	query_expect("a!b !", "'a!b' & '!'");
	query_expect("才仁•卓玛", "'才仁·卓玛'");
}

static void test_query__quoted_words(void **state)
{
	(void)state;
	query_expect("\"两个 词\"", "'两个 词'");
	query_expect("“两个 词” 三", "'两个 词' & '三'");
	query_expect("＂两个 词＂", "'两个 词'");
	query_expect("\"党员>30\" \"-东河\" \"或\" \"a|b\"", "'党员>30' & '-东河' & '或' & 'a|b'");
	query_expect("“说\"好\"”", "'说\"好\"'");
	query_expect("\"a\"b", "'a' & 'b'");
}

static void test_query__an_open_quote_is_still_being_typed(void **state)
{
	(void)state;
	query_expect("\"两个 词", "'两个 词'");
	query_expect("“两个 ", "'两个'");
	query_expect("东河 \"", "'东河'");
	query_expect("\"\"", "");
	query_expect("-\"", "");
	query_expect("书记=\"李 明", "secretary='李 明'");
}

static void test_query__not(void **state)
{
	(void)state;
	query_expect("-东河", "not '东河'");
	query_expect("－东河", "not '东河'");
	query_expect("西岭 -东河 -\"两个 词\"", "'西岭' & not '东河' & not '两个 词'");
	query_expect("-类别=631", "not category='631'");
	query_expect("-状态=停用", "not retired");
	query_expect("-书记=空", "not secretaryempty");
	query_expect("-或", "not '或'");
}

/* ---- And, or ----------------------------------------------------------------------------------- */

static void test_query__or(void **state)
{
	(void)state;
	query_expect("东河 | 西岭", "'东河' | '西岭'");
	query_expect("东河|西岭", "'东河' | '西岭'");
	query_expect("东河 ｜ 西岭", "'东河' | '西岭'");
	query_expect("东河 或 西岭", "'东河' | '西岭'");
	query_expect("东河　或　西岭", "'东河' | '西岭'");
	query_expect("类别=631|党员>3", "category='631' | members>3");
	/* Inside a word it is a character like any other. */
	query_expect("东河或西岭", "'东河或西岭'");
	query_expect("或者", "'或者'");
}

static void test_query__and_binds_tighter(void **state)
{
	(void)state;
	query_expect("a b | c d 或 e", "'a' & 'b' | 'c' & 'd' | 'e'");
	query_expect("a and b 且 c AND d", "'a' & 'b' & 'c' & 'd'");
	query_expect("且 and", "");
	query_expect("android 且慢", "'android' & '且慢'");
}

static void test_query__a_dangling_or_is_still_being_typed(void **state)
{
	(void)state;
	query_expect("东河 |", "'东河'");
	query_expect("| 东河", "'东河'");
	query_expect("东河 || 西岭", "'东河' | '西岭'");
	query_expect("东河 或", "'东河'");
	query_expect("|", "");
}

/* ---- Conditions -------------------------------------------------------------------------------- */

static void test_query__every_sign(void **state)
{
	(void)state;
	query_expect("党员=30", "members=30");
	query_expect("党员!=30", "members!=30");
	query_expect("党员<30", "members<30");
	query_expect("党员<=30", "members<=30");
	query_expect("党员>30", "members>30");
	query_expect("党员>=30", "members>=30");
	query_expect("书记~李", "secretary~'李'");
	query_expect("党员≥30 党员≤40 党员≠35", "members>=30 & members<=40 & members!=35");
}

static void test_query__full_width_signs(void **state)
{
	(void)state;
	query_expect("党员＝３０", "members=30");
	query_expect("党员＞30", "members>30");
	query_expect("党员＜＝30", "members<=30");
	query_expect("党员>＝30", "members>=30");
	query_expect("党员！＝30", "members!=30");
	query_expect("书记～李", "secretary~'李'");
	query_expect("类别＝６１１，６２１", "category='611','621'");
}

static void test_query__spaces_around_a_sign(void **state)
{
	(void)state;
	query_expect("党员 > 30 东河", "members>30 & '东河'");
	query_expect("东河 党员　＞　30", "'东河' & members>30");
	query_expect("类别=611, 621", "category='611','621'");
}

static void test_query__fields_by_any_name(void **state)
{
	(void)state;
	query_expect("secretary=李明", "secretary='李明'");
	query_expect("书记=李明", "secretary='李明'");
	query_expect("负责人=李明", "secretary='李明'");
	query_expect("Members>3", "members>3");
	query_expect("ｍｅｍｂｅｒｓ>3", "members>3");
}

static void test_query__several_values(void **state)
{
	(void)state;
	query_expect("类别=611,621", "category='611','621'");
	query_expect("类别!=611，631", "category!='611','631'");
	query_expect("书记=\"李 明\",王芳,“赵 六”", "secretary='李 明','王芳','赵 六'");
	query_expect("书记~李,王", "secretary~'李','王'");
	/* The next value is still to be typed. */
	query_expect("类别=611,", "category='611'");
	query_expect("类别=,611", "category='611'");
}

/* ---- Filled, in use ---------------------------------------------------------------------------- */

static void test_query__filled_or_not(void **state)
{
	(void)state;
	query_expect("书记=空", "secretaryempty");
	query_expect("书记=非空", "secretaryfilled");
	query_expect("书记!=空", "secretaryfilled");
	query_expect("书记!=非空", "secretaryempty");
	query_expect("founded=empty founded=Filled", "foundedempty & foundedfilled");
	/* In quotes it is a name. */
	query_expect("书记=\"空\"", "secretary='空'");
	query_expect("书记=空,李明", "secretary='空','李明'");
	query_expect("书记~空", "secretary~'空'");
}

static void test_query__why_there_is_no_value(void **state)
{
	(void)state;
	query_expect("书记=未填", "secretaryunfilled");
	query_expect("书记=Unfilled", "secretaryunfilled");
	query_expect("书记!=未填", "not secretaryunfilled");
	query_expect("-书记!=未填", "secretaryunfilled");
	query_expect("党员=未填", "membersunfilled");
	query_expect("书记=无", "secretary='无'");
	query_expect("书记=None", "secretary='无'");
	query_expect("书记!=无", "secretary!='无'");
	query_expect("联系电话=不适用", "phone='不适用'");
	query_expect("联系电话=ｎ／ａ", "phone='不适用'");
	query_expect("联系电话=无,不适用", "phone='无','不适用'");
	query_expect("单位性质=不适用", "nature='不适用'");
	/* A field that does not know it takes it for a value. */
	query_expect("编码=none", "code='none'");
	query_refuse("党员=无", "整数");
	query_refuse("单位性质=无", "代码");
	query_expect("书记=\"未填\"", "secretary='未填'");
}

static void test_query__state(void **state)
{
	(void)state;
	query_expect("状态=在用", "current");
	query_expect("状态=在册", "current");
	query_expect("state=current", "current");
	query_expect("状态=停用", "retired");
	query_expect("State＝Retired", "retired");
	query_expect("状态!=停用", "current");
	query_expect("状态=在用 | 状态=停用", "current | retired");
	query_refuse("状态=坏了", "状态=在用/状态=停用");
	query_refuse("状态=在用,停用", "状态=在用 | 状态=停用");
	query_refuse("状态>在用", "状态=在用");
	query_refuse("状态=", "状态=在用");
}

/* ---- Refused ----------------------------------------------------------------------------------- */

static void test_query__an_unknown_field_names_the_nearest(void **state)
{
	(void)state;
	query_refuse("书记名=李明", "第 1 个字起的「书记名=李明」/没有「书记名」/「书记」");
	query_refuse("东河 联系电活=1", "第 4 个字起/联系电活/联系电话/引号");
	query_refuse("东河 membrs>3", "党员人数");
	query_refuse("abcdefghijk=1", "「单位」/abcdefghijk/引号");
	query_refuse("8>5", "「8」");
}

static void test_query__half_typed_conditions_are_refused(void **state)
{
	(void)state;
	query_refuse("-", "第 1 个字起的「-」/减号");
	query_refuse("东河 - 西岭", "第 4 个字起/减号");
	query_refuse("=", "第 1 个字起的「=」/哪个字段");
	query_refuse("=30", "哪个字段");
	query_refuse("东河 | >30", "第 6 个字起/哪个字段");
	query_refuse("书记=", "第 1 个字起的「书记=」/还没有写值/书记=空");
	query_refuse("书记=，", "还没有写值");
	query_refuse("书记= | 东河", "还没有写值");
	query_refuse("书记=\"\"", "书记=空");
	query_refuse("书记=\"\u00A0\"", "书记=空");
	query_refuse("-书记=", "还没有写值");
}

static void test_query__hidden_characters_are_refused(void **state)
{
	(void)state;
	query_refuse("东\u202E河", "第 1 个字起/U+202E");
	query_refuse("书记=李\u200B明", "U+200B");
	query_refuse("东\x01河", "U+0001");
	query_refuse("东\xFF河", "UTF-8");
	query_refuse("\xE4\xB8", "UTF-8");
}

static void test_query__long_words_are_cut_in_messages(void **state)
{
	struct buf typed = BUF_INIT;
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_adds(&typed, "党");
	buf_adds(&typed, "=1");
	assert_int_equal(query_parse(&query_reg, buf_str(&typed), &query_lookup, &q, &e), ERR_INVALID);
	assert_true(strlen(e.text) < 400);
	assert_non_null(strstr(e.text, "引号"));
	buf_release(&typed);
}

static void test_query__limits(void **state)
{
	struct buf typed = BUF_INIT;
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	for (int i = 0; i < 64; i++)
		buf_adds(&typed, i % 2 ? "a | " : "党员>3 ");
	assert_int_equal(query_parse(&query_reg, buf_str(&typed), &query_lookup, &q, &e), 0);
	query_release(&q);
	buf_adds(&typed, "b");
	query_refuse(buf_str(&typed), "64");
	buf_clear(&typed);
	buf_fill(&typed, 'x', 4096);
	assert_int_equal(query_parse(&query_reg, buf_str(&typed), &query_lookup, &q, &e), 0);
	query_release(&q);
	buf_addc(&typed, 'x');
	query_refuse(buf_str(&typed), "4096");
	buf_release(&typed);
}

/* ---- Queries as data --------------------------------------------------------------------------- */

static void test_query__typed_text_is_kept(void **state)
{
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(
		query_parse(&query_reg, "类别=党委,631 成立 < 2010年 东河", &query_lookup, &q, &e), 0);
	assert_int_equal(q.any[0].n, 3);
	assert_string_equal(q.any[0].conds[0].text, "党委,631");
	assert_string_equal(q.any[0].conds[1].text, "2010年");
	assert_string_equal(q.any[0].conds[2].text, "东河");
	query_release(&q);
	assert_true(query_is_empty(&q));
	query_release(&q);
}

static void expect_both(const char *one, const char *other, const char *want)
{
	struct query a, b;
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(query_parse(&query_reg, one, &query_lookup, &a, &e), 0);
	assert_int_equal(query_parse(&query_reg, other, &query_lookup, &b, &e), 0);
	query_and(&a, &b);
	assert_true(query_is_empty(&b));
	query_describe(&a, &got);
	assert_string_equal(buf_str(&got), want);
	query_release(&a);
	query_release(&b);
	buf_release(&got);
}

static void test_query__and_of_two_queries(void **state)
{
	(void)state;
	expect_both("a", "b", "'a' & 'b'");
	expect_both("a | b", "c", "'a' & 'c' | 'b' & 'c'");
	expect_both("a", "b | c", "'a' & 'b' | 'a' & 'c'");
	expect_both("a | b", "类别=611,621 | 成立<2010",
		"'a' & category='611','621' | 'a' & founded<'2010'..'2010-12-31' | "
		"'b' & category='611','621' | 'b' & founded<'2010'..'2010-12-31'");
	expect_both("", "b | c", "'b' | 'c'");
	expect_both("a | b", "", "'a' | 'b'");
	expect_both("", "", "");
}

static void test_query__words_for_marking(void **state)
{
	struct query q;
	struct buf words = BUF_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(
		query_parse(&query_reg, "东河 -西岭 党员>3 | \"两 个\" dhc", &query_lookup, &q, &e), 0);
	query_words(&q, &words);
	assert_string_equal(buf_str(&words), "东河 两 个 dhc");
	assert_false(query_is_empty(&q));
	query_release(&q);
	buf_clear(&words);
	query_words(&q, &words);
	assert_string_equal(buf_str(&words), "");
	buf_release(&words);
}

/* ---- Ranges ------------------------------------------------------------------------------------ */

static void test_query__ranges(void **state)
{
	(void)state;
	query_expect("成立=2010..2015", "founded='2010'..'2015-12-31'");
	query_expect("成立=2010-03..2015-02-01", "founded='2010-03'..'2015-02-01'");
	query_expect("成立=2023..今天", "founded='2023'..'2024-01-05'");
	query_expect("党员=3..30 -党员=10..20", "members=3..30 & not members=10..20");
	query_expect("党员!=3..30", "members!=3..30");
	query_expect("党费=1.5..2", "fee=150..200");
	query_expect("换届年月=2023..2024-02", "term='2023'..'2024-02'");
	/* One end may be left out, and while the other is being typed it is. */
	query_expect("成立=2010..", "founded>='2010'..'2010-12-31'");
	query_expect("成立=..2015", "founded<='2015'..'2015-12-31'");
	query_expect("党员!=30..", "not members>=30");
	query_refuse("党员=..", "党员=../2010..2015");
	query_refuse("成立=2015..2010", "前面的比后面的大");
	query_refuse("成立=2010..20155", "20155");
	query_refuse("党员=3..x", "党员/x");
	/* What has no order has no ranges. */
	query_expect("书记=a..b", "secretary='a..b'");
}

/* ---- References by name ------------------------------------------------------------------------ */

static void test_query__a_reference_by_a_word_of_its_name(void **state)
{
	(void)state;
	query_lookup.ref_named = query_named_units;
	query_expect("上级~东河", "parent=77,78");
	query_expect("-上级~东河", "not parent=77,78");
	query_expect("上级~东河,西岭", "parent=77,78,79");
	query_expect("上级~没有", "parent=0");
	query_refuse("上级~镇", "上级~镇/太多");
	query_refuse("上级~", "后面还没有写值");
	query_lookup.ref_named = NULL;
	query_refuse("上级~东河", "~");
}

static void test_query__copies_stand_alone(void **state)
{
	struct query q, copy;
	struct buf one = BUF_INIT, other = BUF_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(query_parse(&query_reg, "成立=2010 -类别=631,621 | \"两个 词\"", &query_lookup, &q, &e), 0);
	query_copy(&copy, &q);
	query_describe(&q, &one);
	query_release(&q);
	query_describe(&copy, &other);
	assert_string_equal(buf_str(&one), buf_str(&other));
	query_release(&copy);
	buf_release(&one);
	buf_release(&other);
}

/* ---- Anything ---------------------------------------------------------------------------------- */

static void test_query__anything_typed_is_answered(void **state)
{
	static const char *const pieces[] = { "党员", "成立", "书记", "类别", "上级", "状态", "换届年月",
		"党费", "=", "!", "<", ">", "~", "＝", "|", "｜", "-", "－", "\"", "“", "”", ",", "，", " ",
		"　", "空", "..", "在用", "631", "2010", "2024-02", "或", "且", "and", "东河", "dhc", "\xE4",
		"\u200D", "-30" };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct buf typed = BUF_INIT;
		struct query q;
		struct err e = ERR_INIT;
		int rc;

		for (uint32_t n = rows_random(10); n > 0; n--)
			buf_adds(&typed, pieces[rows_random(sizeof(pieces) / sizeof(pieces[0]))]);
		rc = query_parse(&query_reg, buf_str(&typed), &query_lookup, &q, &e);
		assert_true(rc == 0 || (rc < 0 && e.text[0] != '\0'));
		if (rc == 0)
			query_release(&q);
		buf_release(&typed);
	}
}

static void test_query__lines_must_all_hold(void **state)
{
	struct query q;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(query_parse_lines(&query_reg, "东河 | 西岭\n村 | 社区\n", &query_lookup, &q, &e), 0);
	assert_int_equal(q.n, 4);
	assert_int_equal(q.any[1].n, 2);
	query_release(&q);
	assert_int_equal(query_parse_lines(&query_reg, NULL, &query_lookup, &q, &e), 0);
	assert_true(query_is_empty(&q));
	/* The first mistake is told, and what makes sense is there. */
	assert_int_equal(query_parse_lines(&query_reg, "nobody=1\n东河\nno=2", &query_lookup, &q, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "nobody"));
	assert_int_equal(q.n, 1);
	query_release(&q);
}

static void test_query__open_records_of_another_register(void **state)
{
	(void)state;
	query_refuse("secretary=@org", "引用别的记录的字段");
	query_refuse("state=@nobody", "没有/nobody/台账");
	query_refuse("state=@rule", "规则/不引用/单位");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query__words),
		cmocka_unit_test(test_query__quoted_words),
		cmocka_unit_test(test_query__an_open_quote_is_still_being_typed),
		cmocka_unit_test(test_query__not),
		cmocka_unit_test(test_query__or),
		cmocka_unit_test(test_query__and_binds_tighter),
		cmocka_unit_test(test_query__a_dangling_or_is_still_being_typed),
		cmocka_unit_test(test_query__every_sign),
		cmocka_unit_test(test_query__full_width_signs),
		cmocka_unit_test(test_query__spaces_around_a_sign),
		cmocka_unit_test(test_query__fields_by_any_name),
		cmocka_unit_test(test_query__several_values),
		cmocka_unit_test(test_query__filled_or_not),
		cmocka_unit_test(test_query__why_there_is_no_value),
		cmocka_unit_test(test_query__state),
		cmocka_unit_test(test_query__an_unknown_field_names_the_nearest),
		cmocka_unit_test(test_query__half_typed_conditions_are_refused),
		cmocka_unit_test(test_query__hidden_characters_are_refused),
		cmocka_unit_test(test_query__long_words_are_cut_in_messages),
		cmocka_unit_test(test_query__limits),
		cmocka_unit_test(test_query__typed_text_is_kept),
		cmocka_unit_test(test_query__and_of_two_queries),
		cmocka_unit_test(test_query__words_for_marking),
		cmocka_unit_test(test_query__ranges),
		cmocka_unit_test(test_query__a_reference_by_a_word_of_its_name),
		cmocka_unit_test(test_query__open_records_of_another_register),
		cmocka_unit_test(test_query__lines_must_all_hold),
		cmocka_unit_test(test_query__copies_stand_alone),
		cmocka_unit_test(test_query__anything_typed_is_answered),
	};

	return cmocka_run_group_tests(tests, query_set_up, query_tear_down);
}

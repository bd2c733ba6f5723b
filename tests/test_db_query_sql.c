/*
 * Conditions as SQL: which of a handful of organizations each one means.
 */
#include "db/query_sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static struct office *office;

static void set(struct org *org, const char *field, const char *typed)
{
	struct err e = ERR_INIT;

	if (field_parse(reg_field(&org_reg, field), typed, store_lookup(office->s), org, &e) < 0)
		fail_msg("%s: %s", field, e.text);
}

/* fields: name, value, name, value, ..., NULL. */
static int64_t save(const char *code, const char *const *fields)
{
	struct org *org = office_new_org(code, 0);
	struct err e = ERR_INIT;
	int64_t id;

	for (; *fields; fields += 2)
		set(org, fields[0], fields[1]);
	if (store_save_one(office->s, &org_reg, NULL, org, NULL, &e) < 0)
		fail_msg("%s: %s", code, e.text);
	id = org->rec.id;
	reg_free(&org_reg, org);
	return id;
}

#define SAVE(code, ...) save(code, (const char *const[]){ __VA_ARGS__, NULL })

static int set_up(void **state)
{
	void *o;

	(void)state;
	office_group_setup(NULL);
	office_setup(&o);
	office = o;
	SAVE("A", "name", "中共示例东河村支部委员会", "founded", "2010", "full_members", "30", "unit_nature",
		"建制村,社区");
	SAVE("B", "name", "中共示例西岭村支部委员会", "founded", "2010-05", "full_members", "31", "centre",
		"是", "unit_nature", "社区");
	SAVE("C", "name", "中共示例ABC公司支部委员会", "founded", "2010-05-01", "secretary", "示例才仁");
	SAVE("D", "name", "中共示例东河社区支部委员会", "founded", "2011-01-01", "category", "632");
	SAVE("E", "name", "中共示例机关支部委员会", "category", "611", "full_members", "0", "superior", "A");
	assert_int_equal(office_retire(office, &org_reg, SAVE("F", "name", "中共示例停用支部委员会")), 0);
	return 0;
}

static int tear_down(void **state)
{
	void *o = office;

	(void)state;
	office_teardown(&o);
	return office_group_teardown(NULL);
}

typedef int to_sql(const struct reg *, const struct query *, struct buf *, struct sql_params *, struct err *);

/* Branches are looked for upwards from each record, as large ones are. */
static bool branches_in_sql;

/* The codes of the records that the condition means, in alphabetical order. */
static void select_codes(const char *text, to_sql *convert, struct buf *out)
{
	struct lookup lookup = *store_lookup(office->s);
	struct sql_params params = { .cells = NULL };
	struct buf sql = BUF_INIT;
	struct query q;
	struct err e = ERR_INIT;
	sqlite3_stmt *stmt;
	int rc;

	if (branches_in_sql)
		lookup.ref_below = NULL;
	if (query_parse(&org_reg, text, &lookup, &q, &e) < 0)
		fail_msg("%s: %s", text, e.text);
	buf_adds(&sql, "SELECT t.code FROM org t WHERE (");
	assert_int_equal(convert(&org_reg, &q, &sql, &params, &e), 0);
	buf_adds(&sql, ") ORDER BY t.code");
	if (sql_get(office->s, buf_str(&sql), &stmt, &e) < 0)
		fail_msg("%s: %s", buf_str(&sql), e.text);
	sql_params_bind(&params, stmt);
	while ((rc = sql_step(office->s, stmt, &e)) == 1)
		buf_adds(out, (const char *)sqlite3_column_text(stmt, 0));
	assert_int_equal(rc, 0);
	sql_done(office->s, stmt);
	sql_params_release(&params);
	query_release(&q);
	buf_release(&sql);
}

static void check(const char *text, to_sql *convert, const char *want)
{
	struct buf got = BUF_INIT;

	select_codes(text, convert, &got);
	if (strcmp(buf_str(&got), want) != 0)
		fail_msg("%s means %s, not %s", text, buf_str(&got), want);
	buf_release(&got);
}

static void means(const char *text, const char *want)
{
	check(text, query_sql, want);
	/* Without words both say the same. */
	check(text, query_sql_words, want);
}

static void test_query_sql__nothing_means_everything(void **state)
{
	(void)state;
	means("", "ABCDEF");
}

static void test_query_sql__equal_one_and_one_of_several(void **state)
{
	(void)state;
	means("类别=632", "D");
	means("类别=632,611", "DE");
	means("类别=党委", "E");
	means("编码=B", "B");
	means("全称=中共示例机关支部委员会", "E");
	means("党员=30", "A");
	means("上级=A", "E");
	means("党群服务中心=是", "B");
}

static void test_query_sql__unequal_takes_empty_values_along(void **state)
{
	(void)state;
	means("类别!=631", "DE");
	means("党员!=30", "BCDEF");
	means("书记!=示例才仁", "ABDEF");
}

static void test_query_sql__numbers_compare_and_empty_ones_do_not(void **state)
{
	(void)state;
	means("党员>30", "B");
	means("党员>=30", "AB");
	means("党员<30", "E");
	means("党员<=30", "AE");
	means("党员<0", "");
}

static void test_query_sql__partial_dates_are_periods(void **state)
{
	(void)state;
	means("成立=2010", "ABC");
	means("成立=2010-05", "BC");
	means("成立=2010-05-01", "C");
	means("成立<2010", "");
	means("成立<2010-05", "A");
	means("成立<2011", "ABC");
	means("成立<=2010", "ABC");
	means("成立>2010", "D");
	means("成立>2010-04", "BCD");
	means("成立>=2010-05-01", "CD");
	means("成立>=2010-05", "BCD");
	means("成立=2010-05-01,2011-01-01", "CD");
	means("成立!=2010", "DEF");
}

static void test_query_sql__contains_is_blind_to_case_and_width(void **state)
{
	(void)state;
	means("全称~东河", "AD");
	means("全称~abc", "C");
	means("全称~ＡＢＣ", "C");
	means("全称~东河,西岭", "ABD");
	means("书记~才", "C");
	means("书记~没有", "");
	means("-全称~东河", "BCEF");
	means("-书记~才", "ABDEF");
}

static void test_query_sql__filled_or_not(void **state)
{
	(void)state;
	means("书记=空", "ABDEF");
	means("书记=非空", "C");
	means("书记!=空", "C");
	means("-书记=空", "C");
}

static void test_query_sql__in_use_or_retired(void **state)
{
	(void)state;
	means("状态=在用", "ABCDE");
	means("状态=停用", "F");
	means("-状态=停用", "ABCDE");
}

static void test_query_sql__and_binds_tighter_than_or(void **state)
{
	(void)state;
	means("类别=631 党员>30 | 类别=632", "BD");
	means("类别=632 | 类别=631 党员>30", "BD");
	means("类别=632 | 党员>30 | 书记=非空", "BCD");
	means("-类别=631 -类别=632", "E");
}

static void test_query_sql__not_turns_unknown_into_no(void **state)
{
	(void)state;
	/* Three records have no number of members: they are not "over 30", so "not over 30" has them. */
	means("-党员>30", "ACDEF");
	means("-成立=2010", "DEF");
}

static void test_query_sql__words_count_where_asked_for(void **state)
{
	(void)state;
	check("东河 类别=632", query_sql, "D");
	check("东河", query_sql, "ABCDEF");
	check("-东河", query_sql, "ABCDEF");
	check("东河", query_sql_words, "AD");
	check("-东河", query_sql_words, "BCEF");
	check("东河 类别=632", query_sql_words, "D");
	check("dh | 党员>30", query_sql_words, "ABD");
	check("donghe", query_sql_words, "AD");
	check("才仁", query_sql_words, "C");
	check("没有", query_sql_words, "");
}

static void test_query_sql__text_is_never_sql(void **state)
{
	(void)state;
	means("书记=\"x' OR '1'='1\"", "");
	means("全称~\"') OR 1 --\"", "");
	check("\"'); DROP TABLE org; --\"", query_sql_words, "");
	means("", "ABCDEF");
}

static void test_query_sql__a_code_among_several(void **state)
{
	(void)state;
	means("单位性质=建制村", "A");
	means("单位性质=社区", "AB");
	means("单位性质=建制村,学校", "A");
	means("单位性质!=社区", "CDEF");
	means("单位性质=学校", "");
}

/* A value must not be found inside of another one: village is no hit for a code "vill". */
static void test_query_sql__a_code_is_compared_whole(void **state)
{
	struct cell value = { .kind = CELL_TEXT, .text = "vill" };
	struct cond c = {
		.op = OP_EQ, .field = reg_field(&org_reg, "unit_nature"), .values = &value, .nvalues = 1
	};
	struct all_of all = { .conds = &c, .n = 1 };
	struct query q = { .any = &all, .n = 1 };
	struct sql_params params = { .cells = NULL };
	struct buf sql = BUF_INIT, whole = BUF_INIT;
	struct err e = ERR_INIT;
	sqlite3_stmt *stmt;

	(void)state;
	assert_int_equal(query_sql(&org_reg, &q, &sql, &params, &e), 0);
	assert_int_equal(params.n, 1);
	buf_addf(&whole, "SELECT count(*) FROM org t WHERE %s", buf_str(&sql));
	assert_int_equal(sql_get(office->s, buf_str(&whole), &stmt, &e), 0);
	sql_params_bind(&params, stmt);
	assert_int_equal(sql_step(office->s, stmt, &e), 1);
	assert_int_equal(sqlite3_column_int(stmt, 0), 0);
	sql_done(office->s, stmt);
	sql_params_release(&params);
	buf_release(&sql);
	buf_release(&whole);
}

/* As many as SQLite would refuse, were they nested one in another. */
static void test_query_sql__many_conditions_stay_shallow(void **state)
{
	struct buf all = BUF_INIT, any = BUF_INIT;

	(void)state;
	for (int i = 0; i < 60; i++) {
		buf_addf(&all, "党员!=%d ", 100 + i);
		buf_addf(&any, "%s党员=%d", i ? " | " : "", i);
	}
	means(buf_str(&all), "ABCDEF");
	means(buf_str(&any), "ABE");
	buf_release(&all);
	buf_release(&any);
}

/* Two lines of sixty alternatives each multiply. */
static void test_query_sql__too_many_conditions_are_refused(void **state)
{
	struct sql_params params = { .cells = NULL };
	struct buf any = BUF_INIT, sql = BUF_INIT;
	struct query q, more;
	struct err e = ERR_INIT;

	(void)state;
	for (int i = 0; i < 60; i++)
		buf_addf(&any, "%s党员=%d", i ? " | " : "", i);
	assert_int_equal(query_parse(&org_reg, buf_str(&any), store_lookup(office->s), &q, NULL), 0);
	assert_int_equal(query_parse(&org_reg, buf_str(&any), store_lookup(office->s), &more, NULL), 0);
	query_and(&q, &more);
	assert_int_equal(query_sql(&org_reg, &q, &sql, &params, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "条件太多"));
	sql_params_release(&params);
	query_release(&q);
	buf_release(&any);
	buf_release(&sql);
}

/* As lists of numbers or by SQL, a branch is the same. */
static void branch_means(const char *text, const char *want)
{
	means(text, want);
	branches_in_sql = true;
	means(text, want);
	branches_in_sql = false;
}

static void test_query_sql__branches_of_a_tree(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	SAVE("G", "name", "中共示例高山村支部委员会", "superior", "E", "division", "632821000000");
	SAVE("H", "name", "中共示例河口村支部委员会", "superior", "G", "division", "632821102000");
	SAVE("I", "name", "中共示例湖边村支部委员会", "superior", "B", "division", "632822000000");
	branch_means("上级=A", "E");
	branch_means("上级<=A", "EGH");
	branch_means("上级<A", "GH");
	branch_means("上级<=G", "H");
	branch_means("上级<G", "");
	branch_means("上级<=H", "");
	branch_means("-上级<=A", "ABCDFI");
	branch_means("上级<=A | 上级<=B", "EGHI");
	branch_means("上级<=\"中共示例机关支部委员会 E\"", "GH");
	branch_means("行政区划<=乌兰县", "GH");
	branch_means("行政区划＜＝乌兰县", "GH");
	branch_means("行政区划<乌兰县", "H");
	branch_means("行政区划<=632800000000 -行政区划<=乌兰县", "I");
	/* A circle in damaged data ends all the same. */
	office_meddle(office, "UPDATE org SET superior = (SELECT id FROM org WHERE code = 'H') WHERE code = 'A'");
	branch_means("上级<=A", "AEGH");
	branch_means("上级<=B", "I");
	assert_int_equal(query_parse(&org_reg, "上级>=A", store_lookup(office->s), &(struct query){ .n = 0 }, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "上级组织<= 表示及以下"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_sql__nothing_means_everything),
		cmocka_unit_test(test_query_sql__equal_one_and_one_of_several),
		cmocka_unit_test(test_query_sql__unequal_takes_empty_values_along),
		cmocka_unit_test(test_query_sql__numbers_compare_and_empty_ones_do_not),
		cmocka_unit_test(test_query_sql__partial_dates_are_periods),
		cmocka_unit_test(test_query_sql__contains_is_blind_to_case_and_width),
		cmocka_unit_test(test_query_sql__filled_or_not),
		cmocka_unit_test(test_query_sql__in_use_or_retired),
		cmocka_unit_test(test_query_sql__and_binds_tighter_than_or),
		cmocka_unit_test(test_query_sql__not_turns_unknown_into_no),
		cmocka_unit_test(test_query_sql__words_count_where_asked_for),
		cmocka_unit_test(test_query_sql__text_is_never_sql),
		cmocka_unit_test(test_query_sql__a_code_among_several),
		cmocka_unit_test(test_query_sql__a_code_is_compared_whole),
		cmocka_unit_test(test_query_sql__many_conditions_stay_shallow),
		cmocka_unit_test(test_query_sql__too_many_conditions_are_refused),
		cmocka_unit_test(test_query_sql__branches_of_a_tree),	/* adds records */
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

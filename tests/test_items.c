/* Several items in one cell. */
#include "src/items.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/buf.h"
#include "src/banned.h"

/* The items of a cell, each behind a stroke. */
static void are(const char *cell, const char *want)
{
	struct items items;
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (items_split(cell, &items, &e) < 0)
		fail_msg("%s: %s", cell, e.text);
	for (size_t i = 0; i < items.n; i++)
		buf_addf(&b, "|%s", items.texts[i]);
	assert_string_equal(buf_str(&b), want);
	items_release(&items);
	buf_release(&b);
}

static void refused(const char *cell, const char *words)
{
	struct items items;
	struct err e = ERR_INIT;

	assert_int_equal(items_split(cell, &items, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, words));
	assert_int_equal(items.n, 0);
}

static void test_items__every_way_of_numbering(void **state)
{
	(void)state;
	are("1.组织生活不经常 2.班子不健全", "|组织生活不经常|班子不健全");
	are("1、组织生活不经常；2、班子不健全；", "|组织生活不经常|班子不健全");
	are("1．组织生活不经常\n2．班子不健全\n", "|组织生活不经常|班子不健全");
	are("（1）组织生活不经常。（2）班子不健全。", "|组织生活不经常。|班子不健全。");
	are("(1)组织生活不经常(2)班子不健全", "|组织生活不经常|班子不健全");
	are("1.组织生活不经常2.班子不健全", "|组织生活不经常|班子不健全");
	are("1)组织生活不经常 2)班子不健全", "|组织生活不经常|班子不健全");
	are("①组织生活不经常②班子不健全③阵地破旧", "|组织生活不经常|班子不健全|阵地破旧");
	are("一、组织生活不经常\n二、班子不健全", "|组织生活不经常|班子不健全");
	are("（一）组织生活不经常\n（二）班子不健全", "|组织生活不经常|班子不健全");
	are("一是组织生活不经常；二是班子不健全。", "|组织生活不经常|班子不健全。");
	are("１．组织生活不经常　２．班子不健全", "|组织生活不经常|班子不健全");
}

static void test_items__beyond_ten(void **state)
{
	(void)state;
	are("1.a 2.b 3.c 4.d 5.e 6.f 7.g 8.h 9.i 10.j 11.k", "|a|b|c|d|e|f|g|h|i|j|k");
	are("一、a\n二、b\n三、c\n四、d\n五、e\n六、f\n七、g\n八、h\n九、i\n十、j\n十一、k\n十二、l", "|a|b|c|d|e|f|g|h|i|j|k|l");
}

static void test_items__lines_without_numbers(void **state)
{
	(void)state;
	are("组织生活不经常\n班子不健全", "|组织生活不经常|班子不健全");
	are("组织生活不经常\r\n班子不健全\r阵地破旧\n\n", "|组织生活不经常|班子不健全|阵地破旧");
	are("组织生活不经常；班子不健全", "|组织生活不经常；班子不健全");
	are("", "");
	are(" \n　", "");
}

static void test_items__lines_inside_a_numbered_item_are_joined(void **state)
{
	(void)state;
	are("1.组织生活\n不经常\r\n2.班子\r不健全", "|组织生活不经常|班子不健全");
	are("1.plan\nA\n2.plan\nB", "|plan A|plan B");
}

static void test_items__dates_and_figures_number_nothing(void **state)
{
	(void)state;
	are("2026.9.30", "|2026.9.30");
	are("1.5 万元", "|1.5 万元");
	are("1.2026.9.30 2.2026.10.31", "|2026.9.30|2026.10.31");
	are("1.补齐 2 名委员，投入 2.5 万元 2.整修阵地", "|补齐 2 名委员，投入 2.5 万元|整修阵地");
	are("1、落实第2、3项要求 2、整修阵地", "|落实第2、3项要求|整修阵地");
	are("1.投入2.5万元，2.整修阵地", "|投入2.5万元，|整修阵地");
	are("3.只有这一项", "|3.只有这一项");
	are("1.每月10日前公开，2025、2026 年 2.设监督员", "|每月10日前公开，2025、2026 年|设监督员");
}

static void test_items__another_way_inside_belongs_to_the_item(void **state)
{
	(void)state;
	are("1.整顿班子：（1）补选（2）培训\n2.整修阵地", "|整顿班子：（1）补选（2）培训|整修阵地");
}

static void test_items__wrong_numbers_are_refused(void **state)
{
	(void)state;
	refused("1.组织生活不经常\n3.班子不健全", "1 后面是 3");
	refused("1.组织生活不经常\n1.班子不健全", "1 后面是 1");
	refused("1.\n2.班子不健全", "第 1 项");
	refused("1.组织生活不经常\n2.", "第 2 项");
	refused("存在问题：\n1.组织生活不经常\n2.班子不健全", "前面还有文字");
}

static void test_items__too_many_are_refused(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 101; i++)
		buf_addf(&b, "%d\n", i + 2000);
	refused(buf_str(&b), "100");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items__every_way_of_numbering),
		cmocka_unit_test(test_items__beyond_ten),
		cmocka_unit_test(test_items__lines_without_numbers),
		cmocka_unit_test(test_items__lines_inside_a_numbered_item_are_joined),
		cmocka_unit_test(test_items__dates_and_figures_number_nothing),
		cmocka_unit_test(test_items__another_way_inside_belongs_to_the_item),
		cmocka_unit_test(test_items__wrong_numbers_are_refused),
		cmocka_unit_test(test_items__too_many_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

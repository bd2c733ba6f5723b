/* The same work on many records: what is judged is what is written, all of it or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/batch.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int64_t top, one, two, three;
static struct batch b;

static int setup(void **state)
{
	struct office *o;

	if (office_setup(state) < 0)
		return -1;
	o = *state;
	top = office_branch(o, "T1", 0);
	one = office_branch(o, "B1", top);
	two = office_branch(o, "B2", top);
	three = office_branch(o, "B3", one);
	return 0;
}

static int teardown(void **state)
{
	batch_release(&b);
	return office_teardown(state);
}

static void begin(enum batch_deed deed, const int64_t *ids, size_t n)
{
	batch_init(&b, &org_reg, deed);
	for (size_t i = 0; i < n; i++)
		batch_add(&b, ids[i]);
	batch_restart(&b);
}

#define begin_with(deed, ...) \
	begin(deed, (const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static void set_all(const char *field, const char *text)
{
	const struct field *f = reg_field(&org_reg, field);

	batch_set_fields(&b, &f, 1, false);
	batch_set_text(&b, 0, 0, text);
}

static void judge(struct office *o)
{
	assert_int_equal(batch_judge(o->s, &b, 0, &o->e), 0);
}

static int write(struct office *o, const char *reason)
{
	return batch_write(o->s, &b, reason, 0, &o->e);
}

static void is(struct office *o, int64_t id, const char *field, const char *value)
{
	char *text = office_field(o, id, field);

	assert_string_equal(text, value);
	free(text);
}

static void result_is(size_t row, enum batch_result result, const char *why)
{
	assert_int_equal(b.rows[row].result, result);
	if (why && (!b.rows[row].why || !strstr(b.rows[row].why, why)))
		fail_msg("「%s」 does not say 「%s」", b.rows[row].why ? b.rows[row].why : "", why);
}

static void test_batch__many_records_are_one_action(void **state)
{
	struct office *o = *state;
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	office_must_edit(o, two, "contact", "示例才仁");
	begin_with(BATCH_SET, one, two, three);
	set_all("contact", "示例才仁");
	judge(o);
	result_is(0, BATCH_CHANGE, NULL);
	result_is(1, BATCH_SAME, NULL);
	assert_int_equal(b.counts[BATCH_CHANGE], 2);
	assert_true(batch_wants_reason(&b));
	assert_int_equal(write(o, "统一"), 0);
	is(o, one, "contact", "示例才仁");
	is(o, three, "contact", "示例才仁");
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before + 2);
	assert_int_equal(office_number(o, "SELECT records FROM action ORDER BY id DESC LIMIT 1"), 2);
	office_sound(o);
}

static void test_batch__judging_writes_nothing(void **state)
{
	struct office *o = *state;
	int64_t before = store_data_version(o->s);

	begin_with(BATCH_SET, one, two);
	set_all("contact", "示例才仁");
	judge(o);
	assert_int_equal(store_data_version(o->s), before);
	is(o, one, "contact", "");
	office_sound(o);
}

static void test_batch__without_a_reason_many_are_refused(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_SET, one, two);
	set_all("contact", "示例才仁");
	judge(o);
	office_refused(o, write(o, "  "), ERR_USAGE, "写明原因");
	is(o, one, "contact", "");
}

static void test_batch__what_cannot_be_read_is_refused_by_record(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_SET, one, two);
	set_all("founded", "二零一");
	judge(o);
	result_is(0, BATCH_REFUSED, "成立");
	assert_int_equal(b.counts[BATCH_REFUSED], 2);
}

static void test_batch__a_record_below_itself_is_refused(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_SET, top, two);
	set_all("superior", "B1");
	judge(o);
	result_is(0, BATCH_REFUSED, "自己的下级");
	result_is(1, BATCH_CHANGE, NULL);
}

static void test_batch__what_only_one_may_have_goes_to_one(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_SET, one, two);
	set_all("name", "中共示例镇新沟村支部委员会");
	judge(o);
	if (!(reg_field(&org_reg, "name")->flags & FIELD_UNIQUE))
		set_all("code", "Z9");
	judge(o);
	assert_int_equal(b.counts[BATCH_CHANGE], 1);
	result_is(1, BATCH_REFUSED, "在这一批里已经给了");
}

static void test_batch__what_changed_since_is_refused_by_name(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_SET, one, two);
	set_all("contact", "示例才仁");
	judge(o);
	office_must_edit(o, two, "short_name", "新名");
	office_refused(o, write(o, "统一"), ERR_CONFLICT, "B2/预览以后有人改过/一条都没有改");
	is(o, one, "contact", "");
	batch_restart(&b);
	judge(o);
	assert_int_equal(write(o, "统一"), 0);
	is(o, two, "contact", "示例才仁");
	is(o, two, "short_name", "新名");
	office_sound(o);
}

static void test_batch__a_branch_goes_out_of_use_whole(void **state)
{
	struct office *o = *state;

	begin_with(BATCH_RETIRE, top, one, two, three);
	judge(o);
	assert_int_equal(b.counts[BATCH_CHANGE], 4);
	assert_int_equal(write(o, "合并"), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_on IS NOT NULL"), 4);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_reason = '合并'"), 4);
	office_sound(o);
	batch_release(&b);
	begin_with(BATCH_REVIVE, one, two);
	judge(o);
	assert_int_equal(b.counts[BATCH_REFUSED], 2);
	result_is(0, BATCH_REFUSED, "已停用");
	batch_release(&b);
	begin_with(BATCH_REVIVE, three, one, top);
	judge(o);
	assert_int_equal(b.counts[BATCH_CHANGE], 3);
	assert_int_equal(write(o, "恢复"), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE retired_on IS NOT NULL"), 1);
	office_sound(o);
}

static void test_batch__what_others_refer_to_stays(void **state)
{
	struct office *o = *state;

	/* Two is referred to by nobody; one by three, which is not in the batch, and so the top by one. */
	begin_with(BATCH_RETIRE, top, one, two);
	judge(o);
	result_is(0, BATCH_REFUSED, "B1");
	result_is(1, BATCH_REFUSED, "B3");
	result_is(2, BATCH_CHANGE, NULL);
	assert_int_equal(b.counts[BATCH_CHANGE], 1);
	assert_int_equal(b.counts[BATCH_REFUSED], 2);
}

static void test_batch__values_for_each_record(void **state)
{
	struct office *o = *state;
	const struct field *fields[] = { reg_field(&org_reg, "contact"), reg_field(&org_reg, "short_name") };

	begin_with(BATCH_SET, one, two);
	batch_set_fields(&b, fields, 2, true);
	batch_set_text(&b, 0, 0, "甲");
	batch_set_text(&b, 0, 1, "短甲");
	batch_set_text(&b, 1, 0, "乙");
	judge(o);
	assert_int_equal(write(o, "粘贴"), 0);
	is(o, one, "contact", "甲");
	is(o, one, "short_name", "短甲");
	is(o, two, "contact", "乙");
	is(o, two, "short_name", "");
}

static void test_batch__out_of_scope_is_refused_and_leaves_no_trace(void **state)
{
	struct office *o = *state;
	int64_t before;

	office_operator(o, "shilicun", "clerk", one);
	office_open(o, "shilicun");
	before = office_number(o, "SELECT count(*) FROM action");
	begin_with(BATCH_SET, two, three);
	set_all("contact", "示例才仁");
	judge(o);
	result_is(0, BATCH_REFUSED, NULL);
	result_is(1, BATCH_CHANGE, NULL);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before);
	batch_release(&b);
	begin_with(BATCH_SET, three);
	set_all("contact", "示例才仁");
	judge(o);
	assert_false(batch_wants_reason(&b));
	assert_int_equal(write(o, NULL), 0);
}

static void test_batch__slices_do_the_same(void **state)
{
	struct office *o = *state;
	char code[16];
	int rc, slices = 0;

	begin_with(BATCH_SET, one);
	for (int i = 0; i < 300; i++) {
		code[0] = 'N';
		code[1] = (char)('0' + i / 100);
		code[2] = (char)('0' + i / 10 % 10);
		code[3] = (char)('0' + i % 10);
		code[4] = '\0';
		batch_add(&b, office_branch(o, code, top));
	}
	set_all("contact", "示例才仁");
	while ((rc = batch_judge(o->s, &b, 1, &o->e)) == 1)
		slices++;
	assert_int_equal(rc, 0);
	assert_int_equal(b.counts[BATCH_CHANGE], 301);
	/* Stopped half way nothing is written. */
	if (batch_write(o->s, &b, "统一", 1, &o->e) == 1) {
		batch_stop(o->s, &b);
		is(o, one, "contact", "");
	}
	b.at = 0;
	while ((rc = batch_write(o->s, &b, "统一", 1, &o->e)) == 1)
		slices++;
	assert_int_equal(rc, 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE contact IS NOT NULL"), 301);
	office_sound(o);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_batch__many_records_are_one_action),
		TEST(test_batch__judging_writes_nothing),
		TEST(test_batch__without_a_reason_many_are_refused),
		TEST(test_batch__what_cannot_be_read_is_refused_by_record),
		TEST(test_batch__a_record_below_itself_is_refused),
		TEST(test_batch__what_only_one_may_have_goes_to_one),
		TEST(test_batch__what_changed_since_is_refused_by_name),
		TEST(test_batch__a_branch_goes_out_of_use_whole),
		TEST(test_batch__what_others_refer_to_stays),
		TEST(test_batch__values_for_each_record),
		TEST(test_batch__out_of_scope_is_refused_and_leaves_no_trace),
		TEST(test_batch__slices_do_the_same),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

/*
 * Counters.
 */
#include "db/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/records.h"
#include "tests/support/office.h"
#include "src/banned.h"

static struct field coded = { .name = "kind", .type = TYPE_CODE },
		    several = { .name = "kinds", .type = TYPE_CODES };

static void put(struct tally_pad *pad, const struct field *f, const char *text, int n)
{
	struct cell c = { .kind = text ? CELL_TEXT : CELL_NULL, .text = text };

	tally_pad_value(pad, f, &c, n);
}

static void test_tally__a_pad_adds_up(void **state)
{
	struct tally_pad pad = { .lines = NULL };

	(void)state;
	assert_int_equal(tally_pad_get(&pad, "kind", "1"), 0);
	put(&pad, &coded, "1", 1);
	put(&pad, &coded, "1", 1);
	put(&pad, &coded, "2", 1);
	put(&pad, &coded, "2", -1);
	put(&pad, &coded, NULL, 1);
	tally_pad_record(&pad, false, 1);
	tally_pad_record(&pad, true, 1);
	tally_pad_record(&pad, true, 1);
	assert_int_equal(tally_pad_get(&pad, "kind", "1"), 2);
	assert_int_equal(tally_pad_get(&pad, "kind", "2"), 0);
	assert_int_equal(tally_pad_get(&pad, "kind", ""), 1);
	assert_int_equal(tally_pad_get(&pad, "kind", "3"), 0);
	assert_int_equal(tally_pad_get(&pad, "", ""), 1);
	assert_int_equal(tally_pad_get(&pad, "", TALLY_OUT), 2);
	tally_pad_release(&pad);
}

static void test_tally__several_codes_count_each(void **state)
{
	struct tally_pad pad = { .lines = NULL };

	(void)state;
	put(&pad, &several, "1,10,2", 1);
	put(&pad, &several, "10", 1);
	put(&pad, &several, NULL, 1);
	assert_int_equal(tally_pad_get(&pad, "kinds", "1"), 1);
	assert_int_equal(tally_pad_get(&pad, "kinds", "10"), 2);
	assert_int_equal(tally_pad_get(&pad, "kinds", "2"), 1);
	assert_int_equal(tally_pad_get(&pad, "kinds", ""), 1);
	assert_int_equal(tally_pad_get(&pad, "kinds", "1,10,2"), 0);
	tally_pad_release(&pad);
}

static void test_tally__a_pad_takes_any_number_of_values(void **state)
{
	struct tally_pad pad = { .lines = NULL };
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		buf_clear(&b);
		buf_addf(&b, "%d", i % 1000);
		put(&pad, &coded, buf_str(&b), 1);
	}
	assert_int_equal(pad.n, 1000);
	for (int i = 0; i < 1000; i++) {
		buf_clear(&b);
		buf_addf(&b, "%d", i);
		assert_int_equal(tally_pad_get(&pad, "kind", buf_str(&b)), 3);
	}
	buf_release(&b);
	tally_pad_release(&pad);
}

static int64_t read(struct office *o, const char *field, const char *value)
{
	int64_t n;

	if (tally_read(o->s, &org_reg, field, value, &n, &o->e) < 0)
		fail_msg("%s", o->e.text);
	return n;
}

static void test_tally__what_is_written_adds_up_and_is_read(void **state)
{
	struct office *o = *state;
	struct tally_pad pad = { .lines = NULL };

	put(&pad, &coded, "1", 1);
	put(&pad, &coded, "1", 1);
	put(&pad, &coded, "2", 1);
	assert_int_equal(tally_write(o->s, &org_reg, &pad, &o->e), 0);
	assert_int_equal(tally_write(o->s, &org_reg, &pad, &o->e), 0);
	assert_int_equal(read(o, "kind", "1"), 4);
	assert_int_equal(read(o, "kind", "2"), 2);
	assert_int_equal(read(o, "kind", "3"), 0);
	/* Other registers count for themselves. */
	assert_int_equal(tally_clear(o->s, &division_reg, &o->e), 0);
	assert_int_equal(read(o, "kind", "1"), 4);
	assert_int_equal(tally_clear(o->s, &org_reg, &o->e), 0);
	assert_int_equal(read(o, "kind", "1"), 0);
	tally_pad_release(&pad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tally__a_pad_adds_up),
		cmocka_unit_test(test_tally__several_codes_count_each),
		cmocka_unit_test(test_tally__a_pad_takes_any_number_of_values),
		cmocka_unit_test_setup_teardown(
			test_tally__what_is_written_adds_up_and_is_read, office_setup, office_teardown),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

/* PINs: kept as what scrypt makes of them, shown nowhere, set and cleared by who may. */
#include "db/pin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

static void refused(struct office *o, int rc, enum err_code code, const char *words)
{
	assert_int_equal(rc, code);
	if (!strstr(o->e.text, words))
		fail_msg("「%s」 does not say 「%s」", o->e.text, words);
	err_clear(&o->e);
}

static void test_db_pin__only_the_pin_matches(void **state)
{
	struct office *o = *state;

	assert_int_equal(pin_is_set(o->s, &o->e), 0);
	refused(o, pin_matches(o->s, "2580", &o->e), ERR_NOT_FOUND, "zhibu pin");
	must(o, pin_set(o->s, "2580", &o->e));
	assert_int_equal(pin_is_set(o->s, &o->e), 1);
	assert_int_equal(pin_matches(o->s, "2580", &o->e), 1);
	/* As an input method sends it. */
	assert_int_equal(pin_matches(o->s, "２５８０", &o->e), 1);
	assert_int_equal(pin_matches(o->s, "2581", &o->e), 0);
	assert_int_equal(pin_matches(o->s, "25800", &o->e), 0);
	assert_int_equal(pin_matches(o->s, "", &o->e), 0);
	must(o, pin_set(o->s, "口令abc", &o->e));
	assert_int_equal(pin_matches(o->s, "口令abc", &o->e), 1);
	assert_int_equal(pin_matches(o->s, "2580", &o->e), 0);
}

static void test_db_pin__lengths_have_bounds(void **state)
{
	struct office *o = *state;
	char longest[PIN_MOST + 2];

	memset(longest, '7', sizeof(longest));
	longest[PIN_MOST + 1] = '\0';
	refused(o, pin_set(o->s, "123", &o->e), ERR_INVALID, "4");
	refused(o, pin_set(o->s, "口令一", &o->e), ERR_INVALID, "4");
	refused(o, pin_set(o->s, longest, &o->e), ERR_INVALID, "64");
	longest[PIN_MOST] = '\0';
	must(o, pin_set(o->s, longest, &o->e));
	assert_int_equal(pin_matches(o->s, longest, &o->e), 1);
}

/* Two people with the same PIN cannot see that they have. */
static void test_db_pin__it_is_kept_with_salt_and_costs(void **state)
{
	struct office *o = *state;
	char *first, *second;

	must(o, pin_set(o->s, "2580", &o->e));
	first = office_text(o, "SELECT secret FROM pin");
	must(o, pin_set(o->s, "2580", &o->e));
	second = office_text(o, "SELECT secret FROM pin");
	assert_int_equal(strncmp(first, "scrypt 15 8 1 ", 14), 0);
	assert_string_not_equal(first, second);
	assert_null(strstr(first, "2580"));
	assert_int_equal(office_number(o, "SELECT count(*) FROM pin"), 1);
	free(first);
	free(second);
}

static int count(void *ctx, const struct action *a)
{
	*(int *)ctx += a->kind == ACTION_PIN;
	assert_true(a->kind != ACTION_PIN || !a->reason || !strstr(a->reason, "2580"));
	return 0;
}

static int no_problem(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
	return 0;
}

static void report(void *ctx, const char *text)
{
	no_problem(ctx, text);
}

static void test_db_pin__the_journal_says_that_and_not_what(void **state)
{
	struct office *o = *state;
	struct journal_filter all = { .limit = 0 };
	struct undo_plan plan;
	int64_t problems = 0;
	int n = 0;

	must(o, pin_set(o->s, "2580", &o->e));
	must(o, pin_clear(o->s, store_operator_login(o->s), &o->e));
	must(o, journal_actions(o->s, &all, count, &n, &o->e));
	assert_int_equal(n, 2);
	assert_int_equal(office_number(o, "SELECT count(*) FROM change WHERE after LIKE '%scrypt%' OR before LIKE '%scrypt%'"), 0);
	must(o, journal_verify(o->s, report, NULL, &problems, &o->e));
	assert_int_equal(problems, 0);
	/* There is nothing in it to take back. */
	if (journal_plan_undo(o->s, 0, &plan, &o->e) == 0) {
		assert_int_not_equal(plan.action.kind, ACTION_PIN);
		undo_plan_release(&plan);
	}
}

static void test_db_pin__others_are_cleared_by_administrators(void **state)
{
	struct office *o = *state;

	office_operator(o, "clerk1", "clerk", 0);
	office_operator(o, "viewer1", "viewer", 0);
	office_open(o, "viewer1");
	must(o, pin_set(o->s, "1234", &o->e));
	office_open(o, "clerk1");
	assert_int_equal(pin_is_set(o->s, &o->e), 0);
	refused(o, pin_clear(o->s, "viewer1", &o->e), ERR_DENIED, "管理员");
	must(o, pin_set(o->s, "4321", &o->e));
	must(o, pin_clear(o->s, "clerk1", &o->e));
	refused(o, pin_clear(o->s, "clerk1", &o->e), ERR_NOT_FOUND, "clerk1");
	office_open(o, NULL);
	must(o, pin_clear(o->s, "viewer1", &o->e));
	refused(o, pin_clear(o->s, "nobody", &o->e), ERR_NOT_FOUND, "nobody");
	assert_int_equal(office_number(o, "SELECT count(*) FROM pin"), 0);
}

/* Somebody else's hand in the file opens nothing, and costs that no program wrote are not paid. */
static void test_db_pin__what_makes_no_sense_does_not_match(void **state)
{
	static const char *const texts[] = { "", "scrypt", "plain 2580", "scrypt 31 8 1 00 00", "scrypt 15 8 1 zz zz",
		"scrypt 30 99 1 00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" };
	struct office *o = *state;
	char sql[256];

	must(o, pin_set(o->s, "2580", &o->e));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		snprintf(sql, sizeof(sql), "UPDATE pin SET secret = '%s'", texts[i]);
		office_meddle(o, sql);
		refused(o, pin_matches(o->s, "2580", &o->e), ERR_DATABASE, "PIN");
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_pin__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(only_the_pin_matches),
		T(lengths_have_bounds),
		T(it_is_kept_with_salt_and_costs),
		T(the_journal_says_that_and_not_what),
		T(others_are_cleared_by_administrators),
		T(what_makes_no_sense_does_not_match),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

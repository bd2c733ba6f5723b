/* Which records belong to which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/belonging.h"
#include "src/records.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
#include "src/banned.h"

static void test_belonging__tables_of_registers_are_sound(void **unused)
{
	struct err e = ERR_INIT;

	(void)unused;
	for (size_t i = 0; i < registers_n; i++)
		if (belonging_test(registers[i], &e) < 0)
			fail_msg("%s", e.text);
}

static void belong(const struct reg *reg, const char *const *names)
{
	struct belongs own[BELONGS_MOST];
	size_t n = belongs_to(reg, own), i = 0;

	for (; i < n && names[i]; i++)
		assert_string_equal(own[i].reg->name, names[i]);
	assert_int_equal(i, n);
	assert_null(names[i]);
}

static void test_belonging__what_belongs_to_a_record(void **unused)
{
	(void)unused;
	belong(&rectification_reg, (const char *const[]){ "rectification", "problem", "progress", "acceptance", NULL });
	belong(&review_reg, (const char *const[]){ "problem", NULL });
	belong(&problem_reg, (const char *const[]){ "measure", NULL });
	belong(&org_reg, (const char *const[]){ "rectification", "review", "site", NULL });
	belong(&site_reg, (const char *const[]){ "site_review", NULL });
	belong(&code_reg, (const char *const[]){ NULL });
}

static void test_belonging__who_has_a_story(void **unused)
{
	(void)unused;
	assert_true(reg_has_story(&rectification_reg));
	assert_true(reg_has_story(&measure_reg));
	assert_true(reg_has_story(&review_reg));
	assert_true(reg_has_story(&org_reg));
	assert_false(reg_has_story(&progress_reg));
	assert_false(reg_has_story(&operator_reg));
}

static void test_belonging__a_round_knows_the_one_before(void **unused)
{
	(void)unused;
	assert_string_equal(reg_earlier(&rectification_reg)->name, "earlier");
	assert_null(reg_earlier(&org_reg));
	assert_null(reg_earlier(&measure_reg));
}

struct thing {
	struct rec rec;
	char *code;
	char *name;
	struct ref code_row;
};

static const struct field thing_fields[] = {
	{ FIELD(struct thing, code) }, { FIELD(struct thing, name) },
	{ FIELD(struct thing, code_row), .target = &code_reg },
};

static void unsound(const struct belonging *b, const char *what)
{
	struct reg thing = { .name = "thing", REG_STRUCT(struct thing), REG_FIELDS(thing_fields), .belongings = b, .nbelongings = 1 };
	struct err e = ERR_INIT;

	assert_int_equal(belonging_test(&thing, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, what));
}

static void test_belonging__a_row_that_is_wrong_is_found(void **unused)
{
	static const char *const name[] = { "name", NULL }, *const wrong[] = { "name", "colour", NULL };

	(void)unused;
	unsound(&(struct belonging){ .by = "name", .says = name }, "no reference");
	unsound(&(struct belonging){ .by = "code_row" }, "says nothing");
	unsound(&(struct belonging){ .by = "code_row", .says = wrong }, "colour");
	unsound(&(struct belonging){ .by = "code_row", .says = name, .order = "on" }, "sort");
	unsound(&(struct belonging){ .by = "code_row", .says = name, .signs = "code_row" }, "sign");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_belonging__tables_of_registers_are_sound),
		cmocka_unit_test(test_belonging__what_belongs_to_a_record),
		cmocka_unit_test(test_belonging__who_has_a_story),
		cmocka_unit_test(test_belonging__a_round_knows_the_one_before),
		cmocka_unit_test(test_belonging__a_row_that_is_wrong_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

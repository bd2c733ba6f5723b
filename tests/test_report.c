/* The table of reports is sound, and a column that leads nowhere does not pass. */
#include "src/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/records/rectification.h"
#include "src/banned.h"

static void test_report__every_report_is_sound(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_true(reports_n > 0);
	for (size_t i = 0; i < reports_n; i++) {
		if (report_test(reports[i], &e) < 0)
			fail_msg("%s", e.text);
		assert_ptr_equal(report_find(reports[i]->name), reports[i]);
		assert_ptr_equal(report_find(reports[i]->title), reports[i]);
		for (size_t k = 0; k < reports[i]->n; k++)
			assert_true(*report_label(reports[i], &reports[i]->columns[k]));
	}
	assert_null(report_find("no-such"));
}

static int test_paths(const char *label, const char *paths, bool progress, struct err *e)
{
	struct report_column columns[] = { { .name = "number", .label = "x", .paths = "#" },
		{ .name = "x", .label = label, .paths = paths } };
	struct report r = { .name = "t", .reg = &rectification_reg, .progress = progress, .stays = "x", REPORT_COLUMNS(columns) };

	return report_test(&r, e);
}

static void test_report__a_path_that_leads_nowhere_is_found(void **state)
{
	static const char *const good[] = { "name", "org.name", "org.division^level=county.name", "problem<rectification.name",
		"problem<rectification.measure<problem.owner", "acceptance<rectification!on.score", "#", "=days_left", "?earlier",
		"name year org.code", "earlier.earlier.code" };
	static const char *const bad[] = { "nomen", "org.nomen", "name.org", "org^level=county.nomen",
		"org.division^stage=x.name", "problem<review.name", "problem<nothing.name", "nothing<rectification.name",
		"acceptance<rectification!when.score", "acceptance<rectification", "=nothing", "?nothing", "name nomen", "%event" };
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (test_paths("x", good[i], false, &e) < 0)
			fail_msg("%s: %s", good[i], e.text);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (test_paths("x", bad[i], false, &e) == 0)
			fail_msg("%s was taken", bad[i]);
	assert_int_equal(test_paths(NULL, "#", false, &e), ERR_INVALID);
	assert_int_equal(test_paths("x", "%event", true, &e), 0);
	assert_int_equal(test_paths("x", "%evnt", true, &e), ERR_INVALID);
}

static void test_report__names_stand_once_and_sorting_is_possible(void **state)
{
	static const struct report_column columns[] = { { .name = "a", .paths = "name" }, { .name = "b", .paths = "year" },
		{ .name = "a", .paths = "code" } };
	struct report r = { .name = "t", .reg = &rectification_reg, .stays = "b", REPORT_COLUMNS(columns) };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(report_test(&r, &e), ERR_INVALID);
	r.n = 2;
	assert_int_equal(report_test(&r, &e), 0);
	r.stays = "a";
	assert_int_equal(report_test(&r, &e), ERR_INVALID);
	r.stays = "b";
	r.sort = "criteria";
	assert_int_equal(report_test(&r, &e), ERR_INVALID);
	r.sort = NULL;
	r.reg = &acceptance_reg;
	r.columns = &columns[0];
	r.progress = true;
	assert_int_equal(report_test(&r, &e), ERR_INVALID);
}

static void test_report__a_plain_column_has_its_field(void **state)
{
	static const struct report_column columns[] = { { .name = "a", .paths = "org.full_members" },
		{ .name = "b", .paths = "problem<rectification.name" }, { .name = "c", .paths = "name year" }, { .name = "d", .paths = "#" },
		{ .name = "e", .paths = "acceptance<rectification!on.score", .width = 7 } };
	const struct report r = { .name = "t", .reg = &rectification_reg, REPORT_COLUMNS(columns) };

	(void)state;
	assert_string_equal(report_field(&r, &columns[0])->name, "full_members");
	assert_null(report_field(&r, &columns[1]));
	assert_null(report_field(&r, &columns[2]));
	assert_null(report_field(&r, &columns[3]));
	assert_string_equal(report_field(&r, &columns[4])->name, "score");
	assert_string_equal(report_label(&r, &columns[1]), reg_field(&problem_reg, "name")->label);
	assert_int_equal(report_width(&r, &columns[4]), 7);
	assert_int_equal(report_width(&r, &columns[2]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report__every_report_is_sound),
		cmocka_unit_test(test_report__a_path_that_leads_nowhere_is_found),
		cmocka_unit_test(test_report__names_stand_once_and_sorting_is_possible),
		cmocka_unit_test(test_report__a_plain_column_has_its_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

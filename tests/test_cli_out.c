/* Rows on stdout: widths, many rows, limits and order, without a database. */
#include "src/cli_out.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/cli_locale.h"
#include "src/mem.h"

static const struct out_column columns[] = {
	{ .name = "name", .label = "名称", .width = 8 },
	{ .name = "count", .label = "数", .width = 6, .right = true, .kind = OUT_NUMBER },
	{ .name = "flag", .label = "是否", .width = 6, .kind = OUT_BOOL },
	{ .name = "note", .label = "说明" },
};

/* What was printed, and how it ended. */
struct printed {
	char *text;
	int rc;
	struct err e;
};

/* Lets fn print with stdout in a file. */
static void capture(struct printed *p, int (*fn)(const struct cli *c, struct err *e), const struct cli *c)
{
	FILE *f = tmpfile();
	int saved = dup(STDOUT_FILENO);
	long n;

	assert_non_null(f);
	fflush(stdout);
	dup2(fileno(f), STDOUT_FILENO);
	err_clear(&p->e);
	p->rc = fn(c, &p->e);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	free(p->text);
	p->text = xcalloc((size_t)n + 1, 1);
	assert_int_equal(fread(p->text, 1, (size_t)n, f), n);
	fclose(f);
}

static int row(struct out *o, const char *name, const char *count, const char *flag, const char *note)
{
	out_cell(o, name);
	out_cell(o, count);
	out_cell(o, flag);
	out_cell(o, note);
	return out_row(o, NULL);
}

static int three(const struct cli *c, struct err *e)
{
	struct out o;
	int rc;

	out_begin(&o, c, columns, 4);
	rc = out_pick(&o, e);
	if (rc == 0)
		rc = row(&o, "甲", "10", "true", "一");
	if (rc == 0)
		rc = row(&o, "东河村党支部", "9", "false", NULL);
	if (rc == 0)
		rc = row(&o, "c", NULL, "true", "第二\n行");
	return out_end(&o, rc, e);
}

static int none(const struct cli *c, struct err *e)
{
	struct out o;

	out_begin(&o, c, columns, 4);
	return out_end(&o, 0, e);
}

/* More rows than a table waits for, the widest last. */
static int many(const struct cli *c, struct err *e)
{
	struct out o;
	char number[16];
	int rc;

	out_begin(&o, c, columns, 4);
	rc = out_pick(&o, e);
	for (int i = 0; rc == 0 && i < 1500; i++) {
		snprintf(number, sizeof(number), "%d", i);
		rc = row(&o, i == 1499 ? "东河村党支部" : "x", number, "true", "n");
	}
	return out_end(&o, rc, e);
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static int setup(void **state)
{
	*state = xcalloc(1, sizeof(struct printed));
	return 0;
}

static int teardown(void **state)
{
	struct printed *p = *state;

	free(p->text);
	free(p);
	return 0;
}

static void test_cli_out__columns_are_as_wide_as_their_contents(void **state)
{
	struct printed *p = *state;

	capture(p, three, &(struct cli){ .format = FORMAT_TABLE });
	assert_int_equal(p->rc, 0);
	assert_string_equal(p->text, "名称      数  是否   说明\n"
				     "甲        10  true   一\n"
				     "东河村~    9  false\n"
				     "c             true   第二 行\n");
}

static void test_cli_out__json_writes_numbers_and_truth_bare(void **state)
{
	struct printed *p = *state;

	capture(p, three, &(struct cli){ .format = FORMAT_JSON });
	assert_string_equal(p->text,
		"{\"name\":\"甲\",\"count\":10,\"flag\":true,\"note\":\"一\"}\n"
		"{\"name\":\"东河村党支部\",\"count\":9,\"flag\":false,\"note\":null}\n"
		"{\"name\":\"c\",\"count\":null,\"flag\":true,\"note\":\"第二\\n行\"}\n");
}

static int masked(const struct cli *c, struct err *e)
{
	struct out o;

	out_begin(&o, c, columns, 4);
	row(&o, "\001\x1b", "***", "?", "\xFF");
	return out_end(&o, 0, e);
}

/* Whatever comes, a line of JSON is JSON. */
static void test_cli_out__json_is_always_json(void **state)
{
	struct printed *p = *state;

	capture(p, masked, &(struct cli){ .format = FORMAT_JSON });
	assert_string_equal(p->text,
		"{\"name\":\"\\u0001\\u001b\",\"count\":\"***\",\"flag\":\"?\",\"note\":\"\xEF\xBF\xBD\"}\n");
}

static void test_cli_out__files_keep_what_tables_make_harmless(void **state)
{
	struct printed *p = *state;

	capture(p, masked, &(struct cli){ .format = FORMAT_TABLE });
	assert_null(strchr(p->text, '\033'));
	assert_null(strchr(p->text, '\001'));
	capture(p, three, &(struct cli){ .format = FORMAT_TSV, .english = true });
	assert_string_equal(p->text, "name\tcount\tflag\tnote\n甲\t10\ttrue\t一\n东河村党支部\t9\tfalse\t\n"
				     "c\t\ttrue\t\"第二\n行\"\n");
}

static void test_cli_out__no_row_is_said_by_1(void **state)
{
	struct printed *p = *state;

	capture(p, none, &(struct cli){ .format = FORMAT_TABLE });
	assert_int_equal(p->rc, 1);
	assert_string_equal(p->text, "");
	capture(p, none, &(struct cli){ .format = FORMAT_JSON });
	assert_int_equal(p->rc, 1);
	assert_string_equal(p->text, "");
	capture(p, none, &(struct cli){ .format = FORMAT_CSV, .english = true });
	assert_int_equal(p->rc, 1);
	assert_string_equal(p->text, "name,count,flag,note\n");
}

/* Nobody waits for the last row; the first lines are then as wide as a column may get. */
static void test_cli_out__many_rows_are_laid_out_alike(void **state)
{
	struct printed *p = *state;
	const char *last;

	capture(p, many, &(struct cli){ .format = FORMAT_TABLE });
	assert_int_equal(p->rc, 0);
	assert_int_equal(lines(p->text), 1501);
	assert_memory_equal(p->text, "名称          数  是否    说明\nx              0  true    n\n", 50);
	last = strstr(p->text, "东河村");
	assert_non_null(last);
	assert_string_equal(last, "东河村~     1499  true    n\n");
}

static void test_cli_out__a_limit_ends_the_rows(void **state)
{
	struct printed *p = *state;

	capture(p, many,
		&(struct cli){ .format = FORMAT_CSV, .limit = 3, .columns = "count", .english = true });
	assert_int_equal(p->rc, 0);
	assert_string_equal(p->text, "count\n0\n1\n2\n");
	capture(p, many, &(struct cli){ .format = FORMAT_TABLE, .limit = 1200 });
	assert_int_equal(lines(p->text), 1201);
}

/* The limit of a sorted list counts from its head, not from what came first. */
static void test_cli_out__a_limit_comes_after_the_order(void **state)
{
	struct printed *p = *state;

	capture(p, many,
		&(struct cli){ .format = FORMAT_TSV,
			.limit = 2,
			.columns = "数",
			.sort = "-count",
			.english = true });
	assert_string_equal(p->text, "count\n1499\n1498\n");
	capture(p, many,
		&(struct cli){ .format = FORMAT_TSV,
			.limit = 2,
			.columns = "count,name",
			.sort = "数",
			.english = true });
	assert_string_equal(p->text, "count\tname\n0\tx\n1\tx\n");
}

static void test_cli_out__conditions_choose_rows(void **state)
{
	struct printed *p = *state;

	capture(p, many, &(struct cli){ .format = FORMAT_TSV, .where = { { "count>=2", "数<4" }, 2 },
			.columns = "count", .english = true });
	assert_string_equal(p->text, "count\n2\n3\n");
	capture(p, many,
		&(struct cli){ .format = FORMAT_TSV,
			.where = { { "名称~东河" }, 1 },
			.columns = "count",
			.english = true });
	assert_string_equal(p->text, "count\n1499\n");
	capture(p, many, &(struct cli){ .format = FORMAT_TSV, .where = { { "name!=x", "东河" }, 2 },
			.columns = "count", .english = true });
	assert_string_equal(p->text, "count\n1499\n");
	capture(p, three,
		&(struct cli){
			.format = FORMAT_JSON, .where = { { "note=" }, 1 }, .columns = "name" });
	assert_string_equal(p->text, "{\"name\":\"东河村党支部\"}\n");
}

static void test_cli_out__unknown_columns_are_refused(void **state)
{
	struct printed *p = *state;

	capture(p, three, &(struct cli){ .columns = "name,cuont" });
	assert_int_equal(p->rc, ERR_USAGE);
	assert_non_null(strstr(p->e.text, "count"));
	assert_string_equal(p->text, "");
	capture(p, three, &(struct cli){ .sort = "-完全不同" });
	assert_int_equal(p->rc, ERR_USAGE);
	assert_non_null(strstr(p->e.text, "name count flag note"));
	capture(p, three, &(struct cli){ .where = { { "nmae=x" }, 1 } });
	assert_int_equal(p->rc, ERR_USAGE);
	capture(p, three, &(struct cli){ .columns = "" });
	assert_int_equal(p->rc, ERR_USAGE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_out__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(columns_are_as_wide_as_their_contents),
		TEST(json_writes_numbers_and_truth_bare),
		TEST(json_is_always_json),
		TEST(files_keep_what_tables_make_harmless),
		TEST(no_row_is_said_by_1),
		TEST(many_rows_are_laid_out_alike),
		TEST(a_limit_ends_the_rows),
		TEST(a_limit_comes_after_the_order),
		TEST(conditions_choose_rows),
		TEST(unknown_columns_are_refused),
	};

	locale_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* zhibu demo: the sample in a real database, looked at with the other commands. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/mem.h"
#include "tests/support/run.h"
#include "src/banned.h"

#define VILLAGE "001014014017" /* 南沙沟村党支部 */

static struct run r;
static char *said; /* by the demo of the group */

/* Made once in its usual place; what changes it makes another one. */
static int make_demo(void **state)
{
	(void)state;
	run_new_home();
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	run_zhibu(&r, "demo");
	if (r.status != 0)
		fail_msg("zhibu demo ended with %d: %s", r.status, r.err);
	assert_string_equal(r.out, "");
	said = r.err;
	r.err = NULL;
	return 0;
}

static int remove_demo(void **state)
{
	(void)state;
	run_release(&r);
	free(said);
	run_remove_home();
	return 0;
}

static void did(void)
{
	if (r.status != 0)
		fail_msg("exit status %d: %s", r.status, r.err);
}

static void refused(int status, const char *text)
{
	if (r.status != status)
		fail_msg("exit status %d instead of %d: %s", r.status, status, r.err);
	says(r.err, text);
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

/* How many records a condition finds. */
static size_t count(const char *where)
{
	run_zhibu(&r, "list", "org", "--format", "json", "--where", where);
	assert_true(r.status == 0 || r.status == 1);
	return lines(r.out);
}

static char *contents(const char *path, size_t *n)
{
	char *text = run_read_file(path, n);

	if (text == NULL)
		fail_msg("there is no %s", path);
	return text;
}

/* --- what it says --- */

static void test_cli_demo__says_what_was_made(void **state)
{
	static const char *const words[] = { "1644", "农村 ", "城市社区 ", "机关 ", "国有企业 ", "学校 ",
		"公立医院 ", "非公有制企业 ", "社会组织 ", "虚构", "demo-clerk" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		says(said, words[i]);
	says(said, run_database());
}

static void test_cli_demo__names_the_command_to_type_next(void **state)
{
	const char *path = run_path("a b's.db");
	const char *quoted = run_path("a b'\\''s.db'\n");

	(void)state;
	/* In its usual place the database need not be named. */
	says(said, "zhibu\n");
	run_zhibu(&r, "--db", path, "demo");
	did();
	says(r.err, "zhibu --db '");
	says(r.err, quoted);
}

/* --- the figures --- */

static void test_cli_demo__lists_exactly_the_published_number(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--format", "json");
	did();
	assert_int_equal(lines(r.out), 1644);
}

static void test_cli_demo__all_adds_nodes_and_former_ones(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--all", "--format", "json");
	did();
	assert_true(lines(r.out) > 1644 + 7);
	says(r.out, "\"name\":\"海西州委\",\"short_name\":\"州委\"");
	says(r.out, "\"category\":\"612\"");
	says(r.out, "\"category\":\"641\"");
}

static long figure(const char *figures, const char *line)
{
	const char *at = strstr(figures, line);

	if (at == NULL)
		fail_msg("\"%s\" has no line with \"%s\"", figures, line);
	return strtol(at + strlen(line), NULL, 10);
}

static void test_cli_demo__the_figures_agree(void **state)
{
	static const char *const domains[] = { "\ndomains,1,", "\ndomains,2,", "\ndomains,3,", "\ndomains,4,",
		"\ndomains,5,", "\ndomains,6,", "\ndomains,7,", "\ndomains,8," };
	long sum = 0;

	(void)state;
	run_zhibu(&r, "figures", "--format", "csv", "--columns", "key,of,value");
	did();
	assert_int_equal(figure(r.out, "\norgs,,"), 1644);
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		assert_true(figure(r.out, domains[i]) > 0);
		sum += figure(r.out, domains[i]);
	}
	assert_int_equal(sum, 1644);
	assert_null(strstr(r.out, "\ndomains,9,"));
	assert_int_equal(figure(r.out, "\ncategories,611,") + figure(r.out, "\ncategories,621,") +
				 figure(r.out, "\ncategories,631,") + figure(r.out, "\ncategories,632,"),
		1644);
	assert_int_equal(figure(r.out, "\nno_secretary,,"), 18);
	assert_int_equal(figure(r.out, "\nterm_over,,"), 8);
	assert_int_equal(figure(r.out, "\nterm_ending,,"), 20);
	assert_int_equal(figure(r.out, "\ndivisions,village,"), 389);
	/* Published figures. */
	assert_int_equal(figure(r.out, "\nmodel_sites,,"), 62);
	assert_int_equal(figure(r.out, "\nweak_orgs,,"), 45);
	assert_int_equal(figure(r.out, "\nproblems,,"), 8);
	assert_int_equal(figure(r.out, "\nmeasures,,"), 33);
	/* Villages that came back, cases and measures that are late: what a board is for. */
	assert_int_equal(figure(r.out, "\nrelisted,,"), 2);
	assert_true(figure(r.out, "\nrectification_overdue,,") > 0);
	assert_true(figure(r.out, "\nmeasures_overdue,,") > 0);
}

/* Sites lie in all counties and domains. */
static void test_cli_demo__model_sites_are_everywhere(void **state)
{
	static const char *const counties[] = { "632801", "632802", "632803", "632821", "632822", "632823", "632857" };

	(void)state;
	for (size_t i = 0; i < sizeof(counties) / sizeof(counties[0]); i++) {
		run_zhibu(&r, "list", "site", "--where", "stage=named,plaque,rechecked", "--format", "json");
		if (!strstr(r.out, counties[i]))
			fail_msg("no site in %s", counties[i]);
	}
	for (int domain = 1; domain <= 8; domain++) {
		char where[32];

		snprintf(where, sizeof(where), "domain=%d", domain);
		run_zhibu(&r, "list", "site", "--where", where, "--format", "json");
		assert_true(lines(r.out) > 0);
	}
}

static void test_cli_demo__conditions_find_what_the_figures_count(void **state)
{
	(void)state;
	assert_int_equal(count("书记=空"), 18);
	assert_int_equal(count("类别=611,621,631,632"), 1644);
	assert_int_equal(count("领域=9"), 0);
	assert_int_equal(count("类别=102"), 0);
}

/* --- what is in it --- */

static void test_cli_demo__a_village_is_found_by_its_initials(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "nsg", "--format", "json");
	did();
	says(r.out, "\"name\":\"南沙沟村党支部\"");
	says(r.out, "\"code\":\"" VILLAGE "\"");
	run_zhibu(&r, "show", "org", VILLAGE);
	did();
	says(r.out, "南沙沟村党支部");
	says(r.out, "柯柯镇党委");
}

/* No name and no superior is cut. */
static void test_cli_demo__a_table_shows_names_as_ledgers_have_them(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "nsg");
	did();
	assert_int_equal(lines(r.out), 2);
	says(r.out, "\n" VILLAGE "  南沙沟村党支部  党支部  柯柯镇党委  农村");
	run_zhibu(&r, "list", "org", "--all", "--columns", "name");
	did();
	assert_null(strstr(r.out, "~"));
	assert_null(strstr(r.out, "中共"));
}

/* Superiors are typed by their names, so no name may stand twice. */
static void test_cli_demo__an_organization_is_named_as_a_superior(void **state)
{
	const char *path = run_path("superior.db");

	(void)state;
	run_zhibu(&r, "--db", path, "demo");
	did();
	run_zhibu(&r, "--db", path, "set", "org", VILLAGE, "superior=茶卡镇党委", "--reason", "示例：划转");
	did();
	run_zhibu(&r, "--db", path, "list", "org", "nsg", "--format", "json");
	says(r.out, "\"superior\":\"001014013\"");
	run_zhibu(&r, "--db", path, "set", "org", VILLAGE, "superior=德令哈市河西街道党工委");
	did();
	run_zhibu(&r, "--db", path, "set", "org", VILLAGE, "superior=河西街道党工委");
	assert_true(r.status != 0);
	run_zhibu(&r, "--db", path, "history", "org", VILLAGE);
	did();
	says(r.out, "茶卡镇党委");
	says(r.out, "示例：划转");
}

/* A ledger as a township keeps it finds its records by code and its superiors by name. */
static void test_cli_demo__a_ledger_of_the_township_is_read(void **state)
{
	static const char ledger[] = "编码,党组织名称,上级党组织,组织类别,书记,党员数\n" VILLAGE
				     ",南沙沟村党支部,柯柯镇党委,党支部,示例多杰,31\n"
				     "001014014099,示例合作社党支部,柯柯镇党委,党支部,示例才仁,5\n";
	const char *path = run_path("ledger.db"), *file = run_path("ledger.csv");

	(void)state;
	run_zhibu(&r, "--db", path, "demo");
	did();
	run_write_file(file, ledger, strlen(ledger));
	run_zhibu(&r, "--db", path, "import", "org", file);
	did();
	run_zhibu(&r, "--db", path, "list", "org", "--where", "书记=示例多杰", "--where", "党员=31",
		"--format", "json");
	did();
	says(r.out, "\"name\":\"南沙沟村党支部\"");
	run_zhibu(&r, "--db", path, "undo", "--yes");
	did();
	run_zhibu(&r, "--db", path, "show", "org", "001014014099");
	refused(1, "001014014099");
}

static void test_cli_demo__the_database_verifies(void **state)
{
	(void)state;
	run_zhibu(&r, "verify");
	did();
}

static void test_cli_demo__check_finds_warnings_only(void **state)
{
	(void)state;
	run_zhibu(&r, "check", "--format", "json");
	assert_int_equal(r.status, 1);
	/* Terms over and ending, and what else is wrong on purpose. */
	assert_int_equal(lines(r.out), 8 + 20 + 12 + 2);
	/* A model site in rectification, said on both records. */
	says(r.out, "rectification.site_alarm");
	says(r.out, "site.rectification_alarm");
	assert_null(strstr(r.out, "\"error\""));
	says(r.out, "\"warn\"");
	assert_null(strstr(r.out, "org.name_"));
}

static void test_cli_demo__names_are_judged_once_its_own_rule_is_retired(void **state)
{
	const char *path = run_path("names.db");

	(void)state;
	run_zhibu(&r, "--db", path, "demo");
	did();
	run_zhibu(&r, "--db", path, "list", "rule", "示例", "--format", "json");
	did();
	assert_int_equal(lines(r.out), 2);
	says(r.out, "\"key\":\"org.name_begin@2000-01-01\"");
	run_zhibu(&r, "--db", path, "retire", "rule", "org.name_begin@2000-01-01", "--reason",
		"示例：要用全称");
	did();
	run_zhibu(&r, "--db", path, "check", "--format", "json");
	assert_int_equal(r.status, 1);
	assert_true(lines(r.out) > 1644);
	says(r.out, "org.name_begin");
	assert_null(strstr(r.out, "org.name_end"));
}

/* --- its past --- */

static void test_cli_demo__the_ledgers_came_in_one_action_with_a_reason(void **state)
{
	(void)state;
	run_zhibu(&r, "log", "--all", "--until", "-40", "--format", "csv");
	did();
	/* The header, the seeds, the first administrator, the sample. */
	assert_int_equal(lines(r.out), 4);
	says(r.out, "2026-10-13T09:00:00");
	says(r.out, "示例数据");
}

static void test_cli_demo__something_happened_since_and_yesterday_too(void **state)
{
	(void)state;
	run_zhibu(&r, "log", "--day", "昨天", "--format", "csv");
	did();
	assert_int_equal(lines(r.out), 1 + 2);
	says(r.out, "demo-clerk");
	run_zhibu(&r, "compare", "org", "2026-10-31", "--format", "csv");
	did();
	says(r.out, "柯柯镇中村党支部,update,secretary,示例扎西顿珠,");
	/* Who became secretary that day has been so since then. */
	says(r.out, "柯柯镇中村党支部,update,secretary_since,");
	says(r.out, "东村枸杞种植合作社党支部,revive,retired_on,2026-10-27,");
	/* What was mistaken and taken back does not differ. */
	assert_null(strstr(r.out, "300"));
	run_zhibu(&r, "log", "--where", "kind=undo", "--format", "csv");
	did();
	assert_int_equal(lines(r.out), 1 + 1);
}

static void test_cli_demo__another_day_shows_what_was_then(void **state)
{
	(void)state;
	run_zhibu(&r, "show", "org", "柯柯镇中村党支部", "--as-of", "上月底");
	did();
	says(r.out, "示例扎西顿珠");
	run_zhibu(&r, "figures", "--as-of", "上月底", "--where", "key=orgs", "--format", "csv");
	did();
	says(r.out, ",1643\n");
	run_zhibu(&r, "report", "rectification-week", "--since", "-7");
	did();
	says(r.out, "拉萨尔村党支部");
	says(r.out, "东村党支部");
}

/* --- operators --- */

static void test_cli_demo__there_is_an_operator_for_each_role(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "operator", "--format", "json");
	did();
	/* Five and the one who made it. */
	assert_int_equal(lines(r.out), 5 + 1);
	says(r.out, "\"login\":\"demo-approver\"");
}

static void test_cli_demo__the_clerk_works_in_his_township_only(void **state)
{
	const char *path = run_path("clerk.db");

	(void)state;
	run_zhibu(&r, "--db", path, "demo");
	did();
	run_zhibu(&r, "--db", path, "--operator", "demo-clerk", "set", "org", VILLAGE, "contact=示例卓玛");
	did();
	run_zhibu(&r, "--db", path, "--operator", "demo-clerk", "set", "org", "001014013", "stars=3");
	refused(5, "管理范围");
	run_zhibu(&r, "--db", path, "--operator", "demo-viewer", "set", "org", VILLAGE, "contact=示例措毛");
	refused(5, "权限");
}

/* --- the same every time --- */

/* Lines in which two texts with as many lines differ. */
static int other_lines(const char *a, const char *b)
{
	int n = 0;

	while (*a && *b) {
		size_t x = strcspn(a, "\n"), y = strcspn(b, "\n");

		n += x != y || strncmp(a, b, x) != 0;
		a += x + (a[x] == '\n');
		b += y + (b[y] == '\n');
	}
	assert_true(!*a && !*b);
	return n;
}

/* On another day only the three secretaries serve since another day who came on one of the last days. */
static void test_cli_demo__on_another_day_it_is_the_same(void **state)
{
	static const char *const registers[] = { "org", "operator", "division", "code", "rule" };
	const char *path = run_path("again.db");

	(void)state;
	setenv("ZHIBU_TODAY", "2027-04-05", 1);
	run_zhibu(&r, "--db", path, "demo");
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	did();
	for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
		struct run other = { .status = -1 };

		run_zhibu(&r, "export", registers[i], "--all", "--reveal");
		did();
		run_zhibu(&other, "--db", path, "export", registers[i], "--all", "--reveal");
		assert_int_equal(other.status, 0);
		assert_int_equal(other_lines(r.out, other.out), i == 0 ? 3 : 0);
		run_release(&other);
	}
}

static void test_cli_demo__undo_takes_all_of_it_away_and_redo_brings_it_back(void **state)
{
	const char *path = run_path("undo.db");

	(void)state;
	run_zhibu(&r, "--db", path, "demo");
	did();
	run_zhibu(&r, "--db", path, "undo", "--yes");
	did();
	run_zhibu(&r, "--db", path, "list", "org", "--all");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "--db", path, "redo", "--yes");
	did();
	run_zhibu(&r, "--db", path, "list", "org", "--format", "json");
	assert_int_equal(lines(r.out), 1644);
}

/* --- refusals --- */

static void test_cli_demo__a_file_that_stands_is_left_alone(void **state)
{
	size_t before, after;
	char *was = contents(run_database(), &before), *is;

	(void)state;
	run_zhibu(&r, "demo");
	refused(2, "已经存在");
	is = contents(run_database(), &after);
	assert_int_equal(before, after);
	assert_memory_equal(was, is, before);
	free(was);
	free(is);
}

static void test_cli_demo__a_missing_folder_is_named(void **state)
{
	(void)state;
	run_zhibu(&r, "--db", run_path("nowhere/demo.db"), "demo");
	assert_true(r.status != 0);
	says(r.err, "nowhere");
	assert_int_equal(access(run_path("nowhere"), F_OK), -1);
}

static void test_cli_demo__takes_no_arguments_and_is_not_readonly(void **state)
{
	const char *path = run_path("never.db");

	(void)state;
	run_zhibu(&r, "--db", path, "demo", "org");
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "--db", path, "--readonly", "demo");
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "--db", path, "demo", "--all");
	assert_int_equal(r.status, 2);
	assert_int_equal(access(path, F_OK), -1);
}

/* A disk with room for so many bytes: SIGXFSZ ignored, writing beyond them fails as it does on a full one. */
static void run_demo_with(const char *path, rlim_t room)
{
	struct rlimit old, small;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = room;
	sigaction(SIGXFSZ, &ignore, &before);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	run_zhibu(&r, "--db", path, "demo");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	sigaction(SIGXFSZ, &before, NULL);
}

static void test_cli_demo__a_full_disk_leaves_nothing_half_made(void **state)
{
	static const rlim_t rooms[] = { 100000, 1200000, 2200000 };
	/* run_path() lends only the last few. */
	char *path = xstrdup(run_path("full/demo.db")), *folder = xstrdup(run_path("full"));

	(void)state;
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		run_demo_with(path, rooms[i]);
		assert_int_equal(r.status, 6);
		/* Only an empty folder can be removed. */
		assert_int_equal(rmdir(folder), 0);
		assert_int_equal(mkdir(folder, 0700), 0);
	}
	run_zhibu(&r, "--db", path, "demo");
	did();
	free(path);
	free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_demo__says_what_was_made),
		cmocka_unit_test(test_cli_demo__names_the_command_to_type_next),
		cmocka_unit_test(test_cli_demo__lists_exactly_the_published_number),
		cmocka_unit_test(test_cli_demo__all_adds_nodes_and_former_ones),
		cmocka_unit_test(test_cli_demo__the_figures_agree),
		cmocka_unit_test(test_cli_demo__model_sites_are_everywhere),
		cmocka_unit_test(test_cli_demo__conditions_find_what_the_figures_count),
		cmocka_unit_test(test_cli_demo__a_village_is_found_by_its_initials),
		cmocka_unit_test(test_cli_demo__a_table_shows_names_as_ledgers_have_them),
		cmocka_unit_test(test_cli_demo__an_organization_is_named_as_a_superior),
		cmocka_unit_test(test_cli_demo__a_ledger_of_the_township_is_read),
		cmocka_unit_test(test_cli_demo__the_database_verifies),
		cmocka_unit_test(test_cli_demo__check_finds_warnings_only),
		cmocka_unit_test(test_cli_demo__names_are_judged_once_its_own_rule_is_retired),
		cmocka_unit_test(test_cli_demo__the_ledgers_came_in_one_action_with_a_reason),
		cmocka_unit_test(test_cli_demo__something_happened_since_and_yesterday_too),
		cmocka_unit_test(test_cli_demo__another_day_shows_what_was_then),
		cmocka_unit_test(test_cli_demo__there_is_an_operator_for_each_role),
		cmocka_unit_test(test_cli_demo__the_clerk_works_in_his_township_only),
		cmocka_unit_test(test_cli_demo__on_another_day_it_is_the_same),
		cmocka_unit_test(test_cli_demo__undo_takes_all_of_it_away_and_redo_brings_it_back),
		cmocka_unit_test(test_cli_demo__a_file_that_stands_is_left_alone),
		cmocka_unit_test(test_cli_demo__a_missing_folder_is_named),
		cmocka_unit_test(test_cli_demo__takes_no_arguments_and_is_not_readonly),
		cmocka_unit_test(test_cli_demo__a_full_disk_leaves_nothing_half_made),
	};

	return cmocka_run_group_tests(tests, make_demo, remove_demo);
}

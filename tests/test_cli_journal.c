/* Looking back and staying sound: log, history, undo, redo, check, verify, backup, restore, doctor. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/cli_journal.h"
#include "src/reg.h"
#include "tests/support/run.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
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
	run_refused(&r, status, text);
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void secretary(const char *name)
{
	char word[64];

	snprintf(word, sizeof(word), "secretary=%s", name);
	run_zhibu(&r, "set", "org", "B1", word);
	did();
}

static void secretary_is(const char *name)
{
	char expected[64];

	run_zhibu(&r, "show", "org", "B1", "--columns", "secretary", "--format", "tsv", "--english");
	did();
	snprintf(expected, sizeof(expected), "secretary\n%s\n", name);
	assert_string_equal(r.out, expected);
}

/* The number of the newest action that meets a condition. */
static void newest(const char *condition, char out[32])
{
	run_zhibu(&r, "log", "--where", condition, "--columns", "action", "--format", "tsv", "--limit", "1",
		"--english");
	did();
	assert_int_equal(sscanf(r.out, "action\n%31[0-9]", out), 1);
}

/* ---- log --------------------------------------------------------------------------------------- */

static void test_cli_journal__log_has_the_newest_first(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛", "--reason", "示例换届");
	run_zhibu(&r, "log", "--format", "json");
	did();
	assert_int_equal(lines(r.out), 5);
	says(r.out, "{\"action\":\"");
	assert_true(strstr(r.out, "\"reason\":\"示例换届\"") < strchr(r.out, '\n'));
	says(r.out, "\"kind\":\"edit\",\"records\":1,\"target\":null,\"undone_by\":null,");
	says(r.out, "+08:00\"");
	run_zhibu(&r, "log");
	did();
	says(r.out, "操作编号");
	says(r.out, "示例换届");
	assert_null(strstr(r.out, "+08:00"));
}

static void test_cli_journal__log_shows_twenty_unless_asked(void **state)
{
	char name[32];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "示例%d", i);
		secretary(name);
	}
	run_zhibu(&r, "log", "--format", "json");
	assert_int_equal(lines(r.out), 20);
	run_zhibu(&r, "log", "--format", "json", "--limit", "22");
	assert_int_equal(lines(r.out), 22);
	run_zhibu(&r, "log", "--format", "json", "--all");
	assert_int_equal(lines(r.out), 24);
	run_zhibu(&r, "log", "--format", "json", "--where", "kind=setup");
	assert_int_equal(lines(r.out), 2);
}

static void test_cli_journal__log_is_sorted_as_asked(void **state)
{
	char *first;

	(void)state;
	run_zhibu(&r, "log", "--columns", "kind,records", "--sort", "-records", "--format", "csv",
		"--english", "--limit", "1");
	did();
	assert_true(strncmp(r.out, "kind,records\nsetup,", 19) == 0);
	run_zhibu(&r, "log", "--columns", "at", "--sort", "at", "--format", "tsv");
	did();
	first = strdup(r.out);
	run_zhibu(&r, "log", "--columns", "at", "--sort", "-at", "--format", "tsv");
	assert_int_equal(strlen(first), strlen(r.out));
	free(first);
	run_zhibu(&r, "log", "--sort", "when");
	refused(2, "when");
	run_zhibu(&r, "log", "--columns", "raeson");
	refused(2, "reason");
}

static void test_cli_journal__log_conditions_compare(void **state)
{
	(void)state;
	run_zhibu(&r, "log", "--where", "records>100", "--format", "json");
	assert_int_equal(lines(r.out), 1);
	run_zhibu(&r, "log", "--where", "records<=1", "--where", "kind!=setup", "--format", "json");
	assert_int_equal(lines(r.out), 2);
	run_zhibu(&r, "log", "--where", "kind~ed", "--format", "json");
	assert_int_equal(lines(r.out), 2);
	run_zhibu(&r, "log", "--where", "kind=setup", "--columns", "kind");
	assert_int_equal(lines(r.out), 3);
	run_zhibu(&r, "log", "--where", "kind!=setup", "--columns", "kind");
	assert_int_equal(lines(r.out), 3);
	run_zhibu(&r, "log", "--where", "没有这样的文字");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "");
}

/* ---- history ----------------------------------------------------------------------------------- */

static void test_cli_journal__history_tells_each_change(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛", "domain=2", "--reason", "示例换届");
	did();
	run_zhibu(&r, "history", "org", "B1", "--columns", "op,field,before,after,reason", "--where",
		"op=修改");
	did();
	says(r.out, "修改  领域  农村      城市社区  示例换届\n");
	says(r.out, "修改  书记  示例才仁  示例卓玛  示例换届\n");
	run_zhibu(&r, "history", "org", "B1", "--format", "json", "--where", "field=domain", "--where",
		"op=update");
	assert_int_equal(lines(r.out), 1);
	says(r.out, "\"op\":\"update\",\"field\":\"domain\",\"before\":\"1\",\"after\":\"2\",\"reason\":"
		    "\"示例换届\"}");
	run_zhibu(&r, "history", "org", "B1", "--columns", "field", "--where", "field=domain", "--where", "op=update");
	assert_string_equal(r.out, "字段\n领域\n");
	run_zhibu(&r, "history", "org", "A1", "--where", "op=update", "--format", "json");
	assert_int_equal(r.status, 1);
}

/* ---- undo and redo ----------------------------------------------------------------------------- */

static void test_cli_journal__undo_says_what_it_takes_back(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛", "--reason", "示例换届");
	run_zhibu(&r, "undo");
	did();
	says(r.err, "示例换届");
	says(r.err, "已撤销");
	assert_string_equal(r.out, "");
	secretary_is("示例才仁");
	run_zhibu(&r, "redo");
	did();
	secretary_is("示例卓玛");
	run_zhibu(&r, "undo");
	did();
	secretary_is("示例才仁");
}

/* Of one record: each of its fields; of many: how many, the first of them, and a question. */
static void test_cli_journal__undo_says_whether_it_is_one_record_or_many(void **state)
{
	static const char rows[] = "编码,书记\nA1,示例甲\nB1,示例乙\n";
	char id[32];

	(void)state;
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛", "full_members=24");
	run_zhibu(&r, "undo");
	did();
	says(r.err, "只涉及一条记录");
	says(r.err, "    书记: 示例卓玛 -> 示例才仁\n");
	assert_null(strstr(r.err, "整批"));
	run_write_file(run_path("rows.csv"), rows, strlen(rows));
	run_zhibu(&r, "import", "org", run_path("rows.csv"));
	did();
	newest("kind=import", id);
	run_zhibu(&r, "undo", id);
	assert_int_equal(r.status, 2);
	says(r.err, "撤销整批操作");
	says(r.err, "2 条记录、2 处改动");
	says(r.err, "    书记: 示例乙 -> 示例才仁\n");
	run_zhibu(&r, "undo", id, "--yes");
	did();
	says(r.err, "整批 2 条记录已撤销");
	run_zhibu(&r, "redo", "--yes");
	did();
	says(r.err, "整批 2 条记录已重做");
}

static void test_cli_journal__log_and_history_name_what_was_done(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例合并");
	did();
	run_zhibu(&r, "log", "--columns", "kind,reason", "--limit", "1");
	says(r.out, "停用  示例合并\n");
	run_zhibu(&r, "history", "org", "B1", "--columns", "op,field", "--limit", "2");
	says(r.out, "停用  停用日期\n");
	says(r.out, "停用  停用原因\n");
	run_zhibu(&r, "revive", "org", "B1", "--reason", "示例分开");
	did();
	run_zhibu(&r, "log", "--columns", "kind,reason", "--limit", "1");
	says(r.out, "恢复  示例分开\n");
	run_zhibu(&r, "history", "org", "B1", "--columns", "op,field", "--limit", "1", "--format", "tsv");
	says(r.out, "revive\tretired_on");
	run_zhibu(&r, "add", "org", "code=C1", "name=中共示例C1支部委员会", "category=631", "domain=1", "superior=A1",
		"full_members=5");
	did();
	run_zhibu(&r, "log", "--columns", "kind", "--limit", "1");
	says(r.out, "新增\n");
}

static void test_cli_journal__any_action_can_be_undone_by_its_number(void **state)
{
	char id[32];

	(void)state;
	secretary("示例卓玛");
	newest("kind=edit", id);
	run_zhibu(&r, "set", "org", "B1", "full_members=24");
	did();
	run_zhibu(&r, "undo", id);
	did();
	secretary_is("示例才仁");
	run_zhibu(&r, "undo", id);
	refused(4, id);
	run_zhibu(&r, "show", "org", "B1", "--columns", "full_members", "--format", "tsv");
	says(r.out, "24");
}

static void test_cli_journal__what_was_overtaken_needs_yes(void **state)
{
	char id[32];

	(void)state;
	secretary("示例卓玛");
	newest("kind=edit", id);
	secretary("示例多杰");
	run_zhibu(&r, "undo", id);
	assert_int_equal(r.status, 2);
	says(r.err, "书记");
	says(r.err, "--yes");
	secretary_is("示例多杰");
	run_zhibu(&r, "undo", id, "--no-input");
	assert_int_equal(r.status, 2);
	secretary_is("示例多杰");
	run_zhibu(&r, "undo", id, "--yes");
	did();
	secretary_is("示例才仁");
}

static void test_cli_journal__there_must_be_something_to_undo(void **state)
{
	(void)state;
	run_zhibu(&r, "redo");
	refused(1, "重做");
	run_zhibu(&r, "undo", "12x");
	refused(2, "12x");
	run_zhibu(&r, "undo", "-5");
	refused(2, "-5");
	run_zhibu(&r, "undo", "99999999999999999999");
	refused(2, "9999");
	run_zhibu(&r, "undo", "9223372036854775808");
	refused(2, "9223372036854775808");
	run_zhibu(&r, "undo", "123");
	refused(1, "123");
}

static void test_cli_journal__a_viewer_cannot_undo(void **state)
{
	char id[32];

	(void)state;
	secretary("示例卓玛");
	newest("kind=edit", id);
	run_zhibu(&r, "add", "operator", "login=viewer", "name=示例查看员", "role=viewer");
	did();
	run_zhibu(&r, "--operator", "viewer", "undo", id);
	assert_int_equal(r.status, 5);
	secretary_is("示例卓玛");
}

/* ---- check ------------------------------------------------------------------------------------- */

static void test_cli_journal__check_lists_problems_and_says_1(void **state)
{
	(void)state;
	run_zhibu(&r, "check");
	assert_int_equal(r.status, 1);
	says(r.out, "上级组织");
	run_zhibu(&r, "check", "--format", "json");
	assert_int_equal(r.status, 1);
	assert_int_equal(lines(r.out), 1);
	says(r.out, "{\"register\":\"org\",\"key\":\"A1\",\"label\":\"中共示例镇委员会\",\"level\":\"warn\","
		    "\"field\":\"superior\","
		    "\"rule\":\"org.superior_missing\",\"text\":\"");
}

static void test_cli_journal__check_takes_a_register_and_conditions(void **state)
{
	(void)state;
	run_zhibu(&r, "check", "division");
	did();
	assert_string_equal(r.out, "");
	run_zhibu(&r, "check", "org", "--where", "level=error");
	did();
	run_zhibu(&r, "check", "org", "--where", "level=warn", "--columns", "key", "--format", "tsv",
		"--english");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "key\nA1\n");
	run_zhibu(&r, "check", "orgs");
	refused(2, "org");
	/* A table shows the label; its value is understood too, and the other way round. */
	run_zhibu(&r, "check", "--where", "level=warn", "--where", "field=superior", "--columns", "key,level");
	assert_string_equal(r.out, "编码  级别\nA1    提醒\n");
	run_zhibu(&r, "check", "--where", "级别=提醒", "--where", "字段=上级组织", "--format", "json");
	assert_int_equal(lines(r.out), 1);
	run_zhibu(&r, "check", "--where", "level!=warn");
	did();
	run_zhibu(&r, "check", "--where", "level!=提醒", "--format", "csv");
	did();
}

static void test_cli_journal__check_leaves_retired_records_out_unless_asked(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "full_members=2");
	did();
	run_zhibu(&r, "check", "org", "--where", "key=B1", "--format", "json");
	assert_int_equal(r.status, 1);
	says(r.out, "org.branch_min_members");
	/* More stars than an office gives are too many for a record out of use, too. */
	run_zhibu(&r, "set", "org", "B1", "full_members=23", "committee_size=5", "stars=9");
	did();
	run_zhibu(&r, "check", "org", "--where", "key=B1", "--format", "json");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例");
	did();
	run_zhibu(&r, "check", "org", "--where", "key=B1");
	did();
	run_zhibu(&r, "check", "org", "--where", "key=B1", "--all");
	assert_int_equal(r.status, 1);
}

/* ---- verify ------------------------------------------------------------------------------------ */

static void test_cli_journal__verify_passes_what_is_sound(void **state)
{
	(void)state;
	run_zhibu(&r, "verify");
	did();
	assert_string_equal(r.out, "");
	says(r.err, "校验通过");
}

/* Overwrites every occurrence of a text in the file, behind the program's back. */
static void forge(const char *path, const char *from, const char *to)
{
	size_t n, length = strlen(from);
	char *image = run_read_file(path, &n), *at = image;
	int found = 0;

	assert_int_equal(length, strlen(to));
	while ((at = memmem(at, n - (size_t)(at - image), from, length))) {
		memcpy(at, to, length);
		found++;
	}
	assert_true(found > 0);
	run_write_file(path, image, n);
	free(image);
}

static void test_cli_journal__verify_finds_what_was_forged(void **state)
{
	(void)state;
	forge(run_database(), "示例才仁", "示例才让");
	run_zhibu(&r, "verify");
	assert_int_equal(r.status, 6);
	assert_true(lines(r.out) > 0);
	says(r.err, "zhibu: ");
	run_zhibu(&r, "backup", run_path("copy.db"));
	assert_int_equal(r.status, 6);
	assert_int_equal(access(run_path("copy.db"), F_OK), -1);
}

/* ---- values that are none ------------------------------------------------------------------------ */

struct born {
	struct rec rec;
	struct date day;
};

static const struct field born_fields[] = {
	{ FIELD(struct born, day), .flags = FIELD_PERSONAL, .label = "出生日期" },
};

static const struct reg born_reg = { .name = "born", REG_STRUCT(struct born), REG_FIELDS(born_fields) };

static void shown_as(bool reveal, const char *want)
{
	struct cli c = { .reveal = reveal };
	struct change change = { .reg = &born_reg, .field = &born_fields[0], .name = "day" };
	struct buf b = BUF_INIT;

	journal_add_value(&c, &change, "1990-01-01 示例", &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_cli_journal__damaged_personal_values_stay_covered(void **state)
{
	(void)state;
	shown_as(false, "***");
	shown_as(true, "1990-01-01 示例");
}

/* ---- backup and restore ------------------------------------------------------------------------ */

static void test_cli_journal__a_backup_can_be_restored_and_used(void **state)
{
	struct stat st;

	(void)state;
	run_zhibu(&r, "backup", run_path("copy.db"));
	did();
	says(r.err, run_path("copy.db"));
	assert_int_equal(stat(run_path("copy.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	secretary("示例卓玛");
	run_zhibu(&r, "restore", run_path("copy.db"), run_path("new.db"));
	did();
	run_zhibu(&r, "--db", run_path("new.db"), "show", "org", "B1", "--columns", "secretary", "--format",
		"tsv");
	did();
	says(r.out, "示例才仁");
	run_zhibu(&r, "--db", run_path("new.db"), "verify");
	did();
	secretary_is("示例卓玛");
}

static void test_cli_journal__a_backup_leaves_a_trace(void **state)
{
	(void)state;
	run_zhibu(&r, "--readonly", "backup", run_path("silent.db"));
	did();
	run_zhibu(&r, "log", "--where", "kind=export", "--format", "tsv");
	assert_null(strstr(r.out, "备份到"));
	run_zhibu(&r, "backup", run_path("copy.db"));
	did();
	run_zhibu(&r, "log", "--where", "kind=export", "--format", "tsv");
	did();
	says(r.out, "备份到");
	says(r.out, "copy.db");
	/* The copy has it too: it was written before. */
	run_zhibu(&r, "--db", run_path("copy.db"), "log", "--where", "kind=export", "--format", "tsv");
	did();
	says(r.out, "copy.db");
}

static void test_cli_journal__nothing_is_overwritten(void **state)
{
	char *before, *after;
	size_t n, m;

	(void)state;
	run_zhibu(&r, "backup", run_path("copy.db"));
	did();
	run_zhibu(&r, "backup", run_path("copy.db"));
	refused(2, "copy.db");
	before = run_read_file(run_database(), &n);
	run_zhibu(&r, "restore", run_path("copy.db"), run_database());
	refused(2, "zhibu.db");
	after = run_read_file(run_database(), &m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

static void test_cli_journal__a_bad_backup_is_not_restored(void **state)
{
	(void)state;
	run_zhibu(&r, "backup", run_path("copy.db"));
	did();
	forge(run_path("copy.db"), "示例才仁", "示例才让");
	run_zhibu(&r, "restore", run_path("copy.db"), run_path("new.db"));
	refused(6, "");
	assert_int_equal(access(run_path("new.db"), F_OK), -1);
	run_zhibu(&r, "restore", run_path("none.db"), run_path("new.db"));
	refused(6, "none.db");
	run_zhibu(&r, "backup", run_path("nowhere/copy.db"));
	refused(6, "nowhere");
}

/* ---- doctor ------------------------------------------------------------------------------------ */

static void test_cli_journal__doctor_tells_what_it_finds(void **state)
{
	(void)state;
	setenv("TERM", "xterm-256color", 1);
	run_zhibu(&r, "doctor");
	did();
	says(r.out, "xterm-256color");
	says(r.out, "UTF-8");
	says(r.out, "U+4E2D 中");
	says(r.out, "2 格");
	says(r.out, "SQLite");
	says(r.out, run_database());
	says(r.out, "admin");
}

static void test_cli_journal__doctor_names_problems(void **state)
{
	(void)state;
	setenv("TERM", "dumb", 1);
	setenv("LC_ALL", "C", 1);
	run_zhibu(&r, "doctor", "--format", "json", "--db", run_path("none.db"));
	assert_int_equal(r.status, 1);
	says(r.out, "ANSI_X3.4-1968");
	says(r.out, "dumb");
	says(r.out, "none.db");
	run_zhibu(&r, "doctor", "keys");
	refused(2, "keys");
	run_zhibu(&r, "doctor", "teeth");
	refused(2, "keys");
	setenv("TERM", "xterm-256color", 1);
}

/* ---- Others at work ---------------------------------------------------------------------------- */

static void test_cli_journal__reading_needs_no_right_to_write(void **state)
{
	(void)state;
	assert_int_equal(chmod(run_database(), 0400), 0);
	run_zhibu(&r, "--readonly", "list", "org");
	did();
	run_zhibu(&r, "list", "org");
	did();
	if (geteuid() != 0) {
		run_zhibu(&r, "set", "org", "B1", "secretary=甲");
		refused(5, "zhibu.db");
	}
}

/* Another program writes and does not end: reading goes on, writing says so after a while. */
static void test_cli_journal__a_database_in_use_is_busy_for_writers_only(void **state)
{
	sqlite3 *other;

	(void)state;
	setenv("ZHIBU_BUSY_SECONDS", "1", 1);
	assert_int_equal(sqlite3_open(run_database(), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	run_zhibu(&r, "list", "org");
	did();
	run_zhibu(&r, "set", "org", "B1", "secretary=示例卓玛");
	refused(3, "");
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	secretary_is("示例才仁");
	unsetenv("ZHIBU_BUSY_SECONDS");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_journal__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(log_has_the_newest_first),
		TEST(log_shows_twenty_unless_asked),
		TEST(log_is_sorted_as_asked),
		TEST(log_conditions_compare),
		TEST(history_tells_each_change),
		TEST(undo_says_what_it_takes_back),
		TEST(undo_says_whether_it_is_one_record_or_many),
		TEST(log_and_history_name_what_was_done),
		TEST(any_action_can_be_undone_by_its_number),
		TEST(what_was_overtaken_needs_yes),
		TEST(there_must_be_something_to_undo),
		TEST(a_viewer_cannot_undo),
		TEST(check_lists_problems_and_says_1),
		TEST(check_takes_a_register_and_conditions),
		TEST(check_leaves_retired_records_out_unless_asked),
		TEST(verify_passes_what_is_sound),
		TEST(verify_finds_what_was_forged),
		TEST(a_backup_can_be_restored_and_used),
		TEST(a_backup_leaves_a_trace),
		TEST(damaged_personal_values_stay_covered),
		TEST(nothing_is_overwritten),
		TEST(a_bad_backup_is_not_restored),
		TEST(doctor_tells_what_it_finds),
		TEST(doctor_names_problems),
		TEST(reading_needs_no_right_to_write),
		TEST(a_database_in_use_is_busy_for_writers_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

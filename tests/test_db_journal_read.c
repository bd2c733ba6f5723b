/*
 * Reading the journal from any place to both sides, and what its actions are called.
 */
#include "db/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "db/internal.h"
#include "tests/support/office.h"
#include "src/banned.h"

/* --- lines as text, and the last of them as the next place --- */

struct lines {
	struct buf text;
	struct change last;
	int n, most;
};

static int take(void *ctx, const struct action *a, const struct change *c)
{
	struct lines *l = ctx;

	buf_addf(&l->text, "%s %s %s>%s\n", action_kind_value(a->kind), c->name, c->before ? c->before : "-",
		 c->after ? c->after : "-");
	change_release(&l->last);
	change_copy(&l->last, c);
	return ++l->n == l->most;
}

static void lines_are(struct office *o, struct journal_lines which, int most, const char *want)
{
	struct lines l = { .most = most };
	int rc = journal_read(o->s, &which, take, &l, &o->e);

	assert_int_equal(rc, l.n == most);
	assert_string_equal(buf_str(&l.text), want);
	change_release(&l.last);
	buf_release(&l.text);
}

/* All lines, read so many at a time, as one text; the number of them. */
static int in_pieces(struct office *o, struct journal_lines which, int piece, struct buf *out)
{
	struct lines l = { .most = piece };
	struct change from = { .action = 0 };
	int all = 0;

	do {
		l.n = 0;
		assert_true(journal_read(o->s, &which, take, &l, &o->e) >= 0);
		all += l.n;
		change_release(&from);
		if (l.n)
			change_copy(&from, &l.last);
		which.from = &from;
	} while (l.n == piece);
	buf_adds(out, buf_str(&l.text));
	change_release(&from);
	change_release(&l.last);
	buf_release(&l.text);
	return all;
}

/* Two fields in one save. */
static void edit_two(struct office *o, int64_t id, const char *secretary, const char *members)
{
	struct org *org = office_org(o, id), *base = office_org(o, id);

	assert_int_equal(field_parse(reg_field(&org_reg, "secretary"), secretary, store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(field_parse(reg_field(&org_reg, "full_members"), members, store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(store_save_one(o->s, &org_reg, base, org, NULL, &o->e), 0);
	reg_free(&org_reg, org);
	reg_free(&org_reg, base);
}

static int64_t some_history(struct office *o)
{
	int64_t id = office_branch(o, "A1", 0), other = office_branch(o, "A2", 0);

	office_must_edit(o, id, "secretary", "示例甲");
	office_must_edit(o, other, "secretary", "示例丁");
	edit_two(o, id, "示例乙", "15");
	office_must_edit(o, id, "secretary", "示例丙");
	return id;
}

static void test_db_journal_read__newest_action_first_and_its_lines_in_order(void **state)
{
	struct office *o = *state;
	int64_t id = some_history(o);

	lines_are(o, (struct journal_lines){ .reg = &org_reg, .record = id }, 4,
		"edit secretary 示例乙>示例丙\nedit secretary 示例甲>示例乙\nedit full_members ->15\n"
		"edit secretary ->示例甲\n");
	assert_int_equal(journal_times(o->s, &org_reg, id), 4);
}

static void test_db_journal_read__from_the_end(void **state)
{
	struct office *o = *state;
	int64_t id = some_history(o);

	/* The oldest line is the last field of the record as it was made. */
	lines_are(o, (struct journal_lines){ .reg = &org_reg, .record = id, .back = true }, 1, "edit centre ->0\n");
}

/* However the lines are cut into pieces, they are the same, to both sides. */
static void test_db_journal_read__pieces_fit_together(void **state)
{
	struct office *o = *state;
	struct journal_lines which = { .reg = &org_reg, .record = some_history(o) };
	struct buf whole = BUF_INIT, other = BUF_INIT;
	int n = in_pieces(o, which, 1000, &whole);

	for (int back = 0; back < 2; back++) {
		which.back = back;
		buf_clear(&whole);
		assert_int_equal(in_pieces(o, which, 1000, &whole), n);
		for (int piece = 1; piece < n; piece++) {
			buf_clear(&other);
			assert_int_equal(in_pieces(o, which, piece, &other), n);
			assert_string_equal(buf_str(&other), buf_str(&whole));
		}
	}
	buf_release(&whole);
	buf_release(&other);
}

static void test_db_journal_read__only_one_field(void **state)
{
	struct office *o = *state;
	int64_t id = some_history(o);

	lines_are(o, (struct journal_lines){ .reg = &org_reg, .record = id, .field = "secretary" }, 9,
		"edit secretary 示例乙>示例丙\nedit secretary 示例甲>示例乙\nedit secretary ->示例甲\n");
	lines_are(o, (struct journal_lines){ .reg = &org_reg, .record = id, .field = "secretary", .back = true }, 9,
		"edit secretary ->示例甲\nedit secretary 示例甲>示例乙\nedit secretary 示例乙>示例丙\n");
}

static void test_db_journal_read__an_action_in_the_order_it_was_done(void **state)
{
	struct office *o = *state;
	int64_t id = some_history(o), action;
	struct journal_lines which = { .reg = NULL };

	(void)id;
	action = office_number(o, "SELECT action FROM change WHERE field = 'full_members'");
	which.action = action;
	lines_are(o, which, 9, "edit secretary 示例甲>示例乙\nedit full_members ->15\n");
	which.back = true;
	lines_are(o, which, 9, "edit full_members ->15\nedit secretary 示例甲>示例乙\n");
	/* A new record's fields too can be read from the end. */
	which.action = office_number(o, "SELECT action FROM change WHERE op = 'create' ORDER BY action DESC LIMIT 1");
	lines_are(o, which, 1, "edit centre ->0\n");
}

/* --- a long history --- */

static int64_t steps(struct office *o)
{
	int64_t n = 0;

	for (sqlite3_stmt *s = sqlite3_next_stmt(o->s->db, NULL); s; s = sqlite3_next_stmt(o->s->db, s))
		n += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
	return n;
}

static void long_history(struct office *o, int64_t id, int n)
{
	char sql[700];

	snprintf(sql, sizeof(sql),
		 "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < %d)"
		 " INSERT INTO action SELECT i + 1000000, i, 'x', 'x', 'form', 'h', 'edit', NULL, NULL, 1, 1, x'' FROM k", n);
	office_meddle(o, sql);
	snprintf(sql, sizeof(sql),
		 "INSERT INTO change SELECT a.id, 1, 'org', %lld, 'update', 'secretary', a.at - 1, a.at FROM action a"
		 " WHERE a.id > 1000000 AND a.id <= 1000000 + %d", (long long)id, n);
	office_meddle(o, sql);
}

static int64_t cost(struct office *o, const struct journal_lines *which, struct lines *l)
{
	steps(o);
	l->n = 0;
	assert_int_equal(journal_read(o->s, which, take, l, &o->e), 1);
	return steps(o);
}

/* A window costs the same wherever in a history it stands, and however long that is. */
static void test_db_journal_read__a_window_costs_what_it_shows(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), one;
	struct lines l = { .most = 20 };
	struct journal_lines which = { .reg = &org_reg, .record = id };
	struct change middle;

	long_history(o, id, 40);
	one = cost(o, &which, &l);
	office_meddle(o, "DELETE FROM change WHERE action BETWEEN 1000001 AND 1000040");
	office_meddle(o, "DELETE FROM action WHERE id BETWEEN 1000001 AND 1000040");
	long_history(o, id, 10000);
	assert_in_range(cost(o, &which, &l), 1, one + one / 4);
	which.back = true;
	assert_in_range(cost(o, &which, &l), 1, 2 * one);
	middle = (struct change){ .action = 1005000, .seq = 1 };
	which.from = &middle;
	assert_in_range(cost(o, &which, &l), 1, one + one / 4);
	assert_int_equal(l.last.action, 1005020);
	which.back = false;
	assert_in_range(cost(o, &which, &l), 1, one + one / 4);
	assert_int_equal(l.last.action, 1004980);
	change_release(&l.last);
	buf_release(&l.text);
}

/* One record's part of a large action is found without reading the action. */
static void test_db_journal_read__one_record_of_a_large_action(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct journal_filter f = { .reg = &org_reg, .record = id, .action = 77 };
	struct lines l = { .most = -1 };
	char sql[400];

	office_meddle(o, "INSERT INTO action VALUES(77, 1, 'x', 'x', 'form', 'h', 'import', NULL, NULL, 9000, 9000, x'')");
	snprintf(sql, sizeof(sql), "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 9000) INSERT INTO"
		 " change SELECT 77, i, 'org', iif(i = 8000, %lld, i), 'update', 'contact', NULL, i FROM k", (long long)id);
	office_meddle(o, sql);
	steps(o);
	assert_int_equal(journal_changes(o->s, &f, take, &l, &o->e), 0);
	assert_string_equal(buf_str(&l.text), "import contact ->8000\n");
	assert_in_range(steps(o), 1, 500);
	change_release(&l.last);
	buf_release(&l.text);
}

/* --- names --- */

static int newest_label(void *ctx, const struct action *a)
{
	buf_clear(ctx);
	buf_adds(ctx, action_label(a));
	return 1;
}

static void newest_is(struct office *o, const char *label)
{
	struct journal_filter f = { .limit = 1 };
	struct buf b = BUF_INIT;

	assert_int_equal(journal_actions(o->s, &f, newest_label, &b, &o->e), 1);
	assert_string_equal(buf_str(&b), label);
	buf_release(&b);
}

static void retire(struct office *o, int64_t id, bool back)
{
	assert_int_equal(store_begin(o->s, ACTION_BATCH, "并入", &o->e), 0);
	assert_int_equal(back ? store_revive(o->s, &org_reg, id, "分开", &o->e) :
				store_retire(o->s, &org_reg, id, "并入", &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
}

static int deeds(void *ctx, const struct action *a, const struct change *c)
{
	(void)a;
	buf_addf(ctx, "%s %s\n", c->name, deed_label(change_deed(c)));
	return 0;
}

static void test_db_journal_read__actions_are_called_what_they_did(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct journal_lines which = { .reg = &org_reg, .record = id, .field = "retired_on" };
	struct undo_plan plan;
	struct buf b = BUF_INIT;

	newest_is(o, "新增");
	office_must_edit(o, id, "secretary", "示例甲");
	newest_is(o, "修改");
	retire(o, id, false);
	newest_is(o, "停用");
	retire(o, id, true);
	newest_is(o, "恢复");
	assert_int_equal(journal_read(o->s, &which, deeds, &b, &o->e), 0);
	assert_string_equal(buf_str(&b), "retired_on 恢复\nretired_on 停用\n");
	buf_release(&b);
	assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
	undo_plan_release(&plan);
	newest_is(o, "撤销");
}

/* One retired and one edited, in one action, is none of these. */
static void test_db_journal_read__a_mixed_action_is_a_batch(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A1", 0), b = office_branch(o, "A2", 0);
	struct org *org = office_org(o, b), *base = office_org(o, b);

	assert_int_equal(field_parse(reg_field(&org_reg, "secretary"), "示例甲", store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(store_begin(o->s, ACTION_BATCH, NULL, &o->e), 0);
	assert_int_equal(store_retire(o->s, &org_reg, a, "并入", &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, base, org, NULL, &o->e), 0);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	newest_is(o, "批量");
	reg_free(&org_reg, org);
	reg_free(&org_reg, base);
}

static void test_db_journal_read__channels_have_names(void **state)
{
	(void)state;
	assert_string_equal(channel_label("form"), "表单");
	assert_string_equal(channel_label("cli"), "命令行");
	assert_string_equal(channel_label("import"), "导入");
	assert_string_equal(channel_label("strange"), "strange");
	assert_string_equal(deed_value(DEED_RETIRE), "retire");
}

static void overtaken_is(struct office *o, int64_t action, const char *who)
{
	struct change c = { .action = action, .seq = 1 };
	struct buf b = BUF_INIT;

	journal_overtaken_by(o->s, &c, &b);
	assert_string_equal(buf_str(&b), who);
	buf_release(&b);
}

static void test_db_journal_read__a_line_says_who_changed_it_again(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), first;

	office_must_edit(o, id, "secretary", "示例甲");
	first = office_number(o, "SELECT max(id) FROM action");
	overtaken_is(o, first, "");
	office_must_edit(o, id, "contact", "示例甲");
	overtaken_is(o, first, "");
	office_must_edit(o, id, "secretary", "示例乙");
	overtaken_is(o, first, store_operator_name(o->s));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_journal_read__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(newest_action_first_and_its_lines_in_order),
		T(from_the_end),
		T(pieces_fit_together),
		T(only_one_field),
		T(an_action_in_the_order_it_was_done),
		T(a_window_costs_what_it_shows),
		T(one_record_of_a_large_action),
		T(actions_are_called_what_they_did),
		T(a_mixed_action_is_a_batch),
		T(channels_have_names),
		T(a_line_says_who_changed_it_again),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

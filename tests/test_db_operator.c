/*
 * Who may write what: roles and scopes hold in the one write path, and every refusal is journaled.
 */
#include "db/operator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

/*
 * 中共示例A支部 (A) has B below it, B has C; D stands beside A.  Only the tree matters here.
 */
struct tree {
	int64_t a, b, c, d;
};

static struct tree plant(struct office *o)
{
	struct tree t;

	t.a = office_branch(o, "A", 0);
	t.b = office_branch(o, "B", t.a);
	t.c = office_branch(o, "C", t.b);
	t.d = office_branch(o, "D", 0);
	return t;
}

static int64_t refusals(struct office *o)
{
	return office_number(o, "SELECT count(*) FROM action WHERE kind = 'refused'");
}

/* The edit is refused with these words, leaves the record alone, and is journaled with the sentence. */
static void denied_edit(struct office *o, int64_t id, const char *field, const char *typed, const char *words)
{
	int64_t before = refusals(o);
	char *was = office_field(o, id, field), *is, *kept;

	office_refused(o, office_edit(o, id, field, typed), ERR_DENIED, words);
	is = office_field(o, id, field);
	assert_string_equal(was, is);
	assert_int_equal(refusals(o), before + 1);
	kept = office_text(o, "SELECT reason FROM action WHERE kind = 'refused' ORDER BY id DESC");
	assert_string_equal(kept, o->e.text);
	free(was);
	free(is);
	free(kept);
}

static void denied_new(struct office *o, int64_t superior, const char *words)
{
	struct org *org = office_new_org("NEW", superior);
	int64_t before = refusals(o);

	err_clear(&o->e);
	office_refused(o, store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e), ERR_DENIED, words);
	assert_int_equal(refusals(o), before + 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE code = 'NEW'"), 0);
	reg_free(&org_reg, org);
}

static char *whoami(void)
{
	char *login;

	assert_int_equal(operator_account(&login, NULL), 0);
	return login;
}

/* --- roles --- */

static void test_db_operator__the_account_is_who_works(void **state)
{
	struct office *o = *state;
	char *account = whoami();

	assert_string_equal(store_operator(o->s)->login, account);
	assert_string_equal(store_operator_name(o->s), account);
	free(account);
}

static void test_db_operator__a_viewer_changes_nothing(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "viewer", 0);
	office_open(o, "zhuoma");
	assert_int_equal(store_role(o->s), ROLE_VIEWER);
	denied_edit(o, t.a, "secretary", "示例", "zhuoma/没有修改/录入员");
	denied_new(o, 0, "没有修改");
	office_refused(o, office_retire(o, &org_reg, t.d), ERR_DENIED, "没有修改");
	assert_int_equal(refusals(o), 3);
	office_sound(o);
}

static void test_db_operator__a_clerk_keeps_ledgers_but_not_the_books(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	struct code_row *code = reg_new(&code_reg);
	struct rule_row *rule = reg_new(&rule_reg);
	struct operator_row *op = reg_new(&operator_reg);

	office_operator(o, "zhuoma", "clerk", 0);
	office_open(o, "zhuoma");
	assert_int_equal(store_role(o->s), ROLE_CLERK);
	office_must_edit(o, t.a, "secretary", "示例才仁");
	office_branch(o, "NEW", t.c);
	office_refused(o, store_save_one(o->s, &code_reg, NULL, code, NULL, &o->e), ERR_DENIED, "管理员");
	office_refused(o, store_save_one(o->s, &rule_reg, NULL, rule, NULL, &o->e), ERR_DENIED, "管理员");
	office_refused(o, store_save_one(o->s, &operator_reg, NULL, op, NULL, &o->e), ERR_DENIED, "管理员");
	office_refused(o, office_retire(o, &division_reg, 632800000000), ERR_DENIED, "管理员");
	reg_free(&code_reg, code);
	reg_free(&rule_reg, rule);
	reg_free(&operator_reg, op);
	office_sound(o);
}

static void test_db_operator__higher_roles_may_what_lower_ones_may(void **state)
{
	struct office *o = *state;
	static const char *const roles[] = { "clerk", "checker", "approver", "admin" };
	struct tree t = plant(o);

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		char login[16];

		snprintf(login, sizeof(login), "person%zu", i);
		office_open(o, NULL);
		office_operator(o, login, roles[i], 0);
		office_open(o, login);
		office_must_edit(o, t.a, "secretary", login);
	}
}

static void test_db_operator__who_is_not_registered_only_looks(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	char *account = whoami();
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "UPDATE operator SET login = 'somebody-else' WHERE login = '%s'", account);
	office_meddle(o, buf_str(&sql));
	office_open(o, NULL);
	assert_int_equal(store_role(o->s), ROLE_VIEWER);
	denied_edit(o, t.a, "secretary", "示例", "没有修改");
	buf_release(&sql);
	free(account);
}

static void test_db_operator__a_retired_operator_is_refused(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	int64_t id = office_operator(o, "zhuoma", "admin", 0);

	assert_int_equal(office_retire(o, &operator_reg, id), 0);
	office_open(o, "zhuoma");
	assert_int_equal(store_role(o->s), ROLE_VIEWER);
	denied_edit(o, t.a, "secretary", "示例", "zhuoma/已停用");
}

/* Roles change while programs run: the next save asks again. */
static void test_db_operator__losing_a_role_counts_at_once(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	int64_t id = office_operator(o, "zhuoma", "clerk", 0);
	struct store *admin = office_second(o);

	office_open(o, "zhuoma");
	office_must_edit(o, t.a, "secretary", "示例才仁");
	assert_int_equal(store_begin(admin, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_retire(admin, &operator_reg, id, "示例", &o->e), 0);
	assert_int_equal(store_commit(admin, NULL, &o->e), 0);
	store_close(admin);
	denied_edit(o, t.a, "secretary", "示例卓玛", "已停用");
}

/* --- scope --- */

static void test_db_operator__a_clerk_works_inside_the_subtree(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	office_must_edit(o, t.b, "secretary", "示例才仁");
	office_must_edit(o, t.c, "secretary", "示例才仁");
	office_branch(o, "NEW", t.c);
	office_branch(o, "NEW2", t.b);
	office_sound(o);
}

static void test_db_operator__outside_the_subtree_a_clerk_is_refused(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	denied_edit(o, t.a, "secretary", "示例", "中共示例A支部委员会/管理范围/中共示例B支部委员会");
	denied_edit(o, t.d, "secretary", "示例", "管理范围");
	denied_new(o, t.a, "管理范围");
	denied_new(o, t.d, "管理范围");
	denied_new(o, 0, "管理范围");
	office_refused(o, office_retire(o, &org_reg, t.d), ERR_DENIED, "管理范围");
	office_sound(o);
}

static void test_db_operator__records_are_neither_moved_out_nor_in(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	denied_edit(o, t.c, "superior", "D", "管理范围");
	denied_edit(o, t.c, "superior", "A", "管理范围");
	denied_edit(o, t.c, "superior", "", "管理范围");
	denied_edit(o, t.d, "superior", "B", "管理范围");
	office_branch(o, "E", t.b);
	office_must_edit(o, t.c, "superior", "E");
}

static void test_db_operator__the_top_of_a_scope_stays_where_it_hangs(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	denied_edit(o, t.b, "superior", "D", "管理范围从这个组织开始/上级组织");
	denied_edit(o, t.b, "superior", "", "上级组织");
	assert_string_equal(o->e.field, "superior");
	office_must_edit(o, t.b, "secretary", "示例才仁");
}

static void test_db_operator__moving_the_tree_moves_what_a_clerk_may(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "clerk", t.b);
	office_must_edit(o, t.c, "superior", "D");
	office_must_edit(o, t.d, "superior", "B");
	office_open(o, "zhuoma");
	office_must_edit(o, t.c, "secretary", "示例才仁");
	office_must_edit(o, t.d, "secretary", "示例才仁");
}

static void test_db_operator__a_circle_in_damaged_data_is_outside(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	char sql[128];

	office_operator(o, "zhuoma", "clerk", t.d);
	snprintf(sql, sizeof(sql), "UPDATE org SET superior = %lld WHERE id = %lld", (long long)t.c, (long long)t.a);
	office_meddle(o, sql);
	office_open(o, "zhuoma");
	denied_edit(o, t.b, "secretary", "示例", "管理范围");
}

static void test_db_operator__undo_has_no_more_rights_than_saving(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	struct undo_plan plan;
	int64_t action;

	office_must_edit(o, t.d, "secretary", "示例才仁");
	action = office_number(o, "SELECT max(id) FROM action");
	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	assert_int_equal(journal_plan_undo(o->s, action, &plan, &o->e), 0);
	office_refused(o, journal_undo(o->s, &plan, true, NULL, &o->e), ERR_DENIED, "管理范围");
	undo_plan_release(&plan);
	assert_int_equal(refusals(o), 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE secretary = '示例才仁'"), 1);
	office_sound(o);
}

/* --- asking before --- */

static void test_db_operator__asking_says_the_same_and_journals_nothing(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	struct org *inside, *outside;

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	inside = office_org(o, t.c);
	outside = office_org(o, t.d);
	assert_int_equal(store_may_write(o->s, &org_reg, inside, &o->e), 0);
	assert_int_equal(store_may_write(o->s, &org_reg, NULL, &o->e), 0);
	office_refused(o, store_may_write(o->s, &org_reg, outside, &o->e), ERR_DENIED, "管理范围");
	office_refused(o, store_may_write(o->s, &code_reg, NULL, &o->e), ERR_DENIED, "管理员");
	assert_int_equal(refusals(o), 0);
	reg_free(&org_reg, inside);
	reg_free(&org_reg, outside);
}

/* --- refusals in the journal --- */

static void test_db_operator__a_refusal_names_who_and_is_part_of_the_chain(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	char *login;

	office_operator(o, "zhuoma", "viewer", 0);
	office_open(o, "zhuoma");
	office_edit(o, t.a, "secretary", "示例");
	login = office_text(o, "SELECT login FROM action WHERE kind = 'refused'");
	assert_string_equal(login, "zhuoma");
	free(login);
	assert_int_equal(office_number(o, "SELECT changes FROM action WHERE kind = 'refused'"), 0);
	office_sound(o);
	office_meddle(o, "DELETE FROM action WHERE kind = 'refused'");
	office_found(o, "末尾");
}

static void test_db_operator__a_refusal_without_an_err_is_journaled_too(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);

	office_operator(o, "zhuoma", "viewer", 0);
	office_open(o, "zhuoma");
	assert_int_equal(store_begin(o->s, ACTION_EDIT, NULL, NULL), 0);
	assert_int_equal(store_retire(o->s, &org_reg, t.d, "示例", NULL), ERR_DENIED);
	store_rollback(o->s);
	assert_int_equal(refusals(o), 1);
}

static void test_db_operator__what_was_good_in_the_action_is_kept_beside_the_refusal(void **state)
{
	struct office *o = *state;
	struct tree t = plant(o);
	struct org *good, *bad;

	office_operator(o, "zhuoma", "clerk", t.b);
	office_open(o, "zhuoma");
	good = office_new_org("GOOD", t.c);
	bad = office_new_org("BAD", t.d);
	assert_int_equal(store_begin(o->s, ACTION_IMPORT, "示例.csv", &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, good, NULL, &o->e), 0);
	assert_int_equal(store_save(o->s, &org_reg, NULL, bad, NULL, &o->e), ERR_DENIED);
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	reg_free(&org_reg, good);
	reg_free(&org_reg, bad);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE code = 'GOOD'"), 1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org WHERE code = 'BAD'"), 0);
	assert_int_equal(refusals(o), 1);
	office_sound(o);
}

/* --- the first one, and the last administrator --- */

static void empty_the_operators(struct office *o)
{
	office_close(o);
	office_meddle(o, "DELETE FROM change WHERE reg = 'operator'; DELETE FROM operator");
	office_open(o, NULL);
}

static void test_db_operator__the_first_to_write_becomes_administrator(void **state)
{
	struct office *o = *state;
	char *reason;

	empty_the_operators(o);
	assert_int_equal(store_role(o->s), ROLE_VIEWER);
	assert_int_equal(store_may_write(o->s, &code_reg, NULL, &o->e), 0);
	office_branch(o, "A", 0);
	assert_int_equal(store_role(o->s), ROLE_ADMIN);
	assert_int_equal(office_number(o, "SELECT count(*) FROM operator WHERE role = 'admin'"), 1);
	reason = office_text(o, "SELECT reason FROM action WHERE id = (SELECT action FROM change WHERE reg = 'operator')");
	assert_string_equal(reason, "第一个使用者成为管理员");
	free(reason);
}

static void test_db_operator__of_two_first_ones_only_one_becomes_administrator(void **state)
{
	struct office *o = *state;
	struct store *other;

	empty_the_operators(o);
	other = office_second(o);
	free(other->operator_row.login);
	other->operator_row.login = xstrdup("second");
	office_branch(o, "A", 0);
	assert_int_equal(store_begin(other, ACTION_EDIT, NULL, &o->e), 0);
	assert_int_equal(store_role(other), ROLE_VIEWER);
	store_close(other);
	assert_int_equal(office_number(o, "SELECT count(*) FROM operator"), 1);
}

static int always(void *ctx)
{
	(void)ctx;
	return 1;
}

/* Where the operators cannot be counted, nobody is the first. */
static void test_db_operator__a_read_that_fails_makes_nobody_administrator(void **state)
{
	struct office *o = *state;
	bool first = true;

	office_operator(o, "zhuoma", "clerk", 0);
	free(o->s->operator_row.login);
	o->s->operator_row.login = xstrdup("nobody-knows");
	sqlite3_progress_handler(o->s->db, 1, always, NULL);
	assert_true(operator_refresh(o->s, &first, &o->e) < 0);
	assert_false(first);
	sqlite3_progress_handler(o->s->db, 0, NULL, NULL);
}

static void test_db_operator__the_last_administrator_stays(void **state)
{
	struct office *o = *state;
	int64_t me = store_operator(o->s)->rec.id, other;
	struct operator_row *base = reg_new(&operator_reg), *row = reg_new(&operator_reg);

	office_refused(o, office_retire(o, &operator_reg, me), ERR_INVALID, "最后一个管理员");
	assert_int_equal(rows_get(o->s, &operator_reg, me, base, &o->e), 0);
	reg_copy(&operator_reg, row, base);
	free(row->role.s);
	row->role.s = xstrdup("clerk");
	office_refused(o, store_save_one(o->s, &operator_reg, base, row, NULL, &o->e), ERR_INVALID,
		       "最后一个管理员/另设一个");
	other = office_operator(o, "zhuoma", "admin", 0);
	assert_int_equal(office_retire(o, &operator_reg, other), 0);
	office_refused(o, office_retire(o, &operator_reg, me), ERR_INVALID, "最后一个管理员");
	/* With another one there, it still takes that one to do it: nobody locks himself out. */
	office_operator(o, "caireng", "admin", 0);
	office_refused(o, office_retire(o, &operator_reg, me), ERR_INVALID, "自己/另一位管理员");
	reg_free(&operator_reg, base);
	reg_free(&operator_reg, row);
}

/* --- --operator --- */

static int try_as(struct office *o, const char *login)
{
	struct store_options options = { .path = o->path, .operator_login = login };
	struct store *s;
	int rc = store_open(&options, &s, &o->e);

	store_close(s);
	return rc;
}

static void test_db_operator__another_name_is_for_administrators(void **state)
{
	struct office *o = *state;
	char *account = whoami();
	struct buf sql = BUF_INIT;

	office_operator(o, "zhuoma", "clerk", 0);
	office_refused(o, try_as(o, "nobody-knows"), ERR_NOT_FOUND, "nobody-knows/zhibu add operator");
	assert_int_equal(try_as(o, "zhuoma"), 0);
	assert_int_equal(try_as(o, account), 0);
	buf_addf(&sql, "UPDATE operator SET role = 'approver' WHERE login = '%s'", account);
	office_meddle(o, buf_str(&sql));
	err_clear(&o->e);
	office_refused(o, try_as(o, "zhuoma"), ERR_DENIED, "只有管理员");
	assert_non_null(strstr(o->e.text, account));
	assert_int_equal(try_as(o, account), 0);
	buf_release(&sql);
	free(account);
}

static void test_db_operator__a_hostile_name_is_shown_safely(void **state)
{
	struct office *o = *state;

	office_refused(o, try_as(o, "a\x1b[2Jb\xe2\x80\xae" "c'; DROP TABLE org; --"), ERR_NOT_FOUND, "没有操作员");
	assert_null(strchr(o->e.text, '\x1b'));
	assert_null(strstr(o->e.text, "\xe2\x80\xae"));
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(test_db_operator__##name, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(the_account_is_who_works),
		T(a_viewer_changes_nothing),
		T(a_clerk_keeps_ledgers_but_not_the_books),
		T(higher_roles_may_what_lower_ones_may),
		T(who_is_not_registered_only_looks),
		T(a_retired_operator_is_refused),
		T(losing_a_role_counts_at_once),
		T(a_clerk_works_inside_the_subtree),
		T(outside_the_subtree_a_clerk_is_refused),
		T(records_are_neither_moved_out_nor_in),
		T(the_top_of_a_scope_stays_where_it_hangs),
		T(moving_the_tree_moves_what_a_clerk_may),
		T(a_circle_in_damaged_data_is_outside),
		T(undo_has_no_more_rights_than_saving),
		T(asking_says_the_same_and_journals_nothing),
		T(a_refusal_names_who_and_is_part_of_the_chain),
		T(a_refusal_without_an_err_is_journaled_too),
		T(what_was_good_in_the_action_is_kept_beside_the_refusal),
		T(the_first_to_write_becomes_administrator),
		T(of_two_first_ones_only_one_becomes_administrator),
		T(a_read_that_fails_makes_nobody_administrator),
		T(the_last_administrator_stays),
		T(another_name_is_for_administrators),
		T(a_hostile_name_is_shown_safely),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

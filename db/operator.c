/*
 * The operator is the OS account: whoever could open the file under another
 * name could also write it.  A scope is a subtree of organizations; a record
 * belongs to the organization that its register's scope field names.
 */
#include "db/operator.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/tree.h"
#include "db/tree_count.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* An account without a name is one thing; a name that cannot be looked up now must not become another person. */
static bool is_unknown(int why)
{
	return why == 0 || why == ENOENT || why == ESRCH || why == EPERM || why == EBADF;
}

int operator_account(char **login, struct err *e)
{
	const struct passwd *pw;
	struct buf b = BUF_INIT;

	errno = 0;
	pw = getpwuid(getuid());
	if (!pw && !is_unknown(errno)) {
		err_set(e, ERR_IO, _("现在查不到当前账号的名字（%s）；请稍后再试。"), strerror(errno));
		return ERR_IO;
	}
	if (pw && pw->pw_name[0])
		buf_adds(&b, pw->pw_name);
	else
		buf_addf(&b, "uid%ld", (long)getuid());
	*login = buf_detach(&b);
	return 0;
}

enum role operator_role(const struct store *s)
{
	const struct operator_row *op = store_operator(s);

	return op->rec.id && date_is_empty(op->rec.retired_on) ? role_from_value(op->role.s) : ROLE_VIEWER;
}

const char *store_operator_name(const struct store *s)
{
	const char *name = store_operator(s)->name;

	return name ? name : "";
}

const char *store_operator_login(const struct store *s)
{
	const char *login = store_operator(s)->login;

	return login ? login : "";
}

enum role store_role(const struct store *s)
{
	return operator_role(s);
}

/* Fills the operator from its row; a login without one stays a viewer without id. */
static int load(struct store *s, const char *login, struct err *e)
{
	struct buf sql = BUF_INIT;
	struct operator_row *op = &s->operator_row;
	char *name = xstrdup(login);
	sqlite3_stmt *stmt;
	int rc;

	buf_addf(&sql, "SELECT %s FROM operator WHERE login = ?1", rows_sql(s, &operator_reg)->columns);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		goto out;
	reg_release(&operator_reg, op);
	reg_init(&operator_reg, op);
	rc = sql_bind(s, stmt, 1, name, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	if (rc == 1) {
		rc = rows_read(&operator_reg, stmt, 0, op, e);
	} else if (rc == 0) {
		op->login = xstrdup(name);
		op->name = xstrdup(name);
		op->role.s = xstrdup(role_value(ROLE_VIEWER));
	}
	sql_done(s, stmt);
out:
	free(name);
	return rc;
}

/* Whether nobody was ever made an operator.  Being unable to tell must not make anybody an administrator. */
static int is_unclaimed(struct store *s, bool *unclaimed, struct err *e)
{
	int64_t some;
	int rc = sql_ask(s, "SELECT EXISTS (SELECT 1 FROM operator)", &some, e);

	*unclaimed = rc == 0 && !some;
	return rc;
}

static int become(struct store *s, const char *login, struct err *e)
{
	struct buf shown = BUF_INIT;
	int rc = 0;

	text_show(&shown, login);
	if (operator_role(s) != ROLE_ADMIN)
		rc = err_set(e, ERR_DENIED, _("只有管理员可以用 --operator；你的账号 %s 不是管理员。"),
			     s->operator_row.login);
	if (rc == 0)
		rc = load(s, login, e);
	if (rc == 0 && !s->operator_row.rec.id)
		rc = err_set(e, ERR_NOT_FOUND, _("没有操作员「%s」；请先登记：zhibu add operator login=%s ..."), buf_str(&shown),
			     buf_str(&shown));
	buf_release(&shown);
	return rc;
}

/* The journal must say who really sat there: "account@host". */
static void remember_account(struct store *s, const char *account)
{
	struct buf b = BUF_INIT;

	s->account = xstrdup(account);
	buf_addf(&b, "%s@%s", account, s->host);
	free(s->host);
	s->host = buf_detach(&b);
}

int operator_enter(struct store *s, const char *login, struct err *e)
{
	char *account = NULL;
	int rc = operator_account(&account, e);

	if (rc == 0)
		rc = load(s, account, e);
	if (rc == 0 && login && strcmp(login, account) != 0) {
		rc = become(s, login, e);
		if (rc == 0)
			remember_account(s, account);
	}
	free(account);
	return rc;
}

/* Whoever works as somebody else must still be an administrator. */
static int check_account(struct store *s, const char *login, struct err *e)
{
	int rc = load(s, s->account, e);

	if (rc == 0 && operator_role(s) != ROLE_ADMIN)
		rc = err_set(e, ERR_DENIED, _("你的账号 %s 已不是管理员，不能再用 --operator。"), s->account);
	return rc == 0 ? load(s, login, e) : rc;
}

int operator_refresh(struct store *s, bool *first, struct err *e)
{
	struct operator_row *op = &s->operator_row;
	char *login = xstrdup(op->login);
	int rc = s->account ? check_account(s, login, e) : load(s, login, e);

	free(login);
	*first = false;
	if (rc == 0 && !op->rec.id)
		rc = is_unclaimed(s, first, e);
	if (rc < 0 || !*first)
		return rc;
	free(op->role.s);
	op->role.s = xstrdup(role_value(ROLE_ADMIN));
	return 0;
}

/* *inside: the organization or one of its superiors is the scope. */
static int walk_up(struct store *s, int64_t id, int64_t scope, bool *inside, struct err *e)
{
	int rc = 1;

	*inside = false;
	for (int depth = 0; rc == 1 && id && !*inside && depth < TREE_DEPTH; depth++) {
		*inside = id == scope;
		rc = tree_parent(s, &org_reg, id, &id, e);
	}
	return rc < 0 ? rc : 0;
}

/* The organization that a record belongs to, 0 where it names none. */
static int64_t home_of(const struct reg *reg, const void *rec)
{
	const struct rec *r = rec;
	const struct field *f;

	if (!reg->scope)
		return 0;
	if (reg->scope[0])
		f = reg_field(reg, reg->scope);
	else if (r->id)
		return r->id;
	else
		f = reg_tree(reg);
	return f ? ((const struct ref *)field_const(f, rec))->id : 0;
}

static int in_scope(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	const struct operator_row *op = &s->operator_row;
	struct buf what = BUF_INIT, scope = BUF_INIT;
	bool inside = false;
	int rc;

	if (!op->scope.id || !reg->scope)
		return 0;
	rc = walk_up(s, home_of(reg, rec), op->scope.id, &inside, e);
	/* A record moved to another superior must be inside at its new place too. */
	if (rc == 0 && inside && reg_tree(reg) && !reg->scope[0] && ((const struct rec *)rec)->id != op->scope.id) {
		const struct ref *up = field_const(reg_tree(reg), rec);

		rc = walk_up(s, up->id, op->scope.id, &inside, e);
	}
	if (rc < 0 || inside)
		return rc;
	reg_describe(reg, rec, &what);
	s->lookup.ref_format(s, &org_reg, op->scope.id, STYLE_LIST, &scope);
	err_set(e, ERR_DENIED, _("%s 不在你的管理范围（%s）内，不能改；请找上级或管理员。"), buf_str(&what), buf_str(&scope));
	buf_release(&what);
	buf_release(&scope);
	return ERR_DENIED;
}

/* The top of a scope is given from above: its own people may edit it, but not hang it, with all below it, elsewhere. */
static int check_top(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e)
{
	const struct field *tree = reg_tree(reg);
	int64_t scope = s->operator_row.scope.id;

	if (!scope || !reg->scope || reg->scope[0] || !tree || ((const struct rec *)now)->id != scope ||
	    field_equal(tree, before, now))
		return 0;
	return err_field(e, ERR_DENIED, tree->name, _("%s：你的管理范围从这个组织开始，它的%s要由上级或管理员来改。"),
			 _(tree->label), _(tree->label));
}

static int role_allows(struct store *s, const struct reg *reg, struct err *e)
{
	const struct operator_row *op = &s->operator_row;
	const struct code_item *need;

	if (!date_is_empty(op->rec.retired_on))
		return err_set(e, ERR_DENIED, _("操作员 %s 已停用，不能改；请找管理员。"), op->name);
	if (operator_role(s) >= reg->writers)
		return 0;
	need = codebook_by_value(&s->codes, "role", role_value(reg->writers));
	return err_set(e, ERR_DENIED, _("%s 没有修改「%s」的权限：至少要是%s；请找管理员。"), op->name, _(reg->title),
		       need ? code_item_label(need) : role_value(reg->writers));
}

static int refuse_share(struct store *s, const struct reg *reg, const void *rec, enum role role, struct err *e)
{
	const struct code_item *need = codebook_by_value(&s->codes, "role", role_value(role));
	const char *needed = need ? code_item_label(need) : role_value(role), *owner = reg_owner(reg, rec);
	struct buf what = BUF_INIT, kind = BUF_INIT;

	reg_describe(reg, rec, &what);
	field_format(reg_field(reg, reg->sharing->kind), rec, &s->lookup, STYLE_LIST, &kind);
	if (strcmp(owner, store_operator_login(s)) == 0)
		err_set(e, ERR_DENIED, _("%s 是%s的，要%s以上才能改；请找他们。"), buf_str(&what), buf_str(&kind), needed);
	else
		err_set(e, ERR_DENIED, _("%s 是 %s 的（%s），本人或%s以上才能改；可以用别的名字另存一个自己的。"), buf_str(&what), owner,
			buf_str(&kind), needed);
	buf_release(&what);
	buf_release(&kind);
	return ERR_DENIED;
}

/* What belongs to a person is written by that person, or by those who may write for others. */
static int check_share(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	const struct share *share = reg->sharing ? reg_share(reg, rec) : NULL;
	enum role need;

	if (!share)
		return 0;
	need = strcmp(reg_owner(reg, rec), store_operator_login(s)) == 0 ? share->own : share->others;
	return operator_role(s) >= need ? 0 : refuse_share(s, reg, rec, need, e);
}

int operator_may(struct store *s, const struct reg *reg, const void *before, const void *now, struct err *e)
{
	int rc;

	if (s->action.open && s->action.kind == ACTION_SETUP)
		return 0;
	rc = role_allows(s, reg, e);
	if (rc == 0 && before)
		rc = in_scope(s, reg, before, e);
	if (rc == 0 && before)
		rc = check_share(s, reg, before, e);
	if (rc == 0 && now)
		rc = in_scope(s, reg, now, e);
	if (rc == 0 && now)
		rc = check_share(s, reg, now, e);
	if (rc == 0 && before && now)
		rc = check_top(s, reg, before, now, e);
	return rc;
}

static bool is_admin(const struct operator_row *op)
{
	return op && date_is_empty(op->rec.retired_on) && role_from_value(op->role.s) == ROLE_ADMIN;
}

static bool is_me(const struct store *s, const struct operator_row *op)
{
	return op->rec.id == s->operator_row.rec.id || (s->account && strcmp(op->login, s->account) == 0);
}

int operator_keep_admin(struct store *s, const struct operator_row *before, const struct operator_row *now,
			struct err *e)
{
	struct buf sql = BUF_INIT;
	int64_t others;
	int rc;

	if (!is_admin(before) || is_admin(now))
		return 0;
	buf_addf(&sql, "SELECT count(*) FROM operator WHERE id <> %lld AND retired_on IS NULL AND role = '%s'",
		 (long long)before->rec.id, role_value(ROLE_ADMIN));
	rc = sql_ask(s, buf_str(&sql), &others, e);
	buf_release(&sql);
	if (rc == 0 && !others)
		rc = err_field(e, ERR_INVALID, "role", _("%s 是最后一个管理员：停用或改了角色，就没有人能再设管理员；请先另设一个。"),
			       before->name);
	/* Nobody could undo it who sits here; and whether another administrator's account exists, the program cannot know. */
	if (rc == 0 && is_me(s, before))
		rc = err_field(e, ERR_INVALID, "role", _("不能停用自己，也不能去掉自己的管理员角色；请由另一位管理员来做。"));
	return rc;
}

int store_may_reveal(struct store *s, struct err *e)
{
	if (operator_role(s) >= ROLE_CHECKER)
		return 0;
	return err_set(e, ERR_DENIED, _("完整的个人信息只有审核员以上才能看；请找审核员或管理员。"));
}

/* Who has all of an office to look after, and so no scope, is as far from a record as anybody. */
int store_may_see(struct store *s, const struct reg *reg, const struct field *f, const void *rec, struct err *e)
{
	if (field_type(f)->seen_in_scope && s->operator_row.scope.id && reg->scope && operator_may(s, reg, rec, NULL, NULL) == 0)
		return 0;
	return store_may_reveal(s, e);
}

int store_may_write(struct store *s, const struct reg *reg, const void *rec, struct err *e)
{
	bool unclaimed = false;
	int rc = store_may_change(s, e);

	if (rc < 0)
		return rc;
	/* In a database without operators the first one to write becomes its administrator. */
	if (!s->operator_row.rec.id)
		rc = is_unclaimed(s, &unclaimed, e);
	return rc < 0 || unclaimed ? rc : operator_may(s, reg, rec, NULL, e);
}

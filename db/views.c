/* Saved views, for screens and commands. */
#include "db/views.h"

#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/records.h"
#include "src/text.h"
#include "src/banned.h"

static const char *const kind_values[VIEW_KINDS] = {
	[VIEW_PRIVATE] = "private", [VIEW_SHARED] = "shared", [VIEW_LOCKED] = "locked",
};

void saved_view_release(struct saved_view *v)
{
	free(v->ledger);
	free(v->name);
	free(v->owner);
	free(v->filter);
	free(v->sort);
	free(v->columns);
	*v = (struct saved_view){ .id = 0 };
}

void saved_view_copy(struct saved_view *to, const struct saved_view *from)
{
	*to = *from;
	to->ledger = xstrdup(from->ledger);
	to->name = xstrdup(from->name);
	to->owner = xstrdup(from->owner);
	to->filter = xstrdup(from->filter);
	to->sort = xstrdup(from->sort);
	to->columns = xstrdup(from->columns);
}

const char *view_kind_label(struct store *s, enum view_kind kind)
{
	const struct code_item *item = codebook_by_value(store_lookup(s)->codes, "view_kind", kind_values[kind]);

	return item ? code_item_label(item) : kind_values[kind];
}

/* --- from records, and back --- */

static enum view_kind kind_of(const struct view_row *row)
{
	for (int i = 0; i < VIEW_KINDS; i++)
		if (row->kind.s && strcmp(row->kind.s, kind_values[i]) == 0)
			return (enum view_kind)i;
	return VIEW_PRIVATE;
}

static bool is_mine(struct store *s, const struct view_row *row)
{
	return strcmp(reg_owner(&view_reg, row), store_operator_login(s)) == 0;
}

/* Borrowed from the record. */
static struct saved_view as_view(struct store *s, const struct view_row *row)
{
	return (struct saved_view){
		.id = row->rec.id, .reg = row->ledger ? reg_find(row->ledger) : NULL, .ledger = row->ledger,
		.name = row->name, .kind = kind_of(row), .owner = row->owner, .mine = is_mine(s, row),
		.filter = row->filter.s, .all = row->all, .sort = row->sort, .descending = row->descending,
		.tree = row->tree, .columns = row->columns, .retired = !date_is_empty(row->rec.retired_on),
	};
}

static void set(char **text, const char *value)
{
	free(*text);
	*text = value && *value ? xstrdup(value) : NULL;
}

static void fill_row(struct view_row *row, const struct saved_view *v)
{
	set(&row->name, v->name);
	set(&row->kind.s, kind_values[v->kind]);
	if (!v->id)
		set(&row->ledger, v->ledger);
	set(&row->filter.s, v->filter);
	row->all = v->all;
	set(&row->sort, v->sort);
	row->descending = v->descending;
	row->tree = v->tree;
	set(&row->columns, v->columns);
}

/* --- reading --- */

struct offer {
	struct store *store;
	const struct reg *reg;
	bool mine;
	int (*fn)(void *ctx, const struct saved_view *v);
	void *ctx;
};

static int offer_one(void *ctx, const void *rec)
{
	const struct offer *o = ctx;
	const struct saved_view v = as_view(o->store, rec);

	if (v.mine != o->mine || (o->reg && v.reg != o->reg))
		return 0;
	return v.mine || reg_share(&view_reg, rec)->seen ? o->fn(o->ctx, &v) : 0;
}

int views_each(struct store *s, const struct reg *reg, int (*fn)(void *ctx, const struct saved_view *v), void *ctx,
	       struct err *e)
{
	const struct view by_name = { .reg = &view_reg, .sort = reg_field(&view_reg, view_reg.sort) };
	struct offer o = { .store = s, .reg = reg, .mine = true, .fn = fn, .ctx = ctx };
	int rc = store_each(s, &by_name, offer_one, &o, e);

	o.mine = false;
	return rc ? rc : store_each(s, &by_name, offer_one, &o, e);
}

int views_get(struct store *s, int64_t id, struct saved_view *out, struct err *e)
{
	struct view_row *row = reg_new(&view_reg);
	struct saved_view v;
	int rc = store_get(s, &view_reg, id, row, e);

	if (rc == 0) {
		v = as_view(s, row);
		saved_view_copy(out, &v);
	}
	reg_free(&view_reg, row);
	return rc;
}

/* Those that a name may mean. */
struct called {
	const char *name;
	int64_t id;
	bool mine;
	size_t n;
	struct buf names;	/* "name@owner" of what has this name, or of everything */
};

static bool is_called(const struct saved_view *v, const char *name)
{
	struct buf key = BUF_INIT;
	bool same;

	buf_addf(&key, "%s/%s@%s", v->ledger ? v->ledger : "", v->name ? v->name : "", v->owner ? v->owner : "");
	same = strcmp(buf_str(&key), name) == 0 || strcmp(v->name ? v->name : "", name) == 0 ||
	       strcmp(strchr(buf_str(&key), '/') + 1, name) == 0;
	buf_release(&key);
	return same;
}

static int look_at(void *ctx, const struct saved_view *v)
{
	struct called *c = ctx;

	if (!is_called(v, c->name))
		return 0;
	if (!c->n++) {
		c->id = v->id;
		c->mine = v->mine;
	}
	buf_addf(&c->names, "%s%s@%s", c->names.len ? _("、") : "", v->name, v->owner ? v->owner : "");
	return 0;
}

static int add_name(void *ctx, const struct saved_view *v)
{
	struct buf *names = ctx;

	buf_addf(names, "%s%s", names->len ? _("、") : "", v->name ? v->name : "");
	return 0;
}

static int refuse_unknown(struct store *s, const struct reg *reg, const char *name, struct err *e)
{
	struct buf shown = BUF_INIT, all = BUF_INIT;
	int rc = views_each(s, reg, add_name, &all, e);

	text_quote(&shown, name);
	if (rc == 0 && all.len)
		rc = err_set(e, ERR_NOT_FOUND, _("「%s」没有%s这个视图，有：%s。"), _(reg->title), buf_str(&shown), buf_str(&all));
	else if (rc == 0)
		rc = err_set(e, ERR_NOT_FOUND, _("「%s」没有%s这个视图，还没有保存过视图。"), _(reg->title), buf_str(&shown));
	buf_release(&shown);
	buf_release(&all);
	return rc;
}

int views_find(struct store *s, const struct reg *reg, const char *name, struct saved_view *out, struct err *e)
{
	struct called c = { .name = name };
	int rc = views_each(s, reg, look_at, &c, e);

	/* One's own comes first, and is the only one of that name. */
	if (rc == 0 && c.n > 1 && !c.mine)
		rc = err_set(e, ERR_INVALID, _("叫「%s」的视图有几个：%s；请把 @ 和登录名也写上。"), name, buf_str(&c.names));
	else if (rc == 0 && !c.n)
		rc = refuse_unknown(s, reg, name, e);
	else if (rc == 0)
		rc = views_get(s, c.id, out, e);
	buf_release(&c.names);
	return rc;
}

int views_mine(struct store *s, const struct reg *reg, const char *name, int64_t *id, struct err *e)
{
	struct view_row *row = reg_new(&view_reg);
	struct buf key = BUF_INIT;
	struct err own = ERR_INIT;
	int rc;

	buf_addf(&key, "%s/%s@%s", reg->name, name, store_operator_login(s));
	rc = store_find(s, &view_reg, buf_str(&key), row, &own);
	*id = rc == 0 ? row->rec.id : 0;
	reg_free(&view_reg, row);
	buf_release(&key);
	if (rc == ERR_NOT_FOUND)
		return 0;
	if (rc < 0 && e)
		*e = own;
	return rc;
}

int view_query(struct store *s, const struct saved_view *v, struct query *out, struct err *e)
{
	*out = (struct query){ .n = 0 };
	return v->reg ? query_parse_lines(v->reg, v->filter, store_lookup(s), out, e) : 0;
}

/* --- writing --- */

/* The record as it is stored, and as it shall be. */
struct rewrite {
	struct view_row *base, *row;
};

static void rewrite_release(struct rewrite *r)
{
	reg_free(&view_reg, r->base);
	reg_free(&view_reg, r->row);
}

static int rewrite_begin(struct store *s, const struct saved_view *v, struct rewrite *r, struct err *e)
{
	int rc;

	*r = (struct rewrite){ reg_new(&view_reg), reg_new(&view_reg) };
	rc = v->id ? store_get(s, &view_reg, v->id, r->base, e) : 0;
	reg_copy(&view_reg, r->row, r->base);
	fill_row(r->row, v);
	if (!v->id)
		set(&r->row->owner, store_operator_login(s));
	return rc;
}

int views_may_save(struct store *s, const struct saved_view *v, struct err *e)
{
	struct rewrite r;
	int rc = rewrite_begin(s, v, &r, e);

	if (rc == 0 && v->id)
		rc = store_may_write(s, &view_reg, r.base, e);
	if (rc == 0)
		rc = store_may_write(s, &view_reg, r.row, e);
	rewrite_release(&r);
	return rc;
}

static int write_view(struct store *s, struct saved_view *v, struct rewrite *r, struct err *e)
{
	int rc = 0;

	if (v->id && !date_is_empty(r->base->rec.retired_on))
		rc = store_revive(s, &view_reg, v->id, _("重新保存"), e);
	/* Reviving made a new version of it. */
	if (rc == 0 && v->id) {
		rewrite_release(r);
		rc = rewrite_begin(s, v, r, e);
	}
	if (rc == 0)
		rc = store_save(s, &view_reg, v->id ? r->base : NULL, r->row, NULL, e);
	return rc;
}

int views_save(struct store *s, struct saved_view *v, struct err *e)
{
	struct rewrite r;
	int rc = store_begin(s, ACTION_EDIT, NULL, e);

	if (rc < 0)
		return rc;
	rc = rewrite_begin(s, v, &r, e);
	if (rc == 0)
		rc = write_view(s, v, &r, e);
	if (rc == 0)
		rc = store_commit(s, NULL, e);
	else
		store_rollback(s);
	if (rc == 0)
		v->id = r.row->rec.id;
	rewrite_release(&r);
	return rc;
}

int views_retire(struct store *s, int64_t id, const char *reason, struct err *e)
{
	int rc = store_begin(s, ACTION_EDIT, reason, e);

	if (rc < 0)
		return rc;
	rc = store_retire(s, &view_reg, id, reason, e);
	if (rc == 0)
		return store_commit(s, NULL, e);
	store_rollback(s);
	return rc;
}

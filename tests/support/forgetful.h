#ifndef TESTS_SUPPORT_FORGETFUL_H
#define TESTS_SUPPORT_FORGETFUL_H

#include "db/journal.h"

/*
 * For the one test that has a store of its own: a store that journals nothing and knows no
 * past.  These are the functions themselves, so only one file of a program includes this.
 */

/* NOLINTBEGIN(readability-non-const-parameter, misc-definitions-in-headers) */

int journal_actions(struct store *s, const struct journal_filter *f, int (*fn)(void *ctx, const struct action *a),
	void *ctx, struct err *e)
{
	(void)s;
	(void)f;
	(void)fn;
	(void)ctx;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int journal_read(struct store *s, const struct journal_lines *which,
	int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e)
{
	(void)which;
	(void)fn;
	return journal_actions(s, NULL, NULL, ctx, e);
}

int journal_changes(struct store *s, const struct journal_filter *f,
	int (*fn)(void *ctx, const struct action *a, const struct change *c), void *ctx, struct err *e)
{
	(void)fn;
	return journal_actions(s, f, NULL, ctx, e);
}

int64_t journal_times(struct store *s, const struct reg *reg, int64_t record)
{
	(void)s;
	(void)reg;
	return record * 0;
}

void journal_value(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	(void)s;
	(void)c;
	buf_adds(out, text);
}

void journal_value_in_full(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	journal_value(s, c, text, out);
}

void journal_overtaken_by(struct store *s, const struct change *c, struct buf *out)
{
	journal_value(s, c, "", out);
}

int journal_may_restore(struct store *s, const struct restore *r, char **now, struct err *e)
{
	(void)s;
	(void)r;
	(void)now;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int journal_restore(struct store *s, const struct restore *r, int64_t *done, struct err *e)
{
	(void)done;
	return journal_may_restore(s, r, NULL, e);
}

const char *action_kind_label(enum action_kind kind)
{
	(void)kind;
	return "";
}

const char *action_label(const struct action *a)
{
	return action_kind_label(a->kind);
}

const char *deed_label(enum deed deed)
{
	(void)deed;
	return "";
}

enum deed change_deed(const struct change *c)
{
	(void)c;
	return DEED_EDIT;
}

const char *channel_label(const char *channel)
{
	return channel;
}

const char *change_field_label(const struct change *c)
{
	return c->name;
}

void action_copy(struct action *to, const struct action *from)
{
	*to = *from;
}

void action_release(struct action *a)
{
	(void)a;
}

void change_copy(struct change *to, const struct change *from)
{
	*to = *from;
}

void change_release(struct change *c)
{
	(void)c;
}

int journal_plan_undo(struct store *s, int64_t action, struct undo_plan *out, struct err *e)
{
	(void)s;
	(void)action;
	(void)out;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int journal_plan_redo(struct store *s, int64_t action, struct undo_plan *out, struct err *e)
{
	return journal_plan_undo(s, action, out, e);
}

int journal_undo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e)
{
	(void)s;
	(void)p;
	(void)force;
	(void)done;
	return err_set(e, ERR_NOT_FOUND, "没有");
}

int journal_redo(struct store *s, const struct undo_plan *p, bool force, int64_t *done, struct err *e)
{
	return journal_undo(s, p, force, done, e);
}

void undo_plan_release(struct undo_plan *p)
{
	(void)p;
}

/* NOLINTEND(readability-non-const-parameter, misc-definitions-in-headers) */

#endif

/* Changes of the journal in words, for the history and for the questions before undo. */
#include "ui/change.h"

#include <time.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/banned.h"

void change_add_value(struct store *s, const struct change *c, const char *value, struct buf *out)
{
	size_t before = out->len;

	if (value)
		journal_value(s, c, value, out);
	if (out->len == before)
		buf_adds(out, _("（空）"));
}

void change_add_now(struct store *s, const struct change *c, struct buf *out)
{
	void *rec = c->reg && c->field ? reg_new(c->reg) : NULL;
	size_t before = out->len;

	if (!rec || store_get(s, c->reg, c->record, rec, NULL) < 0) {
		change_add_value(s, c, c->after, out);
	} else {
		field_format_masked(c->field, rec, store_lookup(s), STYLE_LIST, out);
		if (out->len == before)
			buf_adds(out, _("（空）"));
	}
	if (rec)
		reg_free(c->reg, rec);
}

const char *change_done(const struct action *a, const struct change *c)
{
	enum deed deed = change_deed(c);

	if (deed == DEED_EDIT || a->kind == ACTION_UNDO || a->kind == ACTION_REDO)
		return action_kind_label(a->kind);
	return deed_label(deed);
}

void change_add_record(struct store *s, const struct change *c, struct buf *out)
{
	const struct lookup *l = store_lookup(s);

	if (c->reg)
		l->ref_format(l->ctx, c->reg, c->record, STYLE_EDIT, out);
	else
		buf_adds(out, _("（未知的台账）"));
}

void change_add_time(struct buf *out, int64_t ms, enum moment_style how)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;

	if (!localtime_r(&at, &tm))
		return;
	if (how != MOMENT_SHORT)
		buf_addf(out, "%04d-", tm.tm_year + 1900);
	buf_addf(out, "%02d-%02d %02d:%02d", tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
	if (how == MOMENT_EXACT)
		buf_addf(out, ":%02d", tm.tm_sec);
}

void change_add_action(struct buf *out, const struct action *a, enum moment_style how)
{
	buf_addf(out, "%s  ", action_label(a));
	change_add_time(out, a->at_ms, how);
	buf_addf(out, "  %s  %s", a->name, channel_label(a->channel));
	if (a->reason)
		buf_addf(out, "  %s", a->reason);
}

void change_add_fate(struct buf *out, const struct undo_plan *p)
{
	if (p->gone == 1 && p->action.records == 1)
		buf_adds(out, _("\n这条记录是这次新增的，会整条撤掉"));
	else if (p->gone)
		buf_addf(out, _("\n其中 %lld 条记录是这次新增的，会整条撤掉"), (long long)p->gone);
	if (p->back == 1 && p->action.records == 1)
		buf_adds(out, _("\n撤掉的这条记录会整条回来"));
	else if (p->back)
		buf_addf(out, _("\n其中 %lld 条撤掉的记录会整条回来"), (long long)p->back);
}

/*
 * The trace of an export: what left the house, and by which condition.
 */
#include "db/export_part.h"

#include "db/journal.h"
#include "db/past_part.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* As a person would type it; values of personal fields stay covered here too. */
static void add_cond(struct buf *out, const struct cond *c)
{
	static const char *const signs[] = {
		[OP_EQ] = "=", [OP_NE] = "!=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=",
		[OP_HAS] = "~", [OP_EMPTY] = "=empty", [OP_UNFILLED] = "=unfilled", [OP_FILLED] = "=filled", [OP_CURRENT] = "state=current",
		[OP_RETIRED] = "state=retired", [OP_WORD] = "", [OP_OPEN] = "=",
	};
	struct buf covered = BUF_INIT;
	bool plain = c->op == OP_EMPTY || c->op == OP_UNFILLED || c->op == OP_FILLED || c->op == OP_CURRENT || c->op == OP_RETIRED;
	/* What became values of a reference was typed with another sign. */
	enum op op = c->field && c->field->type == TYPE_REF && !plain && c->op != OP_OPEN ? c->sign : c->op;

	if (c->negate)
		buf_addc(out, '-');
	if (c->field)
		buf_adds(out, _(c->field->label));
	else if (c->op == OP_OPEN)
		buf_adds(out, "state");
	buf_adds(out, signs[op]);
	if (plain || !c->text)
		return;
	if (c->field && field_is_personal(c->field)) {
		buf_adds(out, "***");
		return;
	}
	/* A bare word is searched for in numbers too, and anything can be typed after "note~". */
	text_mask_numbers(&covered, c->text);
	text_show(out, buf_str(&covered));
	buf_release(&covered);
}

static void add_query(struct buf *out, const struct query *q)
{
	for (size_t i = 0; q && i < q->n; i++) {
		if (i)
			buf_adds(out, " |");
		for (size_t k = 0; k < q->any[i].n; k++) {
			buf_addc(out, ' ');
			add_cond(out, &q->any[i].conds[k]);
		}
	}
}

int export_note(struct store *s, const struct view *v, const struct export_options *o, int64_t rows, struct err *e)
{
	struct buf what = BUF_INIT;
	int rc;

	if (past_journal(s)->readonly)
		return 0;
	buf_addf(&what, _("导出「%s」"), _(v->reg->title));
	if (store_moment(s)) {
		buf_adds(&what, _("（历史 "));
		moment_format(&what, store_moment(s));
		buf_adds(&what, _("）"));
	}
	if (o->ids)
		buf_adds(&what, _("选中的记录"));
	else
		add_query(&what, v->query);
	if (v->all && !o->ids)
		buf_adds(&what, _("（全部，含停用的）"));
	buf_addf(&what, _("，%lld 条"), (long long)rows);
	if (reg_has_personal(v->reg))
		buf_adds(&what, o->reveal ? _("，个人信息没有遮盖") : _("，个人信息已遮盖"));
	rc = journal_note(s, ACTION_EXPORT, buf_str(&what), e);
	buf_release(&what);
	return rc;
}

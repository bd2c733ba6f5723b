/*
 * Actions and changes in words.
 */
#include "src/cli_journal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

void journal_add_time(const struct cli *c, int64_t at_ms, struct buf *out)
{
	time_t t = (time_t)(at_ms / 1000);
	struct tm local;
	char text[64];

	if (!localtime_r(&t, &local))
		return;
	if (c->format == FORMAT_TABLE) {
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &local);
		buf_adds(out, text);
		return;
	}
	/* strftime() writes +0800, ISO 8601 wants +08:00. */
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S%z", &local);
	buf_add(out, text, strlen(text) - 2);
	buf_addf(out, ":%s", text + strlen(text) - 2);
}

static enum style style_of(const struct cli *c)
{
	if (c->format == FORMAT_JSON)
		return STYLE_DATA;
	return c->format == FORMAT_TABLE ? STYLE_LIST : STYLE_EDIT;
}

/* A value from the journal inside an otherwise empty record, so that the field's own format shows it. */
static bool add_field_value(
	const struct cli *c, const struct change *change, const char *text, struct buf *out)
{
	const struct field *f = change->field;
	void *rec = reg_new(change->reg);
	struct cell cell;
	bool good;

	cell_from_text(&cell, field_type(f), text);
	good = field_type(f)->get(field_value(f, rec), &cell) == 0;
	if (good && c->reveal)
		field_format(f, rec, store_lookup(c->store), style_of(c), out);
	else if (good)
		field_format_masked(f, rec, store_lookup(c->store), style_of(c), out);
	reg_free(change->reg, rec);
	return good;
}

void journal_add_value(const struct cli *c, const struct change *change, const char *text, struct buf *out)
{
	if (!text)
		return;
	if (change->field && add_field_value(c, change, text, out))
		return;
	/* What no field could hold is shown as it is, except where nobody may see it unasked. */
	buf_adds(out, change->field && field_is_personal(change->field) && !c->reveal ? "***" : text);
}

int journal_read_id(const char *typed, int64_t *id, struct err *e)
{
	size_t n = strspn(typed, "0123456789");
	struct buf quoted = BUF_INIT;

	*id = n && n < 19 && !typed[n] ? strtoll(typed, NULL, 10) : 0;
	if (n == 19 && !typed[n] && strcmp(typed, "9223372036854775807") <= 0)
		*id = strtoll(typed, NULL, 10);
	if (*id > 0)
		return 0;
	text_quote(&quoted, typed);
	err_set(e, ERR_USAGE, _("%s不是操作编号；编号是 zhibu log 第一列的数字。"), buf_str(&quoted));
	buf_release(&quoted);
	return ERR_USAGE;
}

void journal_say_action(const struct cli *c, const char *before, const struct action *a)
{
	struct buf line = BUF_INIT;

	buf_addf(&line, a->records > 1 ? _("%s整批操作 %" PRId64 "：") : _("%s操作 %" PRId64 "："), before, a->id);
	journal_add_time(c, a->at_ms, &line);
	buf_addf(&line, " %s %s", a->name, action_label(a));
	if (a->records > 1)
		buf_addf(&line, _("，一共 %" PRId64 " 条记录、%" PRId64 " 处改动"), a->records, a->changes);
	else
		buf_adds(&line, _("，只涉及一条记录"));
	if (a->reason)
		buf_addf(&line, _("，原因：%s"), a->reason);
	cli_say("%s", buf_str(&line));
	buf_release(&line);
}

#define CHANGES_SAID 8

struct said {
	const struct cli *cli;
	int64_t record;		/* of the line before */
	int64_t n;		/* rows of the journal so far */
	int lines;
};

static void say_record(struct said *to, const struct change *c)
{
	const struct lookup *l = store_lookup(to->cli->store);
	struct buf name = BUF_INIT;

	if (c->reg)
		l->ref_format(l->ctx, c->reg, c->record, STYLE_EDIT, &name);
	cli_say("  %s", name.len ? buf_str(&name) : _("（未知的台账）"));
	buf_release(&name);
}

static void add_either(const struct cli *c, const struct change *change, const char *text, struct buf *out)
{
	size_t before = out->len;

	journal_add_value(c, change, text, out);
	if (out->len == before)
		buf_adds(out, _("（空）"));
}

static int say_change(void *ctx, const struct action *a, const struct change *c)
{
	struct said *to = ctx;
	struct buf line = BUF_INIT;

	(void)a;
	if (to->lines == CHANGES_SAID)
		return 1;
	if (c->record != to->record)
		say_record(to, c);
	to->record = c->record;
	to->n = c->seq;
	to->lines++;
	buf_addf(&line, "    %s: ", change_field_label(c));
	add_either(to->cli, c, c->after, &line);
	buf_adds(&line, " -> ");
	add_either(to->cli, c, c->before, &line);
	cli_say("%s", buf_str(&line));
	buf_release(&line);
	return 0;
}

void journal_say_changes(const struct cli *c, const struct action *a)
{
	struct journal_lines which = { .action = a->id };
	struct said to = { .cli = c };

	if (journal_read(c->store, &which, say_change, &to, NULL) != 1)
		return;
	if (a->changes > to.n)
		cli_say(_("    另有 %" PRId64 " 处"), a->changes - to.n);
	else
		cli_say("%s", _("    以及这条记录的其他字段"));
}

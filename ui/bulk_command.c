/* What a batch does, as a command line. */
#include <string.h>

#include "src/i18n.h"
#include "ui/bulk.h"
#include "src/banned.h"

/* A word of a shell gets no longer than that. */
#define WORD_MOST 100000

/* As a shell takes it for one word. */
static void add_word(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@:+,=";

	if (*text && text[strspn(text, plain)] == '\0') {
		buf_adds(out, text);
		return;
	}
	buf_addc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *text);
	}
	buf_addc(out, '\'');
}

/* The keys of all that changes, between commas. */
static bool add_keys(const struct bulk *b, struct buf *out)
{
	struct buf keys = BUF_INIT, key = BUF_INIT;
	bool good = true;

	for (size_t i = 0; good && i < b->batch.n; i++) {
		const struct batch_row *row = &b->batch.rows[i];

		if (row->result != BATCH_CHANGE)
			continue;
		buf_clear(&key);
		field_format(reg_key(b->reg), row->base, store_lookup(app_store(b->screen.app)), STYLE_EDIT, &key);
		good = key.len && !strchr(buf_str(&key), ',');
		buf_addf(&keys, "%s%s", keys.len ? "," : "", buf_str(&key));
	}
	good = good && keys.len && keys.len < WORD_MOST;
	if (good)
		add_word(out, buf_str(&keys));
	buf_release(&keys);
	buf_release(&key);
	return good;
}

static void add_assignments(const struct bulk *b, struct buf *out)
{
	struct buf word = BUF_INIT;

	for (size_t k = 0; k < b->batch.nfields; k++) {
		buf_clear(&word);
		buf_addf(&word, "%s=%s", b->batch.fields[k]->name, batch_text(&b->batch, 0, k));
		buf_addc(out, ' ');
		add_word(out, buf_str(&word));
	}
	buf_release(&word);
}

static const char *verb(enum batch_deed deed)
{
	if (deed == BATCH_SET)
		return "set";
	return deed == BATCH_RETIRE ? "retire" : "revive";
}

bool bulk_command(const struct bulk *b, struct buf *out)
{
	size_t begin = out->len;
	const char *why = NULL;

	if (b->block.nrows)
		why = _("各条的值不同，没有一条等价的命令；可以存成文件，用 zhibu import。");
	else if (!b->batch.judged || !b->batch.counts[BATCH_CHANGE])
		why = _("还没有要改的记录；请先填好，看过预览。");
	buf_addf(out, "zhibu %s %s --ids ", verb(b->batch.deed), b->reg->name);
	if (!why && !add_keys(b, out))
		why = _("记录太多或编码里有逗号，写不成一条命令；请分几次。");
	if (why) {
		out->len = begin;
		buf_adds(out, why);
		return false;
	}
	add_assignments(b, out);
	if (*edit_text(&b->edits[BULK_REASON])) {
		buf_adds(out, " --reason ");
		add_word(out, edit_text(&b->edits[BULK_REASON]));
	} else if (batch_wants_reason(&b->batch)) {
		buf_adds(out, _(" --reason 原因"));
	}
	return true;
}

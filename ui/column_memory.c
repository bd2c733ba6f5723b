/*
 * Which columns a person chose last in the lists of a register: for each a small file below the state folder, with the
 * words of layout.h.  It is a habit, like the columns of an import, and no saved view: it needs no name, no right to write and no
 * journal.  A saved view that is shown has columns of its own, and they are not touched here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/small_file.h"
#include "src/i18n.h"
#include "ui/list_view.h"
#include "src/banned.h"

/* NULL where nothing is kept. */
static char *path_of(const struct app *a, const struct reg *reg)
{
	struct buf name = BUF_INIT;
	char *path;

	buf_addf(&name, "columns/%s", reg->name);
	path = app_state(a, buf_str(&name));
	buf_release(&name);
	return path;
}

static int take(const struct reg *reg, struct buf *text, struct layout *out, struct err *e)
{
	if (text->len && text->data[text->len - 1] == '\n')
		buf_truncate(text, text->len - 1);
	if (strlen(buf_str(text)) != text->len || text->len == 0)
		return err_set(e, ERR_INVALID, "%s", _("文件看不懂。"));
	return layout_parse(reg, buf_str(text), out, e);
}

static int read_columns(const char *path, const struct reg *reg, struct layout *out, struct err *e)
{
	struct buf text = BUF_INIT;
	int rc = 0;

	errno = 0;
	if (small_file_read(path, &text))
		rc = take(reg, &text, out, e);
	else if (errno != ENOENT)
		rc = err_set(e, ERR_IO, "%s", _("文件读不出来。"));
	buf_release(&text);
	return rc;
}

void columns_recall(struct app *a, const struct reg *reg, struct layout *out)
{
	struct err e = ERR_INIT, said = ERR_INIT;
	char *path = path_of(a, reg);
	int rc;

	out->n = 0;
	rc = path ? read_columns(path, reg, out, &e) : 0;
	free(path);
	if (rc == 0)
		return;
	out->n = 0;
	err_set(&said, rc, _("「%s」上次选的列没有采用，各列照平时那样：%s"), _(reg->title), e.text);
	app_say_error(a, &said);
}

void columns_keep(struct app *a, const struct reg *reg, const struct layout *l)
{
	struct buf text = BUF_INIT;
	char *path = path_of(a, reg);

	layout_format(l, &text);
	buf_addc(&text, '\n');
	if (path && l->n)
		small_file_replace(path, &text);
	else if (path)
		unlink(path);
	free(path);
	buf_release(&text);
}

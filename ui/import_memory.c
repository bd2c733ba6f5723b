/*
 * What is remembered from one import to the next: the folder, and for each layout of columns where they went.
 *
 * It stands below the person's state folder and not in a register: it is a habit of one person at one machine, of
 * no worth to others, needs no right to write and no journal, and is there before a database is changed.  A layout
 * is known by its names (a hash of the header cells), so that another ledger never gets its columns.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/small_file.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/import.h"
#include "src/banned.h"

#define NOWHERE "-"

/* What is looked at in the past is nobody's work. */
char *import_memory(const struct app *a)
{
	return app_drafts(a) ? app_state(a, "imports") : NULL;
}

/* --- layouts --- */

static uint64_t add_hash(uint64_t h, const char *text)
{
	do
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	while (*text++);
	return h;
}

static void add_path(const char *folder, const struct reg *reg, uint64_t hash, struct buf *out)
{
	buf_addf(out, "%s/layout-%s-%016" PRIx64, folder, reg->name, hash);
}

static void add_target_name(const struct import_target *t, struct buf *out)
{
	if (t->field)
		buf_addf(out, "%s.%s\n", t->reg->name, t->field->name);
	else
		buf_adds(out, NOWHERE "\n");
}

void import_remember(const char *folder, const struct importer *m)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	uint64_t hash = UINT64_C(14695981039346656037);

	if (!folder)
		return;
	for (size_t i = 0; i < m->n_columns; i++) {
		hash = add_hash(hash, m->columns[i].title);
		add_target_name(&m->columns[i].target, &text);
	}
	add_path(folder, m->reg, hash, &path);
	small_file_replace(buf_str(&path), &text);
	buf_release(&path);
	buf_release(&text);
}

static bool find_target(const struct reg *reg, const char *name, struct import_target *out)
{
	size_t n;
	struct import_target *all = import_targets(reg, &n);
	bool found = strcmp(name, NOWHERE) == 0;

	*out = (struct import_target){ reg, NULL };
	for (size_t i = 0; !found && i < n; i++) {
		struct buf b = BUF_INIT;

		add_target_name(&all[i], &b);
		buf_truncate(&b, b.len - 1);
		found = strcmp(name, buf_str(&b)) == 0;
		if (found)
			*out = all[i];
		buf_release(&b);
	}
	free(all);
	return found;
}

static int refuse_remembered(const char *title, const char *field, struct err *e)
{
	struct buf column = BUF_INIT, gone = BUF_INIT;

	text_quote(&column, title);
	text_quote(&gone, field);
	err_set(e, ERR_INVALID, _("上次%s这一列对应的字段%s现在没有了，上次的对应没有采用；请核对各列的对应。"), buf_str(&column),
		buf_str(&gone));
	buf_release(&column);
	buf_release(&gone);
	return ERR_INVALID;
}

/* The lines of a layout file, one for each column; ERR_INVALID where they fit no more. */
static int read_targets(const struct import *im, const struct reg *reg, char *text, struct import_target *out, struct err *e)
{
	size_t i = 0, n = import_columns(im);

	for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (i == n)
			break;
		if (!find_target(reg, line, &out[i++]))
			return refuse_remembered(import_column(im, i - 1).title, line, e);
	}
	return i == n ? 0 : err_set(e, ERR_INVALID, _("上次的列对应与这个文件的列数不同，没有采用；请核对各列的对应。"));
}

int import_recall(const char *folder, const struct reg *reg, struct import *im, struct err *e)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	size_t n = import_columns(im);
	struct import_target *targets = xcalloc(n + 1, sizeof(*targets));
	uint64_t hash = UINT64_C(14695981039346656037);
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		hash = add_hash(hash, import_column(im, i).title);
	if (folder)
		add_path(folder, reg, hash, &path);
	if (folder && small_file_read(buf_str(&path), &text) && text.len) {
		rc = read_targets(im, reg, text.data, targets, e);
		for (size_t i = 0; rc == 0 && i < n; i++)
			import_map(im, i, targets[i]);
	}
	free(targets);
	buf_release(&path);
	buf_release(&text);
	return rc;
}

/* --- the folder --- */

char *import_last_folder(const char *folder)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	if (folder) {
		buf_addf(&path, "%s/folder", folder);
		if (!small_file_read(buf_str(&path), &text))
			buf_clear(&text);
		buf_release(&path);
	}
	if (text.len)
		return buf_detach(&text);
	buf_release(&text);
	return NULL;
}

void import_keep_folder(const char *folder, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buf file = BUF_INIT, text = BUF_INIT;

	if (!folder || !slash)
		return;
	buf_addf(&file, "%s/folder", folder);
	buf_add(&text, path, slash == path ? 1 : (size_t)(slash - path));
	small_file_replace(buf_str(&file), &text);
	buf_release(&file);
	buf_release(&text);
}

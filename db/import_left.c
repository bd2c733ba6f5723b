/* Files of refused rows that wait: one line each, "database register rows path", replaced as a whole. */
#include "db/import_left.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/small_file.h"
#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define NOTES "/refused"
#define NOTES_MOST 1000		/* nobody corrects more; a longer file is not ours */

void import_left_release(struct import_left_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->items[i].reg);
		free(l->items[i].path);
	}
	free(l->items);
	*l = (struct import_left_list){ .n = 0 };
}

static void add(struct import_left_list *l, const struct import_left *left)
{
	l->items = xreallocarray(l->items, l->n + 1, sizeof(*l->items));
	l->items[l->n++] = (struct import_left){
		.database = left->database, .reg = xstrdup(left->reg), .path = xstrdup(left->path), .rows = left->rows,
	};
	l->rows += left->rows;
}

/* A line that somebody changed by hand is passed over: it is about no file of ours. */
static bool split(char *line, struct import_left *out)
{
	char *parts[4] = { line }, *end;

	for (size_t i = 1; i < 4; i++) {
		char *tab = strchr(parts[i - 1], '\t');

		if (!tab)
			return false;
		*tab = '\0';
		parts[i] = tab + 1;
	}
	out->database = strtoll(parts[0], &end, 10);
	if (end == parts[0] || *end)
		return false;
	out->reg = parts[1];
	out->rows = strtol(parts[2], &end, 10);
	out->path = parts[3];
	return end != parts[2] && !*end && out->rows > 0 && out->path[0] == '/';
}

static bool is_there(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static FILE *open_notes(const char *folder)
{
	struct buf path = BUF_INIT;
	FILE *in;
	int fd;

	buf_addf(&path, "%s%s", folder, NOTES);
	fd = open(buf_str(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	in = fd < 0 ? NULL : fdopen(fd, "r");
	buf_release(&path);
	return in;
}

static int cannot(const char *folder, struct err *e)
{
	struct buf shown = BUF_INIT;
	int why = errno;

	text_show(&shown, folder);
	err_set(e, ERR_IO, _("记不下错误行文件（%s：%s）；请检查磁盘。"), buf_str(&shown), strerror(why));
	buf_release(&shown);
	return ERR_IO;
}

int import_left_read(const char *folder, int64_t database, struct import_left_list *out, struct err *e)
{
	FILE *in = folder ? open_notes(folder) : NULL;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int rc = 0;

	*out = (struct import_left_list){ .n = 0 };
	if (!in)
		return !folder || errno == ENOENT ? 0 : cannot(folder, e);
	while (out->n < NOTES_MOST && (n = getline(&line, &cap, in)) > 0) {
		struct import_left left;

		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		if (split(line, &left) && (!database || left.database == database) && is_there(left.path))
			add(out, &left);
	}
	if (ferror(in))
		rc = cannot(folder, e);
	free(line);
	fclose(in);
	return rc;
}

/* --- writing --- */

static int write_notes(const char *folder, const struct import_left_list *l, struct err *e)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	int rc;

	for (size_t i = 0; i < l->n; i++)
		buf_addf(&text, "%" PRId64 "\t%s\t%ld\t%s\n", l->items[i].database, l->items[i].reg, l->items[i].rows,
			l->items[i].path);
	buf_addf(&path, "%s%s", folder, NOTES);
	rc = small_file_replace(buf_str(&path), &text) == 0 ? 0 : cannot(folder, e);
	buf_release(&path);
	buf_release(&text);
	return rc;
}

/* Takes the file of this path out; whether it was there. */
static bool drop(struct import_left_list *l, const char *path)
{
	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->items[i].path, path) != 0)
			continue;
		free(l->items[i].reg);
		free(l->items[i].path);
		memmove(l->items + i, l->items + i + 1, (--l->n - i) * sizeof(*l->items));
		return true;
	}
	return false;
}

int import_left_note(const char *folder, const struct import_left *left, struct err *e)
{
	struct import_left_list all;
	int rc = import_left_read(folder, 0, &all, e);

	if (rc == 0 && !strpbrk(left->path, "\n\t")) {
		drop(&all, left->path);
		add(&all, left);
		rc = write_notes(folder, &all, e);
	}
	import_left_release(&all);
	return rc;
}

int import_left_clear(const char *folder, const char *path, struct err *e)
{
	struct import_left_list all;
	int rc = import_left_read(folder, 0, &all, e);

	if (rc == 0 && drop(&all, path))
		rc = write_notes(folder, &all, e);
	import_left_release(&all);
	return rc;
}

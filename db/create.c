/*
 * A new database: made complete beside its place under a temporary name, and
 * only then given its own, so that an interrupted `init` leaves nothing half done.
 */
#include "db/create.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/embed.h"
#include "db/open.h"
#include "db/derived.h"
#include "db/lookup.h"
#include "db/operator.h"
#include "db/place.h"
#include "db/schema.h"
#include "src/csv.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* --- the shipped rows --- */

#define SEED_COLUMNS 32

struct seed {
	struct store *s;
	const struct reg *reg;
	const char *file;
	const struct field *columns[SEED_COLUMNS];
	size_t n;
};

static int take_header(struct seed *seed, const struct csv_row *row, struct err *e)
{
	for (seed->n = 0; seed->n < row->n && seed->n < SEED_COLUMNS; seed->n++) {
		seed->columns[seed->n] = reg_field(seed->reg, row->cells[seed->n]);
		if (!seed->columns[seed->n])
			return err_set(e, ERR_DATABASE, "%s: unknown column %s", seed->file, row->cells[seed->n]);
	}
	return 0;
}

static int take_row(struct seed *seed, const struct csv_row *row, struct err *e)
{
	void *rec = reg_new(seed->reg);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < row->n && i < seed->n; i++)
		rc = field_parse(seed->columns[i], row->cells[i], &seed->s->lookup, rec, e);
	if (rc == 0)
		rc = store_save(seed->s, seed->reg, NULL, rec, NULL, e);
	reg_free(seed->reg, rec);
	return rc;
}

static int load_file(struct store *s, const struct reg *reg, const struct embed_file *file, struct err *e)
{
	struct seed seed = { .s = s, .reg = reg, .file = file->name };
	struct csv_reader *reader = NULL;
	struct csv_row row;
	char *copy = xstrndup((const char *)file->data, file->size);
	FILE *in = fmemopen(copy, file->size, "r");
	int rc = in ? csv_open(in, CSV_UTF8, ',', &reader, e) : ERR_IO;

	if (rc == 0 && (rc = csv_next(reader, &row, e)) == 1)
		rc = take_header(&seed, &row, e);
	while (rc == 0 && (rc = csv_next(reader, &row, e)) == 1)
		rc = take_row(&seed, &row, e);
	csv_close(reader);
	if (in)
		fclose(in);
	free(copy);
	return rc;
}

static int load_register(struct store *s, const struct reg *reg, struct err *e)
{
	for (const struct embed_file *file = embed_seed; file->name; file++) {
		size_t n = strlen(reg->name);

		if (strncmp(file->name, reg->name, n) == 0 && strcmp(file->name + n, ".csv") == 0)
			return load_file(s, reg, file, e);
	}
	return err_set(e, ERR_DATABASE, "no seed file for %s", reg->name);
}

int create_seed(struct store *s, struct err *e)
{
	/* Code sets come first: the other two use them. */
	const struct reg *const order[] = { &code_reg, &rule_reg, &division_reg };
	int rc = store_begin(s, ACTION_SETUP, _("建库：代码、规则、区划"), e);

	if (rc < 0)
		return rc;
	s->seeding = true;
	for (size_t i = 0; rc == 0 && i < sizeof(order) / sizeof(order[0]); i++) {
		rc = load_register(s, order[i], e);
		if (rc == 0)
			rc = lookup_reload(s, e);
	}
	s->seeding = false;
	if (rc == 0)
		return store_commit(s, NULL, e);
	store_rollback(s);
	return rc;
}

/* --- the file --- */

/* SQLite would create the file with the umask's mode; ours is closed to others from its first byte. */
static int make_empty(const char *path, struct err *e)
{
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_set(e, ERR_IO, _("不能建立 %s：%s。"), path, strerror(errno));
	close(fd);
	return 0;
}

static int fill(struct store *s, struct err *e)
{
	int rc = open_connection(s, true, e);

	if (rc == 0)
		rc = sql_exec(s, "PRAGMA journal_mode = WAL", e);
	if (rc == 0)
		rc = schema_migrate(s, e);
	if (rc == 0)
		rc = open_finish(s, NULL, e);
	if (rc == 0)
		rc = create_seed(s, e);
	/* An empty action is enough: whoever writes first becomes the administrator. */
	if (rc == 0)
		rc = store_begin(s, ACTION_EDIT, NULL, e);
	if (rc == 0)
		rc = store_commit(s, NULL, e);
	return rc == 0 ? open_settle(s, e) : rc;
}

int store_create(const struct store_options *o, struct err *e)
{
	struct buf temporary = BUF_INIT;
	char *real;
	int rc = place_check_new(o->path, &real, e);

	if (rc < 0)
		return rc;
	place_sweep(real);
	place_temporary(real, &temporary);
	rc = make_empty(buf_str(&temporary), e);
	if (rc == 0) {
		struct store *s = open_new(o, xstrdup(buf_str(&temporary)));

		s->readonly = false;
		rc = fill(s, e);
		store_close(s);
		if (rc == 0)
			rc = place_publish(buf_str(&temporary), real, e);
		place_drop(buf_str(&temporary));
	}
	buf_release(&temporary);
	free(real);
	return rc;
}

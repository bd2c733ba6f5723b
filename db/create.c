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
#include "db/sm3.h"
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
	bool missing_only;	/* rows that are there already stay as they are */
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

/* 1: the database has a row with this key already, which may be the office's own by now. */
static int is_there(const struct seed *seed, const void *rec, struct err *e)
{
	const struct field *key = reg_key(seed->reg);
	const char *text = *(char *const *)field_const(key, rec);
	int64_t id;
	int rc = text ? lookup_key(seed->s, seed->reg, text, &id, e) : ERR_NOT_FOUND;

	return rc == ERR_NOT_FOUND ? 0 : rc < 0 ? rc : 1;
}

static int take_row(struct seed *seed, const struct csv_row *row, struct err *e)
{
	void *rec = reg_new(seed->reg);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < row->n && i < seed->n; i++)
		rc = field_parse(seed->columns[i], row->cells[i], &seed->s->lookup, rec, e);
	if (rc == 0 && seed->missing_only) {
		seed->reg->fill(&seed->s->lookup, rec, NULL);
		rc = is_there(seed, rec, e);
	}
	if (rc == 0)
		rc = store_save(seed->s, seed->reg, NULL, rec, NULL, e);
	reg_free(seed->reg, rec);
	return rc < 0 ? rc : 0;
}

static int load_file(struct store *s, const struct reg *reg, bool missing_only, const struct embed_file *file,
		     struct err *e)
{
	struct seed seed = { .s = s, .reg = reg, .file = file->name, .missing_only = missing_only };
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

static int load_register(struct store *s, const struct reg *reg, bool missing_only, struct err *e)
{
	for (const struct embed_file *file = embed_seed; file->name; file++) {
		size_t n = strlen(reg->name);

		if (strncmp(file->name, reg->name, n) == 0 && strcmp(file->name + n, ".csv") == 0)
			return load_file(s, reg, missing_only, file, e);
	}
	return err_set(e, ERR_DATABASE, "no seed file for %s", reg->name);
}

/* One action: all of it or nothing. */
static int load(struct store *s, const struct reg *const *order, size_t n, bool missing_only, struct err *e)
{
	int rc = store_begin(s, ACTION_SETUP, missing_only ? _("升级：新的代码和规则") : _("建库：代码、规则、区划"), e);

	if (rc < 0)
		return rc;
	s->seeding = true;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = load_register(s, order[i], missing_only, e);
		if (rc == 0)
			rc = lookup_reload(s, e);
	}
	s->seeding = false;
	if (rc == 0)
		return store_commit(s, NULL, e);
	store_rollback(s);
	return rc;
}

/* Which rows this program ships. */
static void shipped_print(struct buf *out)
{
	unsigned char hash[SM3_SIZE];
	struct sm3 *md = sm3_new();

	for (const struct embed_file *file = embed_seed; file->name; file++)
		sm3_add(md, file->data, file->size);
	sm3_end(md, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(out, "%02x", hash[i]);
}

static int remember_shipped(struct store *s, struct err *e)
{
	struct buf print = BUF_INIT;
	int rc;

	shipped_print(&print);
	rc = meta_set(s, "shipped", buf_str(&print), e);
	buf_release(&print);
	return rc;
}

int create_seed(struct store *s, struct err *e)
{
	/* Code sets come first: the other two use them. */
	const struct reg *const order[] = { &code_reg, &rule_reg, &division_reg };
	int rc = load(s, order, sizeof(order) / sizeof(order[0]), false, e);

	return rc == 0 ? remember_shipped(s, e) : rc;
}

int create_top_up(struct store *s, struct err *e)
{
	const struct reg *const order[] = { &code_reg, &rule_reg };
	struct buf print = BUF_INIT;
	char *known = meta_get(s, "shipped");
	int rc = 0;
	bool same;

	shipped_print(&print);
	same = known && strcmp(known, buf_str(&print)) == 0;
	buf_release(&print);
	free(known);
	if (same || s->readonly)
		return 0;
	rc = load(s, order, sizeof(order) / sizeof(order[0]), true, e);
	return rc == 0 ? remember_shipped(s, e) : rc;
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

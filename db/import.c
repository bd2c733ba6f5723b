/*
 * Importing a ledger: everything is read and judged inside one action, and
 * what is wrong is told row by row; only then it is decided whether the action stays.
 */
#include "db/import.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "db/action.h"
#include "db/import_part.h"
#include "db/lookup.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* From this many rows on it is quicker to make orders, search and counters anew; for a register with a book always. */
#ifndef IMPORT_BULK_ROWS
#define IMPORT_BULK_ROWS 20000
#endif

/* How often rows that wait for each other are tried again: as deep as a tree may be. */
#define MAX_ROUNDS 64

#define REPORT_NS INT64_C(100000000)
/* Between two looks at whether somebody wants it to stop. */
#define SETTLE_MS 5
#define BLOCK ((size_t)64 * 1024)

void import_report_release(struct import_report *r)
{
	free(r->unknown_columns);
	*r = (struct import_report){ .rows = 0 };
}

/* --- the file --- */

static int stopped(struct err *e)
{
	return err_set(e, ERR_STOPPED, _("已停止，什么都没有写入。"));
}

static bool stop_wanted(const struct store *s)
{
	return s->stop && *s->stop;
}

static bool is_regular(FILE *in)
{
	struct stat st;

	return fstat(fileno(in), &st) == 0 && S_ISREG(st.st_mode);
}

/*
 * A pipe may be slow, and the database must not be locked while it is; so it is read to its end first.  With a NUL byte it
 * is no text that could be imported, and some devices have no end.
 */
static int spool(const struct store *s, FILE *in, FILE **out, struct err *e)
{
	char block[BLOCK];
	size_t n;
	FILE *copy = tmpfile();
	bool failed = !copy, text = true;

	while (!failed && text && (n = fread(block, 1, sizeof(block), in)) > 0 && !stop_wanted(s)) {
		text = !memchr(block, '\0', n);
		failed = fwrite(block, 1, n, copy) != n;
	}
	if (!failed && !stop_wanted(s) && !ferror(in) && fseek(copy, 0, SEEK_SET) == 0) {
		*out = copy;
		return 0;
	}
	if (copy)
		fclose(copy);
	return stop_wanted(s) ? stopped(e) : err_set(e, ERR_IO, _("读不出来，或临时目录写不下；请先存成文件再导入。"));
}

/* How many lines the rest of the file has; it is then read from the same place. */
static long count_lines(FILE *in)
{
	char block[BLOCK];
	long feeds = 0, returns = 0;
	off_t from = ftello(in);
	size_t n;

	while ((n = fread(block, 1, sizeof(block), in)) > 0) {
		for (size_t i = 0; i < n; i++) {
			feeds += block[i] == '\n';
			returns += block[i] == '\r';
		}
	}
	clearerr(in);
	if (from < 0 || fseeko(in, from, SEEK_SET) < 0)
		return 0;
	return feeds > returns ? feeds : returns;
}

/* --- rows --- */

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int report_progress(struct import *im, struct err *e)
{
	struct import_progress p;
	int64_t now;

	if (stop_wanted(im->s))
		return stopped(e);
	if (!im->o->progress)
		return 0;
	now = now_ns();
	if (now < im->next_report_ns)
		return 0;
	im->next_report_ns = now + REPORT_NS;
	import_progress(im, &p);
	return im->o->progress(im->o->ctx, &p) ? stopped(e) : 0;
}

/* Spreadsheets save lines of nothing but separators below a table. */
static bool is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (row->cells[i][strspn(row->cells[i], " \t")])
			return false;
	}
	return true;
}

/* Reads a row; 1: there may be more. */
static int take_next(struct import *im, struct err *e)
{
	struct csv_row row;
	int rc = header_next_row(im, &row, e);

	if (rc < 1) {
		im->all_read = rc == 0;
		return rc < 0 ? rc : 1;
	}
	if (is_empty(&row))
		return 1;
	im->report->rows++;
	rc = row_take(im, &row, false, e);
	if (rc == ROW_WAITS) {
		kept_rows_add(&im->waiting, &row);
		im->hold = true;
	}
	return rc < 0 ? rc : 1;
}

/* --- rows that wait for each other --- */

/* Closes the gaps of those that were taken. */
static void close_gaps(struct kept_rows *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->items[i])
			w->items[n++] = w->items[i];
	}
	w->n = n;
}

/* The next round, as long as rounds help, and then a last one; false: no row waits any more.  A file with its superiors at the
 * end is done in one round from the end. */
static bool next_round(struct import *im)
{
	struct rounds *r = &im->rounds;
	bool first = !r->number && !r->on, helps;

	close_gaps(&im->waiting);
	if (!im->waiting.n || im->last_try)
		return false;
	helps = first || (im->waiting.n < r->before && r->number < MAX_ROUNDS);
	im->last_try = !helps;
	*r = (struct rounds){ .before = im->waiting.n, .n = im->waiting.n, .number = r->number + 1, .on = true,
		.backward = helps && r->number % 2 == 0 };
	return true;
}

/* Tries the next one that waits; 1: there may be more. */
static int try_waiting(struct import *im, struct err *e)
{
	struct rounds *r = &im->rounds;
	struct kept_rows *w = &im->waiting;
	size_t at;
	int rc;

	if (r->at == r->n && !next_round(im)) {
		refuse_give_held(im);
		return 0;
	}
	at = r->backward ? r->n - 1 - r->at : r->at;
	r->at++;
	rc = row_take(im, &w->items[at]->row, true, e);
	if (rc == 0) {
		free(w->items[at]);
		w->items[at] = NULL;
	}
	return rc < 0 ? rc : 1;
}

/* --- begin and end --- */

static int begin_bulk(struct import *im, struct err *e)
{
	struct buf sql = BUF_INIT;
	int64_t there;

	/* Records below a row's own may turn out wrong after it is saved, and a bulk load cannot go back. */
	if ((im->lines <= IMPORT_BULK_ROWS && !lookup_has_book(im->reg)) || im->parts_on)
		return 0;
	buf_addf(&sql, "SELECT count(*) FROM \"%s\"", im->reg->name);
	there = sql_integer(im->s, buf_str(&sql), INT64_MAX);
	buf_release(&sql);
	if (there >= im->lines)
		return 0;
	store_bulk_begin(im->s, im->reg);
	im->bulk = true;
	return refs_load(im, e);
}

static int say_refused(const struct import *im, struct err *e)
{
	const struct import_report *r = im->report;

	if (!r->refused)
		return 0;
	if (im->o->dry_run)
		return err_set(e, ERR_INVALID, _("%ld 行中有 %ld 行不能导入；这是试导入，什么都没有写入。"), r->rows,
			r->refused);
	if (im->o->partial)
		return err_set(e, ERR_INVALID, _("%ld 行中有 %ld 行没有导入，其余 %ld 行已处理。"), r->rows, r->refused,
			r->rows - r->refused);
	return err_set(e, ERR_INVALID, _("%ld 行中有 %ld 行不能导入，所以什么都没有写入；请改正后再导入，或只导入其余的行。"),
		r->rows, r->refused);
}

/* What could not be written into the file of refused rows is found here. */
static int check_errors(const struct import *im, struct err *e)
{
	FILE *f = im->o->errors;

	if (f && (fflush(f) != 0 || ferror(f)))
		return err_set(e, ERR_IO, _("被拒绝的行写不进错误文件，什么都没有写入；请检查磁盘。"));
	return 0;
}

static bool is_kept(const struct import *im)
{
	return !im->o->dry_run && (im->o->partial || !im->report->refused);
}

/* An import that has ended badly leaves nothing open. */
static int drop(struct import *im, int rc)
{
	if (rc < 0 && im->begun) {
		im->begun = false;
		store_rollback(im->s);
	}
	return rc;
}

static int settle(struct import *im, int ms, struct err *e)
{
	int64_t end = now_ns() + (int64_t)ms * 1000000;
	int rc = 0;

	if (im->bulk && !im->settled && is_kept(im)) {
		/* That it goes on otherwise is told at once. */
		im->settling = true;
		im->next_report_ns = 0;
		do {
			rc = report_progress(im, e);
			if (rc == 0)
				rc = store_bulk_step(im->s, SETTLE_MS, e);
		} while (rc == 1 && (!ms || now_ns() < end));
		im->settled = rc == 0;
	}
	return drop(im, rc);
}

static int finish(struct import *im, struct err *e)
{
	bool keep = is_kept(im);
	int rc = check_errors(im, e);

	if (rc == 0 && keep)
		rc = settle(im, 0, e);
	if (rc < 0 || !keep) {
		drop(im, ERR_STOPPED);
		return rc < 0 ? rc : say_refused(im, e);
	}
	im->begun = false;
	rc = store_commit(im->s, &im->report->action, e);
	return rc < 0 ? rc : say_refused(im, e);
}

static int begin_action(struct import *im, struct err *e)
{
	struct buf name = BUF_INIT, reason = BUF_INIT;
	int rc;

	/* Ledgers of one person are named by his number. */
	text_mask_numbers(&name, im->o->name);
	text_show(&reason, im->o->reason ? im->o->reason : buf_str(&name));
	rc = store_begin(im->s, ACTION_IMPORT, buf_str(&reason), e);
	buf_release(&name);
	buf_release(&reason);
	return rc;
}

static void release(struct import *im)
{
	csv_close(im->reader);
	header_release(&im->header);
	kept_rows_release(&im->waiting);
	refuse_release(im);
	refs_release(im);
	tell_forget_parts(im);
	free(im->told_parts);
	buf_release(&im->key);
	save_report_release(&im->saved);
	free(im->fixed);
	reg_free(im->reg, im->rec);
	reg_free(im->reg, im->base);
	reg_free(im->reg, im->probe);
}

/* The file's name stands in front of what is said about it. */
static int name_file(const char *name, int rc, struct err *e)
{
	struct buf shown = BUF_INIT, why = BUF_INIT;
	long line = e ? e->line : 0;

	if (!e || rc != ERR_INVALID)
		return rc;
	text_show(&shown, name);
	buf_adds(&why, e->text);
	err_field(e, e->code, e->field, _("%s：%s"), buf_str(&shown), buf_str(&why));
	e->line = line;
	buf_release(&shown);
	buf_release(&why);
	return rc;
}

/* --- the session --- */

static int open_file(struct import *im, FILE *in, struct err *e)
{
	int rc;

	im->lines = count_lines(in);
	rc = csv_open(in, im->o->encoding, im->o->separator, &im->reader, e);
	if (rc < 0)
		return rc;
	im->report->encoding = csv_encoding(im->reader);
	im->report->separator = csv_separator(im->reader);
	rc = header_read(im, e);
	return rc < 0 ? rc : named_map(im, e);
}

static struct import *new_import(struct store *s, const struct reg *reg, const struct import_options *o,
		struct import_report *report)
{
	struct import *im = xcalloc(1, sizeof(*im));

	*report = (struct import_report){ .rows = 0 };
	*im = (struct import){ .s = s, .reg = reg, .o = o, .report = report };
	im->rec = reg_new(reg);
	im->base = reg_new(reg);
	im->probe = reg_new(reg);
	refs_init(im);
	return im;
}

int import_open(struct store *s, const struct reg *reg, const struct import_options *o, struct import_report *report,
		struct import **out, struct err *e)
{
	struct import *im = new_import(s, reg, o, report);
	int rc = open_file(im, o->in, e);

	if (rc < 0) {
		import_close(im);
		return name_file(o->name, rc, e);
	}
	*out = im;
	return 0;
}

static int begin(struct import *im, struct err *e)
{
	int rc = header_check(im, e);

	if (rc == 0)
		rc = begin_action(im, e);
	if (rc < 0)
		return rc;
	im->begun = true;
	parts_begin(im);
	rc = store_may_write(im->s, im->reg, NULL, e);
	if (rc == ERR_DENIED && e)
		action_denied(im->s, e->text);
	if (rc == 0)
		rc = begin_bulk(im, e);
	return drop(im, rc);
}

int import_begin(struct import *im, struct err *e)
{
	return name_file(im->o->name, begin(im, e), e);
}

/* So many rows are taken between two looks at the clock. */
#define ROWS_AT_ONCE 16

static int take_some(struct import *im, struct err *e)
{
	int rc = 1;

	for (int i = 0; rc == 1 && i < ROWS_AT_ONCE; i++)
		rc = im->all_read ? try_waiting(im, e) : take_next(im, e);
	return rc;
}

static int step(struct import *im, int ms, struct err *e)
{
	int64_t end = now_ns() + (int64_t)ms * 1000000;
	int rc;

	do {
		rc = take_some(im, e);
		if (rc >= 0 && report_progress(im, e) < 0)
			rc = ERR_STOPPED;
	} while (rc == 1 && (!ms || now_ns() < end));
	return drop(im, rc);
}

int import_step(struct import *im, int ms, struct err *e)
{
	int rc = step(im, ms, e);

	return rc < 0 ? name_file(im->o->name, rc, e) : rc;
}

int import_settle(struct import *im, int ms, struct err *e)
{
	int rc = settle(im, ms, e);

	return rc < 0 ? name_file(im->o->name, rc, e) : rc;
}

void import_progress(const struct import *im, struct import_progress *p)
{
	*p = (struct import_progress){ .rows = im->report->rows, .settling = im->settling, .all = 1000 };
	if (im->settling)
		p->done = im->settled ? p->all : store_bulk_progress(im->s);
	else
		csv_progress(im->reader, &p->done, &p->all);
}

int import_end(struct import *im, struct err *e)
{
	return name_file(im->o->name, finish(im, e), e);
}

void import_close(struct import *im)
{
	if (!im)
		return;
	drop(im, ERR_STOPPED);
	release(im);
	free(im);
}

/* --- the whole --- */

static int run(struct import *im, struct err *e)
{
	int rc = begin(im, e);

	while (rc == 0 && (rc = step(im, 0, e)) == 1)
		;
	return rc < 0 ? rc : finish(im, e);
}

int import_file(struct store *s, const struct reg *reg, const struct import_options *o, struct import_report *report,
		struct err *e)
{
	struct import *im = new_import(s, reg, o, report);
	FILE *copy = NULL;
	int rc = is_regular(o->in) ? 0 : spool(s, o->in, &copy, e);

	if (rc == 0)
		rc = open_file(im, copy ? copy : o->in, e);
	if (rc == 0)
		rc = run(im, e);
	import_close(im);
	if (copy)
		fclose(copy);
	return rc < 0 ? name_file(o->name, rc, e) : 0;
}

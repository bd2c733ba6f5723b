/*
 * Ledgers in tests.
 */
#include "tests/support/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/banned.h"

/* --- import --- */

static void keep_refusal(void *ctx, const struct import_refusal *r)
{
	struct ledger *l = ctx;

	buf_addf(&l->refused, "%ld|%s|%s|%s\n", r->line, r->column, r->value, r->reason);
}

static void keep_warning(void *ctx, const struct import_refusal *r)
{
	struct ledger *l = ctx;

	buf_addf(&l->warned, "%ld|%s|%s|%s\n", r->line, r->column, r->value, r->reason);
}

static void read_all(FILE *f, struct buf *out)
{
	char block[4096];
	size_t n;

	rewind(f);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
}

static int import(struct office *o, struct ledger *l, const struct reg *reg, FILE *in)
{
	FILE *errors = l->keep_errors ? tmpfile() : NULL;
	int rc;

	err_clear(&l->e);
	buf_clear(&l->refused);
	buf_clear(&l->warned);
	buf_clear(&l->errors);
	import_report_release(&l->report);
	if (!l->o.refused) {
		l->o.refused = keep_refusal;
		l->o.ctx = l;
	}
	if (l->o.warn_rows)
		l->o.warned = keep_warning;
	l->o.errors = errors;
	l->o.in = in;
	l->o.name = l->name ? l->name : "示例台账.csv";
	rc = import_file(o->s, reg, &l->o, &l->report, &l->e);
	if (errors) {
		read_all(errors, &l->errors);
		fclose(errors);
	}
	return rc;
}

int ledger_import_bytes(struct office *o, struct ledger *l, const struct reg *reg, const void *bytes, size_t n)
{
	FILE *in = tmpfile();
	int rc;

	assert_non_null(in);
	assert_int_equal(fwrite(bytes, 1, n, in), n);
	rewind(in);
	rc = import(o, l, reg, in);

	fclose(in);
	return rc;
}

int ledger_import(struct office *o, struct ledger *l, const struct reg *reg, const char *text)
{
	return ledger_import_bytes(o, l, reg, text, strlen(text));
}

int ledger_import_path(struct office *o, struct ledger *l, const struct reg *reg, const char *path)
{
	FILE *in = fopen(path, "r");
	int rc;

	if (!in)
		fail_msg("%s is missing", path);
	rc = import(o, l, reg, in);
	fclose(in);
	return rc;
}

void ledger_release(struct ledger *l)
{
	import_report_release(&l->report);
	buf_release(&l->refused);
	buf_release(&l->warned);
	buf_release(&l->errors);
}

/* --- what became of it --- */

static int64_t actions(struct office *o)
{
	return office_number(o, "SELECT count(*) FROM action");
}

void ledger_take(struct office *o, const char *text, long added, long updated, long unchanged)
{
	struct ledger l = { .name = NULL };
	int rc = ledger_import(o, &l, &org_reg, text);

	if (rc < 0)
		fail_msg("%s\n%s", l.e.text, buf_str(&l.refused));
	assert_string_equal(buf_str(&l.refused), "");
	assert_int_equal(l.report.added, added);
	assert_int_equal(l.report.updated, updated);
	assert_int_equal(l.report.unchanged, unchanged);
	assert_int_equal(l.report.refused, 0);
	assert_int_equal(l.report.rows, added + updated + unchanged);
	assert_int_equal(l.report.action != 0, added + updated > 0);
	ledger_release(&l);
}

void ledger_said(const struct ledger *l, const char *want)
{
	const char *got = buf_str(&l->refused), *rest = want;

	while (*rest) {
		size_t n = strcspn(rest, "\n"), line = strcspn(got, "\n");
		bool begins = n > 0 && rest[n - 1] == '*';
		size_t most = begins ? n - 1 : n;

		if (strncmp(got, rest, most) != 0 || (!begins && line != n))
			fail_msg("said\n%s\nand not\n%s", buf_str(&l->refused), want);
		got += line + (got[line] == '\n');
		rest += n + (rest[n] == '\n');
	}
	if (*got)
		fail_msg("said\n%s\nand not only\n%s", buf_str(&l->refused), want);
}

void ledger_refuse(struct office *o, const char *text, const char *want)
{
	struct ledger l = { .name = NULL };
	int64_t before = actions(o), orgs = ledger_orgs(o);

	assert_int_equal(ledger_import(o, &l, &org_reg, text), ERR_INVALID);
	ledger_said(&l, want);
	assert_int_equal(l.report.action, 0);
	assert_int_equal(actions(o), before);
	assert_int_equal(ledger_orgs(o), orgs);
	ledger_release(&l);
}

void ledger_refuse_file(struct office *o, const char *text, const char *words)
{
	struct ledger l = { .name = NULL };
	int64_t before = actions(o);
	int rc = ledger_import(o, &l, &org_reg, text);

	o->e = l.e;
	office_refused(o, rc, ERR_INVALID, words);
	office_refused(o, rc, ERR_INVALID, "示例台账.csv");
	assert_string_equal(buf_str(&l.refused), "");
	assert_int_equal(l.report.action, 0);
	assert_int_equal(actions(o), before);
	ledger_release(&l);
}

int64_t ledger_orgs(struct office *o)
{
	return office_number(o, "SELECT count(*) FROM org");
}

void ledger_field(struct office *o, const char *code, const char *field, const char *want)
{
	const struct lookup *l = store_lookup(o->s);
	int64_t id;
	char *text;

	if (l->ref_find(l->ctx, &org_reg, code, &id, &o->e) < 0)
		fail_msg("%s", o->e.text);
	text = office_field(o, id, field);
	assert_string_equal(text, want);
	free(text);
}

/* --- export --- */

void ledger_export(struct office *o, const struct reg *reg, const struct export_options *options, struct buf *out)
{
	struct view v = { .reg = reg, .all = true };
	FILE *f = tmpfile();
	long rows;

	assert_non_null(f);
	if (export_view(o->s, &v, options, f, &rows, &o->e) < 0)
		fail_msg("%s", o->e.text);
	read_all(f, out);
	fclose(f);
}

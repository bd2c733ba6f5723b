/*
 * Ledgers with anything in them: what a trial run foretells happens, what is refused changes
 * nothing, and undo brings back exactly what was there.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/import.h"
#include "db/journal.h"
#include "src/mem.h"
#include "tests/support/fuzz.h"
#include "tests/support/torture.h"
#include "src/banned.h"

#define BRANCHES 6
#define ROUNDS_PER_DATABASE 100

static const char *const ledgers[] = {
	"编码,全称,类别,上级组织,书记\nN1,中共示例N1支部委员会,党支部,T0,示例才仁\nN2,中共示例N2支部委员会,党支部,N1,\n",
	"编码,书记,正式党员数,成立时间\nT1,示例卓玛,12,2001-07-01\nT2,,3,2001年7月\nT3,示例·扎西,x,2001-02-30\n",
	"党组织名称\t党组织编码\t组织类别\t上级党组织\n中共示例N3支部委员会\tN3\t631\t中共示例T0支部委员会\n",
	"示例台账\n\n单位;编码;全称;类别;党员\n示例;N4;中共示例N4支部委员会;联合党支部;5\n;T0;;;\n",
	"code,name,category,superior,note\nT4,,,T5,\"两\n行\"\nT5,,,T4,\n", "编码,全称,类别\nT1,中共示例T2支部委员会,党支部\n",
	"编码,联系电话\nT0,13900000000\nT1,0977-8220000\n", "编码\nT0\nT0\n", "全称,书记\n中共示例T2支部委员会,示例甲\n", NULL,
};

/* --- one import --- */

struct trial {
	int rc;
	struct import_report report;
	long said;
	char *unsafe;		/* the first text that no terminal should get, or NULL */
};

static void look_at(struct trial *trial, const char *text)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, text);
	if (strcmp(buf_str(&shown), text) != 0 && !trial->unsafe)
		trial->unsafe = xstrdup(text);
	buf_release(&shown);
}

static void look_at_refusal(void *ctx, const struct import_refusal *r)
{
	struct trial *trial = ctx;

	look_at(trial, r->reason);
	look_at(trial, r->value);
	look_at(trial, r->column);
	trial->said++;
}

static void import_once(struct store *s, const uint8_t *data, size_t n, struct import_options *o, struct trial *out)
{
	struct err e = ERR_INIT;
	void *copy = memcpy(xmalloc(n + 1), data, n);

	*out = (struct trial){ .rc = 0 };
	o->in = n ? fmemopen(copy, n, "r") : fopen("/dev/null", "r");
	o->name = "示例.csv";
	o->refused = look_at_refusal;
	o->ctx = out;
	out->rc = import_file(s, &org_reg, o, &out->report, &e);
	look_at(out, e.text);
	if (out->rc < 0 && !e.text[0] && !out->unsafe)
		out->unsafe = xstrdup("(nothing)");
	fclose(o->in);
	free(copy);
}

/* All organizations but for their versions, and how many actions there are. */
static char *orgs_of(const char *path, bool with_actions)
{
	static const char sql[] = "SELECT json_array(id, retired_on, code, name, short_name, category, superior, domain, division,"
				  " founded, dissolved, unit_situation, units, unit_nature, credit_code, secretary,"
				  " secretary_phone, committee_size, contact, phone, full_members, probationary_members,"
				  " term_from, term_to, election_method, stars, centre, note) FROM org ORDER BY id";
	sqlite3_stmt *stmt = NULL;
	struct buf b = BUF_INIT;
	sqlite3 *db;

	sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
	for (int i = 0; i < 1 + with_actions; i++) {
		sqlite3_prepare_v2(db, i ? "SELECT count(*) FROM action" : sql, -1, &stmt, NULL);
		while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
			buf_addf(&b, "%s\n", (const char *)sqlite3_column_text(stmt, 0));
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
	return buf_detach(&b);
}

static int compare(const struct torture *t, int round, const char *what, char *before, char *after)
{
	int failed = 0;

	if (strcmp(before, after) != 0)
		failed = torture_failed(t, "import", round, "%s:\n%s--- and not\n%s", what, after, before);
	free(after);
	return failed;
}

static int undo_it(const struct torture *t, int round, struct store *s, int64_t action)
{
	struct undo_plan plan;
	struct err e = ERR_INIT;
	int rc = journal_plan_undo(s, action, &plan, &e);

	if (rc == 0)
		rc = journal_undo(s, &plan, false, NULL, &e);
	undo_plan_release(&plan);
	return rc < 0 ? torture_failed(t, "import", round, "undo: %s", e.text) : 0;
}

static void keep_first(void *ctx, const char *text)
{
	struct buf *b = ctx;

	if (!b->len)
		buf_adds(b, text);
}

static int check_sound(const struct torture *t, int round, struct store *s)
{
	struct buf said = BUF_INIT;
	struct err e = ERR_INIT;
	int64_t problems = 0;
	int failed = 0;

	if (journal_verify(s, keep_first, &said, &problems, &e) < 0 || problems)
		failed = torture_failed(t, "import", round, "verify: %s%s", buf_str(&said), e.text);
	buf_release(&said);
	return failed;
}

static int check_reports(const struct torture *t, int round, const struct trial *dry, const struct trial *real)
{
	const struct import_report *a = &dry->report, *b = &real->report;

	if (dry->rc != real->rc || a->rows != b->rows || a->added != b->added || a->updated != b->updated ||
	    a->unchanged != b->unchanged || a->refused != b->refused || dry->said != real->said)
		return torture_failed(t, "import", round,
				      "foretold %d: %ld rows, %ld new, %ld changed, %ld same, %ld refused;"
				      " it was %d: %ld, %ld, %ld, %ld, %ld", dry->rc, a->rows, a->added, a->updated,
				      a->unchanged, a->refused, real->rc, b->rows, b->added, b->updated, b->unchanged,
				      b->refused);
	if (real->unsafe)
		return torture_failed(t, "import", round, "it said: %s", real->unsafe);
	if (a->action)
		return torture_failed(t, "import", round, "a trial run left an action");
	return 0;
}

static int import_round(const struct torture *t, int round, struct store *s)
{
	struct dice d = dice_of(t, round);
	struct import_options o = { .dry_run = true, .partial = dice_roll(&d, 3) == 0 };
	char *before = orgs_of(store_path(s), true), *orgs = orgs_of(store_path(s), false);
	struct trial dry, real;
	size_t n;
	const uint8_t *data = fuzz_input(ledgers, &d, &n);
	int failed;

	import_once(s, data, n, &o, &dry);
	failed = compare(t, round, "a trial run changed something", before, orgs_of(store_path(s), true));
	o.dry_run = false;
	import_once(s, data, n, &o, &real);
	if (!failed)
		failed = check_reports(t, round, &dry, &real);
	if (!failed && !real.report.action)
		failed = compare(t, round, "nothing was imported, but", before, orgs_of(store_path(s), true));
	else if (!failed)
		failed = check_sound(t, round, s) || undo_it(t, round, s, real.report.action) ||
			 compare(t, round, "undo left", orgs, orgs_of(store_path(s), false));
	import_report_release(&dry.report);
	import_report_release(&real.report);
	free(dry.unsafe);
	free(real.unsafe);
	free(before);
	free(orgs);
	return failed;
}

int torture_import(const struct torture *t)
{
	char *path = torture_path(t, "import.db");
	struct store *s = NULL;
	struct err e = ERR_INIT;
	int failed = 0;

	for (int i = 0; i < t->rounds && !failed; i++) {
		if (i % ROUNDS_PER_DATABASE == 0) {
			store_close(s);
			torture_remove(path);
			torture_make(path, BRANCHES);
			s = torture_open(path, &e);
		}
		failed = s ? import_round(t, t->first + i, s) : torture_failed(t, "import", i, "%s", e.text);
	}
	if (s && !failed)
		failed = check_sound(t, t->first + t->rounds, s);
	store_close(s);
	if (!failed)
		torture_remove(path);
	free(path);
	return failed;
}

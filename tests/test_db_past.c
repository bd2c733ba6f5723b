/*
 * The past: what the database was at a moment is what it shows there, whatever has happened since.
 */
#include "db/past.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>

#include "db/export.h"
#include "db/internal.h"
#include "db/journal.h"
#include "db/read.h"
#include "db/tree.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(const struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* ---- What a store shows, as text --------------------------------------------------------------- */

struct dump {
	struct store *s;
	const struct reg *reg;
	struct buf text;
};

static void add_branch(struct dump *d, int64_t id)
{
	struct branch b;

	if (reg_tree(d->reg) && store_branch(d->s, d->reg, id, &b, NULL) == 0)
		buf_addf(&d->text, "|%lld %lld", (long long)b.n, (long long)b.sums[0]);
}

static int add_record(void *ctx, const void *rec)
{
	struct dump *d = ctx;
	const struct rec *r = rec;

	buf_addf(&d->text, "%lld|", (long long)r->id);
	date_format(&d->text, r->retired_on);
	buf_addf(&d->text, "|%s", r->retired_reason ? r->retired_reason : "");
	for (size_t i = 0; i < d->reg->nfields; i++) {
		buf_addc(&d->text, '|');
		field_format(&d->reg->fields[i], rec, store_lookup(d->s), STYLE_EDIT, &d->text);
	}
	add_branch(d, r->id);
	buf_addc(&d->text, '\n');
	return 0;
}

static void add_view(struct dump *d, const struct view *v)
{
	struct count c = { .cap = 0 };
	struct err e = ERR_INIT;

	if (store_each(d->s, v, add_record, d, &e) < 0 || store_count(d->s, v, &c, &e) < 0)
		fail_msg("%s", e.text);
	buf_addf(&d->text, "%s: %lld\n", d->reg->name, (long long)c.n);
}

static void add_found(struct dump *d, const char *words)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = d->reg, .query = &q };
	struct err e = ERR_INIT;

	if (query_parse(d->reg, words, store_lookup(d->s), &q, &e) < 0)
		fail_msg("%s", e.text);
	add_view(d, &v);
	query_release(&q);
}

static void add_figures(struct dump *d)
{
	for (size_t i = 0; i < d->reg->nfigures; i++) {
		int64_t n = -1;

		if (!d->reg->figures[i].by)
			store_figure(d->s, d->reg, &d->reg->figures[i], &n, NULL);
		buf_addf(&d->text, "%s %lld\n", d->reg->figures[i].key, (long long)n);
	}
}

static void add_value(void *ctx, const char *value, int64_t n)
{
	struct dump *d = ctx;

	buf_addf(&d->text, "%s %lld\n", value ? value : "", (long long)n);
}

/* Everything: all records, in two orders, what words find, sums, counters and figures. */
static char *dump(struct store *s)
{
	struct dump d = { .s = s };

	for (size_t i = 0; i < registers_n; i++) {
		const struct reg *reg = registers[i];
		struct view all = { .reg = reg, .all = true }, named = { .reg = reg, .sort = reg_label(reg), .descending = true };

		d.reg = reg;
		add_view(&d, &all);
		if (reg != &division_reg && field_is_sortable(reg_label(reg)))
			add_view(&d, &named);
		add_figures(&d);
	}
	d.reg = &org_reg;
	add_found(&d, "支部");
	add_found(&d, "zb");
	store_tallies(s, &org_reg, reg_field(&org_reg, "category"), add_value, &d, NULL);
	return buf_detach(&d.text);
}

static int64_t next_action(struct office *o, int64_t after)
{
	struct buf sql = BUF_INIT;
	int64_t id;

	buf_addf(&sql, "SELECT coalesce(min(id), 0) FROM action WHERE id > %lld", (long long)after);
	id = office_number(o, buf_str(&sql));
	buf_release(&sql);
	return id;
}

static int64_t newest(struct office *o)
{
	return office_number(o, "SELECT max(id) FROM action");
}

/* The store as it was behind this action. */
static struct store *past_behind(struct office *o, int64_t action)
{
	struct past_want want = { .moment = { date_today(), MOMENT_END }, .before = next_action(o, action) };
	struct store *past;

	must(o, past_open(o->s, &want, &past, &o->e));
	return past;
}

static void keep_first(void *ctx, const char *text)
{
	struct buf *b = ctx;

	if (!b->len)
		buf_adds(b, text);
}

/* Chain, records, counters and orders of the past agree with each other as those of any database. */
static void assert_sound(struct store *s)
{
	struct buf first = BUF_INIT;
	struct err e = ERR_INIT;
	int64_t problems = -1;

	if (journal_verify(s, keep_first, &first, &problems, &e) < 0)
		fail_msg("%s", e.text);
	if (problems)
		fail_msg("%s", buf_str(&first));
	buf_release(&first);
}

static void assert_same(const char *is, const char *was)
{
	size_t line = 0, i = 0;

	for (; is[i] && is[i] == was[i]; i++)
		line = is[i] == '\n' ? i + 1 : line;
	if (is[i] != was[i])
		fail_msg("the past shows\n%.300s\nwhere there was\n%.300s", is + line, was + line);
}

/* ---- A random history -------------------------------------------------------------------------- */

#define STEPS 40
#define MOST 64

struct life {
	struct office *o;
	uint64_t dice;
	int64_t ids[MOST];
	size_t n;
	int codes;
};

static unsigned int roll(struct life *l, unsigned int sides)
{
	l->dice ^= l->dice << 13;
	l->dice ^= l->dice >> 7;
	l->dice ^= l->dice << 17;
	return (unsigned int)((l->dice >> 11) % sides);
}

static int64_t any(struct life *l)
{
	return l->ids[roll(l, (unsigned int)l->n)];
}

static char *code_of(struct life *l, int64_t id)
{
	return office_field(l->o, id, "code");
}

static void create(struct life *l)
{
	struct org *org;
	char code[16];

	if (l->n == MOST)
		return;
	snprintf(code, sizeof(code), "X%02d", l->codes++);
	org = office_new_org(code, l->n > 3 ? any(l) : 0);
	if (store_save_one(l->o->s, &org_reg, NULL, org, NULL, NULL) == 0)
		l->ids[l->n++] = org->rec.id;
	reg_free(&org_reg, org);
}

static void edit(struct life *l)
{
	static const char *const fields[] = { "name", "short_name", "full_members", "secretary", "note", "founded" };
	const char *field = fields[roll(l, 6)];
	char text[40];

	snprintf(text, sizeof(text), "第%u党支部", roll(l, 90));
	if (strcmp(field, "full_members") == 0)
		snprintf(text, sizeof(text), "%u", roll(l, 49) + 3);
	else if (strcmp(field, "founded") == 0)
		snprintf(text, sizeof(text), "20%02u-02-0%u", roll(l, 20), roll(l, 9) + 1);
	office_edit(l->o, any(l), field, text);
}

/* Refused where that would be a circle, which is as good as any other history. */
static void hang_elsewhere(struct life *l)
{
	char *code = code_of(l, any(l));

	office_edit(l->o, any(l), "superior", code);
	free(code);
}

/* Two codes change places in one action, by way of a third: on the way back too, no code may stand there twice. */
static void swap_codes(struct life *l)
{
	int64_t a = any(l), b = any(l);
	char *one = code_of(l, a), *other = code_of(l, b), third[16];

	snprintf(third, sizeof(third), "Y%02d", l->codes++);
	office_edit(l->o, a, "code", third);
	office_edit(l->o, b, "code", one);
	office_edit(l->o, a, "code", other);
	free(one);
	free(other);
}

static void retire(struct life *l)
{
	int64_t id = any(l);
	struct org *org = office_org(l->o, id);
	struct store *s = l->o->s;
	bool retired = org && !date_is_empty(org->rec.retired_on);
	int rc;

	reg_free(&org_reg, org);
	must(l->o, store_begin(s, ACTION_EDIT, "整顿", &l->o->e));
	rc = retired ? store_revive(s, &org_reg, id, "回来", NULL) : store_retire(s, &org_reg, id, "撤并", NULL);
	if (rc == 0)
		must(l->o, store_commit(s, NULL, &l->o->e));
	else
		store_rollback(s);
}

static void take_back(struct life *l)
{
	struct undo_plan plan;
	bool again = roll(l, 3) == 0;
	int rc = again ? journal_plan_redo(l->o->s, 0, &plan, NULL) : journal_plan_undo(l->o->s, 0, &plan, NULL);

	if (rc == 0 && again)
		journal_redo(l->o->s, &plan, false, NULL, NULL);
	else if (rc == 0)
		journal_undo(l->o->s, &plan, false, NULL, NULL);
	undo_plan_release(&plan);
	/* What undo took away nobody can edit. */
	for (size_t i = 0; i < l->n;) {
		struct org *org = reg_new(&org_reg);

		if (store_get(l->o->s, &org_reg, l->ids[i], org, NULL) < 0)
			l->ids[i] = l->ids[--l->n];
		else
			i++;
		reg_free(&org_reg, org);
	}
	if (!l->n)
		create(l);
}

static void rename_code(struct life *l)
{
	struct code_row *base = reg_new(&code_reg), *row = reg_new(&code_reg);
	char label[32];

	must(l->o, store_get(l->o->s, &code_reg, 1 + roll(l, 8), base, &l->o->e));
	reg_copy(&code_reg, row, base);
	snprintf(label, sizeof(label), "代码%u", roll(l, 1000));
	free(row->label);
	row->label = xstrdup(label);
	must(l->o, store_save_one(l->o->s, &code_reg, base, row, NULL, &l->o->e));
	reg_free(&code_reg, base);
	reg_free(&code_reg, row);
}

static void step(struct life *l)
{
	static void (*const deeds[])(struct life *l) = {
		create, create, edit, edit, edit, hang_elsewhere, hang_elsewhere, swap_codes, retire, take_back, rename_code,
	};

	deeds[roll(l, sizeof(deeds) / sizeof(deeds[0]))](l);
}

/* Whatever was done in whatever order: each state that was is shown again exactly, and is sound in itself. */
static void live(struct office *o, uint64_t seed)
{
	struct life l = { .o = o, .dice = seed };
	int64_t at[STEPS];
	char *was[STEPS];

	for (int i = 0; i < 5; i++)
		create(&l);
	for (int i = 0; i < STEPS; i++) {
		step(&l);
		at[i] = newest(o);
		was[i] = dump(o->s);
	}
	for (int i = 0; i < STEPS; i++) {
		struct store *past = past_behind(o, at[i]);
		char *is = dump(past);

		assert_same(is, was[i]);
		if (i % 7 == 0)
			assert_sound(past);
		store_close(past);
		free(is);
		free(was[i]);
	}
}

static void test_db_past__every_state_that_was_is_shown_again(void **state)
{
	live(*state, 20260315);
}

static void test_db_past__every_state_of_another_history_too(void **state)
{
	live(*state, 7);
}

/* ---- Kinds of change --------------------------------------------------------------------------- */

static void assert_past_field(struct store *past, int64_t id, const char *field, const char *want)
{
	struct org *org = reg_new(&org_reg);
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;

	if (store_get(past, &org_reg, id, org, &e) < 0)
		fail_msg("%s", e.text);
	field_format(reg_field(&org_reg, field), org, store_lookup(past), STYLE_EDIT, &text);
	assert_string_equal(buf_str(&text), want);
	buf_release(&text);
	reg_free(&org_reg, org);
}

static int64_t found(struct store *s, const char *words)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = &org_reg, .query = &q };
	struct count c = { .cap = 0 };
	struct err e = ERR_INIT;

	if (query_parse(&org_reg, words, store_lookup(s), &q, &e) < 0 || store_count(s, &v, &c, &e) < 0)
		fail_msg("%s", e.text);
	query_release(&q);
	return c.n;
}

static void test_db_past__a_name_of_old_finds_and_the_new_one_does_not(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0), then;
	struct store *past;

	office_must_edit(o, id, "name", "青山村党支部");
	then = newest(o);
	office_must_edit(o, id, "name", "绿水村党支部");
	past = past_behind(o, then);
	assert_int_equal(found(past, "青山村"), 1);
	assert_int_equal(found(past, "qsc"), 1);
	assert_int_equal(found(past, "绿水村"), 0);
	assert_int_equal(found(o->s, "绿水村"), 1);
	assert_past_field(past, id, "name", "青山村党支部");
	store_close(past);
}

static void test_db_past__organizations_that_changed_places_in_the_tree_change_back(void **state)
{
	struct office *o = *state;
	int64_t top = office_branch(o, "T", 0), a = office_branch(o, "A", top), b = office_branch(o, "B", a), then;
	struct store *past;
	struct branch sums;

	then = newest(o);
	office_must_edit(o, b, "superior", "T");
	office_must_edit(o, a, "superior", "B");
	past = past_behind(o, then);
	assert_past_field(past, b, "superior", "中共示例A支部委员会 A");
	must(o, store_branch(past, &org_reg, a, &sums, &o->e));
	assert_int_equal(sums.n, 1);
	must(o, store_branch(past, &org_reg, top, &sums, &o->e));
	assert_int_equal(sums.n, 2);
	assert_sound(past);
	store_close(past);
}

static void test_db_past__of_many_new_records_none_is_there(void **state)
{
	struct office *o = *state;
	int64_t then, before = office_number(o, "SELECT count(*) FROM org");
	char code[16], *was = dump(o->s), *is;
	struct store *past;

	then = newest(o);
	must(o, store_begin(o->s, ACTION_IMPORT, "导入", &o->e));
	for (int i = 0; i < 1200; i++) {
		struct org *org;

		snprintf(code, sizeof(code), "N%04d", i);
		org = office_new_org(code, 0);
		must(o, store_save(o->s, &org_reg, NULL, org, NULL, &o->e));
		reg_free(&org_reg, org);
	}
	must(o, store_commit(o->s, NULL, &o->e));
	past = past_behind(o, then);
	is = dump(past);
	assert_same(is, was);
	assert_int_equal(office_number(o, "SELECT count(*) FROM org"), before + 1200);
	assert_sound(past);
	store_close(past);
	free(is);
	free(was);
}

/* ---- Moments ----------------------------------------------------------------------------------- */

/* As if the action had been done at that time; the chain is of no interest here. */
static void date_action(struct office *o, int64_t action, const char *local)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "UPDATE action SET at = CAST(strftime('%%s', '%s', 'utc') AS INTEGER) * 1000 + %d WHERE id = %lld", local,
		 strlen(local) > 19 ? (int)strtol(local + 20, NULL, 10) : 0, (long long)action);
	office_meddle(o, buf_str(&sql));
	buf_release(&sql);
}

/* Three names on three days (local time); what stands there before them is of 2024-01-01. */
static int64_t three_names(struct office *o, const char *first, const char *second, const char *third)
{
	int64_t id = office_branch(o, "A1", 0);
	const char *const days[] = { first, second, third }, *const names[] = { "甲支部", "乙支部", "丙支部" };
	struct buf sql = BUF_INIT;

	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-01-01 08:00:00', 'utc') AS INTEGER) * 1000");
	for (int i = 0; i < 3; i++) {
		office_must_edit(o, id, "name", names[i]);
		date_action(o, newest(o), days[i]);
	}
	buf_release(&sql);
	return id;
}

static void assert_name_on(struct office *o, int64_t id, const char *typed, const char *want)
{
	struct past_want w = { .before = 0 };
	struct store *past;

	must(o, past_parse(o->s, typed, &w.moment, &o->e));
	must(o, past_open(o->s, &w, &past, &o->e));
	assert_past_field(past, id, "name", want);
	assert_int_equal(date_compare(store_lookup(past)->today, w.moment.day), 0);
	store_close(past);
}

static void test_db_past__a_day_is_over_at_midnight(void **state)
{
	struct office *o = *state;
	int64_t id = three_names(o, "2024-02-28 23:59:59", "2024-02-29 23:59:59", "2024-03-01 00:00:00");

	assert_name_on(o, id, "2024-02-27", "中共示例A1支部委员会");
	assert_name_on(o, id, "2024-02-28", "甲支部");
	assert_name_on(o, id, "2024-02-29", "乙支部");
	assert_name_on(o, id, "2024-02", "乙支部");
	assert_name_on(o, id, "2024-03-01", "丙支部");
	assert_name_on(o, id, "2024", "丙支部");
}

static void test_db_past__minutes_seconds_and_what_comes_in_one_second(void **state)
{
	struct office *o = *state;
	int64_t id = three_names(o, "2024-05-06 10:12:30.100", "2024-05-06 10:12:30.900", "2024-05-06 10:13:00");
	int64_t third = newest(o);
	struct past_want w = { .moment = { { 2024, 5, 6 }, MOMENT_END }, .before = third };
	struct store *past;

	assert_name_on(o, id, "2024-05-06 10:12:29", "中共示例A1支部委员会");
	assert_name_on(o, id, "2024-05-06 10:12:30", "乙支部");
	assert_name_on(o, id, "2024-05-06 10:12", "乙支部");
	assert_name_on(o, id, "2024-05-06 10:13", "丙支部");
	w.before = office_number(o, "SELECT max(id) FROM action WHERE id < (SELECT max(id) FROM action)");
	must(o, past_open(o->s, &w, &past, &o->e));
	assert_past_field(past, id, "name", "甲支部");
	store_close(past);
}

/* A clock without a battery says 2009 for an hour, one that was set wrongly 2099: the order of the chain decides. */
static void test_db_past__a_clock_that_was_wrong_does_not_mix_the_order(void **state)
{
	struct office *o = *state;
	int64_t id = three_names(o, "2024-05-06 10:00:00", "2009-01-01 00:00:00", "2024-05-08 10:00:00");

	assert_name_on(o, id, "2024-05-05", "中共示例A1支部委员会");
	assert_name_on(o, id, "2024-05-07", "乙支部");
	date_action(o, office_number(o, "SELECT max(id) FROM action WHERE id < (SELECT max(id) FROM action)"),
		    "2099-01-01 00:00:00");
	assert_name_on(o, id, "2024-05-08", "丙支部");
}

static void test_db_past__before_the_first_action_and_after_today_there_is_nothing(void **state)
{
	struct office *o = *state;
	struct moment m;

	three_names(o, "2024-05-06 10:00:00", "2024-05-07 10:00:00", "2024-05-08 10:00:00");
	office_refused(o, past_parse(o->s, "2023-12-31", &m, &o->e), ERR_INVALID, "2024-01-01/建库");
	office_refused(o, past_parse(o->s, "2999-01-01", &m, &o->e), ERR_INVALID, "2999-01-01/还没有到");
	office_refused(o, past_parse(o->s, "2023-02-29", &m, &o->e), ERR_INVALID, "2023-02-29");
	office_refused(o, past_parse(o->s, "上个世纪", &m, &o->e), ERR_INVALID, "上个世纪");
	office_refused(o, past_parse(o->s, "", &m, &o->e), ERR_INVALID, "日期");
}

/* ---- What it may not, and what it leaves ------------------------------------------------------- */

static size_t files_in(const char *dir)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void test_db_past__nothing_can_be_written_there(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct store *past = past_behind(o, newest(o));
	struct org *base = office_org(o, id);
	struct undo_plan plan;

	assert_true(store_is_readonly(past));
	office_refused(o, store_may_write(past, &org_reg, base, &o->e), ERR_DENIED, "历史/只能看");
	office_refused(o, store_may_retire(past, &org_reg, base, &o->e), ERR_DENIED, "历史/只能看");
	office_refused(o, store_begin(past, ACTION_EDIT, NULL, &o->e), ERR_DENIED, "历史/只能看");
	must(o, journal_plan_undo(past, 0, &plan, &o->e));
	office_refused(o, journal_undo(past, &plan, true, NULL, &o->e), ERR_DENIED, "历史/只能看");
	undo_plan_release(&plan);
	assert_false(store_idle(past, 100));
	reg_free(&org_reg, base);
	store_close(past);
}

static void test_db_past__what_leaves_it_is_journaled_in_the_present(void **state)
{
	struct office *o = *state;
	struct store *past = past_behind(o, (office_branch(o, "A1", 0), newest(o)));
	struct export_options options = { .format = EXPORT_CSV };
	struct view v = { .reg = &org_reg };
	long rows;
	char *reason;

	must(o, export_file(past, &v, &options, office_file(o, "past.csv"), &rows, &o->e));
	reason = office_text(o, "SELECT reason FROM action WHERE kind = 'export'");
	assert_non_null(strstr(reason, "历史"));
	free(reason);
	must(o, journal_note(past, ACTION_REVEAL, "看了", &o->e));
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'reveal'"), 1);
	store_close(past);
	office_sound(o);
}

static void test_db_past__no_copy_stays_behind_and_others_go_on_writing(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	size_t files = files_in(o->dir);
	struct store *past = past_behind(o, newest(o));

	assert_int_equal(files_in(o->dir), files);
	office_must_edit(o, id, "name", "后来的支部");
	assert_past_field(past, id, "name", "中共示例A1支部委员会");
	store_close(past);
	assert_int_equal(files_in(o->dir), files);
	office_sound(o);
}

static void test_db_past__it_can_be_stopped(void **state)
{
	struct office *o = *state;
	struct past_progress progress = { .stop = 1 };
	struct past_want want = { .moment = { date_today(), MOMENT_END }, .before = newest(o), .progress = &progress };
	size_t files = files_in(o->dir);
	struct store *past;

	office_refused(o, past_open(o->s, &want, &past, &o->e), ERR_STOPPED, "停止");
	assert_null(past);
	assert_int_equal(files_in(o->dir), files);
	office_sound(o);
}

int main(void)
{
#define OFFICE(test) cmocka_unit_test_setup_teardown(test, office_setup, office_teardown)
	const struct CMUnitTest tests[] = {
		OFFICE(test_db_past__every_state_that_was_is_shown_again),
		OFFICE(test_db_past__every_state_of_another_history_too),
		OFFICE(test_db_past__a_name_of_old_finds_and_the_new_one_does_not),
		OFFICE(test_db_past__organizations_that_changed_places_in_the_tree_change_back),
		OFFICE(test_db_past__of_many_new_records_none_is_there),
		OFFICE(test_db_past__a_day_is_over_at_midnight),
		OFFICE(test_db_past__minutes_seconds_and_what_comes_in_one_second),
		OFFICE(test_db_past__a_clock_that_was_wrong_does_not_mix_the_order),
		OFFICE(test_db_past__before_the_first_action_and_after_today_there_is_nothing),
		OFFICE(test_db_past__nothing_can_be_written_there),
		OFFICE(test_db_past__what_leaves_it_is_journaled_in_the_present),
		OFFICE(test_db_past__no_copy_stays_behind_and_others_go_on_writing),
		OFFICE(test_db_past__it_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}

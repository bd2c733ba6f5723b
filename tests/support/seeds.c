/*
 * Reads the files of db/seed/ through the registers' own fields, as a new database does.
 */
#include "tests/support/seeds.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/csv.h"
#include "src/mem.h"
#include "src/banned.h"

#define COLUMNS_MAX 40

static const void *find_id(const struct seeds *s, const struct reg *reg, int64_t id)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct rec *rec = s->records[i].rec;

		if (s->records[i].reg == reg && rec->id == id)
			return rec;
	}
	return NULL;
}

static bool is_called(const struct reg *reg, const char *field, const void *rec, const char *typed)
{
	struct buf text = BUF_INIT;
	bool same;

	field_format(reg_field(reg, field), rec, NULL, STYLE_DATA, &text);
	same = strcmp(buf_str(&text), typed) == 0;
	buf_release(&text);
	return same;
}

static int fake_ref_find(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	const struct seeds *s = ctx;
	int64_t number = reg->key_is_id ? strtoll(typed, NULL, 10) : 0;
	struct buf shown = BUF_INIT;

	if (number != 0 && find_id(s, reg, number) != NULL) {
		*id = number;
		return 0;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct rec *rec = s->records[i].rec;

		if (s->records[i].reg == reg &&
			(is_called(reg, reg->key, rec, typed) || is_called(reg, reg->label, rec, typed))) {
			*id = rec->id;
			return 0;
		}
	}
	text_show(&shown, typed);
	err_set(e, ERR_NOT_FOUND, "no %s is called %s", reg->name, buf_str(&shown));
	buf_release(&shown);
	return ERR_NOT_FOUND;
}

static int fake_ref_format(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	const void *rec = find_id(ctx, reg, id);

	if (rec == NULL)
		return ERR_NOT_FOUND;
	field_format(reg_field(reg, style == STYLE_DATA ? reg->key : reg->label), rec, NULL, STYLE_DATA, out);
	return 0;
}

static int fake_ref_get(void *ctx, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	const void *found = find_id(ctx, reg, id);

	if (found == NULL)
		return err_set(e, ERR_NOT_FOUND, "no %s has that number", reg->name);
	reg_copy(reg, rec, found);
	return 0;
}

void seeds_add(struct seeds *s, const struct reg *reg, const void *rec)
{
	if (s->n == s->cap) {
		s->cap = s->cap != 0 ? 2 * s->cap : 512;
		s->records = xreallocarray(s->records, s->cap, sizeof(s->records[0]));
	}
	s->records[s->n++] = (struct seeded){ .reg = reg, .rec = rec };
}

void seeds_set_rule(struct seeds *s, const char *name, enum rule_level level, int64_t param)
{
	bool found = false;

	for (size_t i = 0; i < s->rules.n; i++) {
		if (strcmp(s->rules.items[i].name, name) != 0)
			continue;
		s->rules.items[i].level = level;
		s->rules.items[i].param = param;
		found = true;
	}
	assert_true(found);
}

static size_t read_header(const struct reg *reg, const struct csv_row *row, const struct field **fields)
{
	assert_true(row->n <= COLUMNS_MAX);
	for (size_t i = 0; i < row->n; i++) {
		fields[i] = reg_field(reg, row->cells[i]);
		if (fields[i] == NULL)
			fail_msg("%s has no field %s", reg->name, row->cells[i]);
	}
	return row->n;
}

void seeds_each(
	const char *file, const struct reg *reg, void (*fn)(void *ctx, const struct seed_row *row), void *ctx)
{
	const struct field *fields[COLUMNS_MAX] = { NULL };
	struct buf path = BUF_INIT;
	struct err e = ERR_INIT;
	struct csv_reader *reader;
	struct csv_row row;
	FILE *in;
	size_t n;

	buf_addf(&path, "db/seed/%s", file);
	in = fopen(buf_str(&path), "r");
	if (in == NULL)
		fail_msg("%s: %s", buf_str(&path), strerror(errno));
	assert_int_equal(csv_open(in, CSV_UTF8, ',', &reader, &e), 0);
	assert_int_equal(csv_next(reader, &row, &e), 1);
	n = read_header(reg, &row, fields);
	while (csv_next(reader, &row, &e) == 1) {
		if (row.n != n)
			fail_msg("%s, line %ld: %zu cells, the header has %zu", file, row.line, row.n, n);
		fn(ctx, &(struct seed_row){ reg, fields, row.cells, n, row.line });
	}
	assert_int_equal(e.code, 0);
	csv_close(reader);
	fclose(in);
	buf_release(&path);
}

void type_in(struct seeds *s, const struct reg *reg, void *rec, const char *field, const char *text)
{
	const struct field *f = reg_field(reg, field);
	struct err e = ERR_INIT;

	if (f == NULL)
		fail_msg("%s has no field %s", reg->name, field);
	if (field_parse(f, text, &s->lookup, rec, &e) != 0)
		fail_msg("%s", e.text);
}

static void read_row(struct seeds *s, const struct seed_row *row, void *rec)
{
	reg_init(row->reg, rec);
	for (size_t i = 0; i < row->n; i++)
		type_in(s, row->reg, rec, row->fields[i]->name, row->cells[i]);
	if (row->reg->fill != NULL)
		row->reg->fill(&s->lookup, rec, NULL);
}

/* The code sets of codes and rules themselves are not known yet, so these two are taken as they stand. */
static char *cell(const struct seed_row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++) {
		if (strcmp(row->fields[i]->name, name) == 0)
			return row->cells[i][0] != '\0' ? row->cells[i] : NULL;
	}
	fail_msg("the seed of %s has no column %s", row->reg->name, name);
	return NULL;
}

static struct date cell_date(const struct seed_row *row, const char *name)
{
	struct date d = { .year = 0 };
	const char *text = cell(row, name);

	if (text != NULL)
		assert_int_equal(date_parse(text, d, &d, NULL), 0);
	return d;
}

static void add_code(void *ctx, const struct seed_row *row)
{
	struct seeds *s = ctx;
	const char *position = cell(row, "position");
	struct code_item item = { .set = cell(row, "set_name"),
		.value = cell(row, "value"),
		.label = cell(row, "label"),
		.label_en = cell(row, "label_en"),
		.position = position != NULL ? strtol(position, NULL, 10) : 0,
		.from = cell_date(row, "effective_from"),
		.to = cell_date(row, "effective_to") };

	codebook_add(&s->codes, &item);
}

static void add_rule(void *ctx, const struct seed_row *row)
{
	struct seeds *s = ctx;
	const char *param = cell(row, "param");
	struct rule_item item = { .name = cell(row, "name"),
		.label = cell(row, "label"),
		.document = cell(row, "document"),
		.level = rule_level_from_value(cell(row, "level")),
		.param = param != NULL ? strtoll(param, NULL, 10) : INT_NONE,
		.from = cell_date(row, "effective_from"),
		.to = cell_date(row, "effective_to") };

	ruleset_add(&s->rules, &item);
}

static void add_division(void *ctx, const struct seed_row *row)
{
	struct seeds *s = ctx;
	struct division *d;

	/* References point into the array, so it may not move: the file is known to be smaller. */
	assert_true(s->ndivisions < 500);
	d = &s->divisions[s->ndivisions++];
	read_row(s, row, d);
	d->rec.id = strtoll(d->code, NULL, 10);
	seeds_add(s, &division_reg, d);
}

void seeds_load(struct seeds *s, const char *today)
{
	*s = (struct seeds){ .n = 0 };
	s->lookup = (struct lookup){ .codes = &s->codes,
		.rules = &s->rules,
		.ref_format = fake_ref_format,
		.ref_find = fake_ref_find,
		.ref_get = fake_ref_get,
		.ctx = s };
	assert_int_equal(date_parse(today, s->lookup.today, &s->lookup.today, NULL), 0);
	seeds_each("code.csv", &code_reg, add_code, s);
	codebook_sort(&s->codes);
	seeds_each("rule.csv", &rule_reg, add_rule, s);
	ruleset_sort(&s->rules);
	s->divisions = xcalloc(500, sizeof(s->divisions[0]));
	seeds_each("division.csv", &division_reg, add_division, s);
}

void seeds_release(struct seeds *s)
{
	for (size_t i = 0; i < s->ndivisions; i++)
		reg_release(&division_reg, &s->divisions[i]);
	free(s->divisions);
	free(s->records);
	codebook_release(&s->codes);
	ruleset_release(&s->rules);
	*s = (struct seeds){ .n = 0 };
}

/*
 * Conditions for tests: a small register, and what a typed line means.
 */
#include "tests/support/conditions.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/banned.h"

/* ---- A small register -------------------------------------------------------------------------- */

struct unit {
	struct rec rec;
	char *code;
	char *name;
	struct code category;
	struct codes nature;
	struct ref parent;
	struct date founded;
	struct month term;
	char *secretary;
	struct phone phone;
	int64_t members;
	struct money fee;
	struct percent share;
	bool centre;
	struct note note;
};

static const char *const secretary_aliases[] = { "负责人", NULL };
static const char *const members_aliases[] = { "党员", NULL };
static const char *const founded_aliases[] = { "成立", NULL };

static const struct field unit_fields[] = {
	{ FIELD(struct unit, code), .label = "编码", .flags = FIELD_REQUIRED | FIELD_UNIQUE },
	{ FIELD(struct unit, name), .label = "全称", .flags = FIELD_REQUIRED | FIELD_SEARCHED },
	{ FIELD(struct unit, category), .label = "类别", .set = "kind" },
	{ FIELD(struct unit, nature), .label = "单位性质", .flags = FIELD_MAY_NOT_APPLY, .set = "nature" },
	{ FIELD(struct unit, parent), .label = "上级", .target = &query_reg },
	{ FIELD(struct unit, founded), .label = "成立日期", .aliases = founded_aliases },
	{ FIELD(struct unit, term), .label = "换届年月" },
	{ FIELD(struct unit, secretary), .label = "书记", .flags = FIELD_MAY_BE_NONE, .aliases = secretary_aliases },
	{ FIELD(struct unit, phone), .label = "联系电话", .flags = FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY },
	{ FIELD(struct unit, members), .label = "党员人数", .most = 500, .aliases = members_aliases },
	{ FIELD(struct unit, fee), .label = "党费" },
	{ FIELD(struct unit, share), .label = "占比" },
	{ FIELD(struct unit, centre), .label = "示范点" },
	{ FIELD(struct unit, note), .label = "备注" },
};

const struct reg query_reg = {
	.name = "unit",
	.title = "单位",
	REG_STRUCT(struct unit),
	REG_FIELDS(unit_fields),
	.key = "code",
	.label = "name",
};

static int find_unit(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	(void)ctx;
	assert_ptr_equal(reg, &query_reg);
	if (strcmp(typed, "东河镇党委") != 0 && strcmp(typed, "DH01") != 0)
		return err_set(e, ERR_NOT_FOUND, "没有「%s」，最接近的是「东河镇党委」。", typed);
	*id = 77;
	return 0;
}

int query_named_units(void *ctx, const struct reg *reg, const char *word, int64_t **ids, size_t *n, struct err *e)
{
	(void)ctx;
	assert_ptr_equal(reg, &query_reg);
	*ids = NULL;
	*n = strcmp(word, "东河") == 0 ? 2 : strcmp(word, "西岭") == 0 ? 1 : 0;
	if (strcmp(word, "镇") == 0)
		return err_set(e, ERR_INVALID, "叫「%s」的太多。", word);
	if (*n) {
		*ids = xcalloc(2, sizeof(**ids));
		(*ids)[0] = *n == 2 ? 77 : 79;
		(*ids)[1] = 78;
	}
	return 0;
}

static struct codebook book;
struct lookup query_lookup;

static void add_code(const char *set, const char *value, const char *label, bool retired)
{
	char *parts[] = { xstrdup(set), xstrdup(value), xstrdup(label) };
	struct code_item item = { .set = parts[0], .value = parts[1], .label = parts[2], .retired = retired };

	codebook_add(&book, &item);
	for (size_t i = 0; i < 3; i++)
		free(parts[i]);
}

int query_set_up(void **state)
{
	(void)state;
	add_code("kind", "611", "党委", false);
	add_code("kind", "621", "党总支部", false);
	add_code("kind", "631", "党支部", false);
	add_code("kind", "699", "旧类别", true);
	add_code("nature", "1", "建制村", false);
	add_code("nature", "2", "企业", false);
	codebook_sort(&book);
	query_lookup = (struct lookup){
		.today = { .year = 2024, .month = 1, .day = 5 },
		.codes = &book,
		.ref_find = find_unit,
	};
	return 0;
}

int query_tear_down(void **state)
{
	(void)state;
	codebook_release(&book);
	return 0;
}

/* ---- Writing a query out ----------------------------------------------------------------------- */

static void describe_cell(const struct cell *c, struct buf *out)
{
	if (c->kind == CELL_INT)
		buf_addf(out, "%" PRId64, c->number);
	else if (c->kind == CELL_TEXT)
		buf_addf(out, "'%s'", c->text);
}

static void describe_cond(const struct cond *c, struct buf *out)
{
	static const char *const signs[] = { "word", "=", "!=", "<", "<=", ">", ">=", "~", "empty", "unfilled", "filled",
		"current", "retired" };

	if (c->negate)
		buf_adds(out, "not ");
	if (c->field)
		buf_adds(out, c->field->name);
	if (c->op == OP_WORD)
		buf_addf(out, "'%s'", c->text);
	else
		buf_adds(out, signs[c->op]);
	for (size_t i = 0; i < c->nvalues; i++) {
		if (i > 0)
			buf_addc(out, ',');
		describe_cell(&c->values[i], out);
	}
	if (c->upper.kind != CELL_NULL) {
		buf_adds(out, "..");
		describe_cell(&c->upper, out);
	}
}

void query_describe(const struct query *q, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < q->n; i++) {
		if (i > 0)
			buf_adds(out, " | ");
		assert_true(q->any[i].n > 0);
		for (size_t j = 0; j < q->any[i].n; j++) {
			if (j > 0)
				buf_adds(out, " & ");
			describe_cond(&q->any[i].conds[j], out);
		}
	}
}

void query_expect(const char *typed, const char *want)
{
	struct query q;
	struct buf got = BUF_INIT;
	struct err e = ERR_INIT;
	int rc = query_parse(&query_reg, typed, &query_lookup, &q, &e);

	if (rc < 0)
		fail_msg("\"%s\" is refused: %s", typed, e.text);
	query_describe(&q, &got);
	if (strcmp(buf_str(&got), want) != 0)
		fail_msg("\"%s\" means \"%s\", not \"%s\"", typed, buf_str(&got), want);
	query_release(&q);
	buf_release(&got);
}

void query_refuse(const char *typed, const char *words)
{
	struct query q;
	struct err e = ERR_INIT;
	char *all = xstrdup(words), *save = NULL;

	if (query_parse(&query_reg, typed, &query_lookup, &q, &e) >= 0)
		fail_msg("\"%s\" is not refused", typed);
	assert_null(q.any);
	for (char *word = strtok_r(all, "/", &save); word; word = strtok_r(NULL, "/", &save)) {
		if (!strstr(e.text, word))
			fail_msg("\"%s\" is refused by \"%s\", which does not say \"%s\"", typed, e.text,
				word);
	}
	free(all);
}

/*
 * Divisions (行政区划): the units of GB/T 2260 and GB/T 10114 with their 12-digit codes.  The code
 * is the record's number too, so that a division is the same record in every office.
 */
#include "src/records.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/ids.h"
#include "src/mem.h"
#include "src/records/common.h"
#include "src/text.h"
#include "src/banned.h"

#define CODE_DIGITS 12

static const struct field division_fields[] = {
	{ FIELD(struct division, code),
		.flags = FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LISTED | FIELD_SEARCHED | FIELD_FIXED,
		.label = N_("区划代码"), .width = 12, .max = 12, .section = N_("基本"),
		.help = N_("12 位：县级以上 6 位，乡级 3 位，村级 3 位。只填前 6 位或前 9 位的，后面补 0。"),
		.example = "632821102210", .source = "GB/T 2260，GB/T 10114",
		ALIASES("代码", "编码", "统计代码", "统计用区划代码", "行政区划代码", "12位代码",
			"区划编码") },
	{ FIELD(struct division, name), .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
		.label = N_("名称"), .width = 30, .max = 60,
		.help = N_("区划的名称，以公布的名单为准。村和社区写到村委会、居委会。"),
		.example = "南沙沟村村委会", .source = "统计用区划代码和城乡划分代码（国家统计局）",
		ALIASES("区划名称", "行政区划", "行政区划名称", "单位名称", "地名") },
	{ FIELD(struct division, level), .flags = FIELD_LISTED | FIELD_TALLIED, .set = "division_level",
		.label = N_("级别"), .width = 6,
		.help = N_("省级、地级、县级、乡级或村级。不填时按区划代码判断。"), .example = "村级",
		.source = "GB/T 10114", ALIASES("区划级别", "层级", "行政级别", "等级") },
	{ FIELD(struct division, parent), .flags = FIELD_LISTED | FIELD_TREE, .target = &division_reg,
		.label = N_("上级区划"), .width = 20,
		.help = N_("上一级区划。不填时按区划代码找；最高一级没有上级。"), .example = "柯柯镇",
		.source = "GB/T 10114",
		ALIASES("上级", "上级代码", "上级区划代码", "所属区划", "parent_code") },
};

static const struct figure division_figures[] = {
	{ .key = "divisions", .label = N_("行政区划（按级别）"), .by = "level" },
};

/* Value of division_level for each kind, or NULL. */
static const char *level_of(enum division_kind kind)
{
	static const char *const levels[] = {
		[DIVISION_PROVINCE] = "province",
		[DIVISION_PREFECTURE] = "prefecture",
		[DIVISION_COUNTY] = "county",
		[DIVISION_TOWNSHIP] = "township",
		[DIVISION_COMMUNITY] = "village",
		[DIVISION_VILLAGE] = "village",
		[DIVISION_LIKE_VILLAGE] = "village",
	};

	return levels[kind];
}

static bool code_is_number(const char *code)
{
	size_t n = 0;

	while (isdigit((unsigned char)code[n]))
		n++;
	return code[n] == '\0' && n == CODE_DIGITS;
}

/* The code as a number; 0 when it is not 12 digits. */
static int64_t code_number(const char *code)
{
	if (!text_is_filled(code) || !code_is_number(code))
		return 0;
	return strtoll(code, NULL, 10);
}

/* The number of the unit one level up, by the digits; 0 for a province. */
static int64_t parent_number(int64_t code)
{
	static const int64_t steps[] = { INT64_C(1000), INT64_C(1000000), INT64_C(100000000),
		INT64_C(10000000000) };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (code % steps[i] != 0)
			return code - code % steps[i];
	}
	return 0;
}

/* 632857 and 632857100 stand for the whole code. */
static void complete_code(char **code)
{
	struct buf whole = BUF_INIT;
	size_t n;

	text_make_halfwidth(code);
	if (!text_is_filled(*code))
		return;
	n = strlen(*code);
	if (n != 6 && n != 9)
		return;
	buf_addf(&whole, "%s", *code);
	buf_fill(&whole, '0', CODE_DIGITS - n);
	free(*code);
	*code = buf_detach(&whole);
}

static bool division_exists(const struct lookup *l, int64_t id)
{
	struct division found;
	bool there;

	reg_init(&division_reg, &found);
	there = id != 0 && l->ref_get != NULL && l->ref_get(l->ctx, &division_reg, id, &found, NULL) == 0;
	reg_release(&division_reg, &found);
	return there;
}

static void division_fill(const struct lookup *l, void *rec, const void *before)
{
	struct division *d = rec;
	int64_t code, parent;
	const char *level;

	(void)before;
	complete_code(&d->code);
	code = code_number(d->code);
	if (code == 0)
		return;
	level = level_of(ids_division_kind(code));
	if (!text_is_filled(d->level.s) && level != NULL) {
		free(d->level.s);
		d->level.s = xstrdup(level);
	}
	parent = parent_number(code);
	if (d->parent.id == 0 && division_exists(l, parent))
		d->parent.id = parent;
}

static void check_level(const struct check *c, const struct division *d, enum division_kind kind)
{
	const char *expected = level_of(kind);
	const struct code_item *item;

	if (expected == NULL || !text_is_filled(d->level.s) || strcmp(expected, d->level.s) == 0)
		return;
	item = codebook_by_value(c->lookup->codes, "division_level", expected);
	check_rule(c, "division.level", "level", N_("区划代码 %s 按国家标准是「%s」，与所填级别不一致。"),
		d->code, item != NULL ? code_item_label(item) : expected);
}

static void check_parent(const struct check *c, const struct division *d, int64_t code)
{
	int64_t expected = parent_number(code);

	if (d->parent.id == 0 || d->parent.id == expected)
		return;
	check_rule(c, "division.parent", "parent",
		N_("区划代码 %s 的上级按国家标准是 %" PRId64 "，所填的上级是 %" PRId64 "。"), d->code,
		expected, d->parent.id);
}

static void division_check(const struct check *c, const void *rec, const void *before)
{
	const struct division *d = rec;
	int64_t code = code_number(d->code);
	enum division_kind kind = ids_division_kind(code);
	struct buf shown = BUF_INIT;

	(void)before;
	if (!text_is_filled(d->code))
		return;
	if (code == 0 || kind == DIVISION_INVALID) {
		text_show(&shown, d->code);
		findings_add(c->found, RULE_ERROR, NULL, "code",
			_("区划代码「%s」不是 12 位有效代码，应是 12 位数字，例如 632821102210。"),
			buf_str(&shown));
		buf_release(&shown);
		return;
	}
	check_level(c, d, kind);
	check_parent(c, d, code);
}

const struct reg division_reg = {
	.name = "division",
	.title = N_("行政区划"),
	REG_STRUCT(struct division),
	REG_FIELDS(division_fields),
	.key = "code",
	.label = "name",
	.sort = "code",
	.writers = ROLE_ADMIN,
	.key_is_id = true,
	REG_FIGURES(division_figures),
	.fill = division_fill,
	.check = division_check,
};

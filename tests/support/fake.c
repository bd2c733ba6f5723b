/*
 * The small world of fake.h.  Its look-ups answer as the store's do, by going
 * through the records one by one.
 */
#include "tests/support/fake.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/nearest.h"
#include "src/banned.h"

/* --- registers --- */

static const struct field place_fields[] = {
	{ FIELD(struct place, code), .label = "区划代码",
	  .flags = FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LISTED },
	{ FIELD(struct place, name), .label = "地名",
	  .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED },
};

const struct reg place_reg = {
	.name = "place", .title = "地点", REG_STRUCT(struct place), REG_FIELDS(place_fields),
	.key = "code", .label = "name", .sort = "code", .writers = ROLE_ADMIN,
};

static const struct field thing_fields[] = {
	{ FIELD(struct thing, code), .label = "编号", .section = "基本", .max = 20, .example = "0001",
	  .flags = FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LISTED | FIELD_FIXED | FIELD_SEARCHED },
	{ FIELD(struct thing, name), .label = "名称", .max = 10,
	  .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SEARCHED,
	  .aliases = (const char *const[]){ "党组织名称", "全称", NULL } },
	{ FIELD(struct thing, note), .label = "备注" },
	{ FIELD(struct thing, members), .label = "人数", .flags = FIELD_LISTED,
	  .aliases = (const char *const[]){ "星级", "正式党员数", NULL } },
	{ FIELD(struct thing, stars), .label = "星级", .least = 1, .most = 10 },
	{ FIELD(struct thing, centre), .label = "活动中心" },
	{ FIELD(struct thing, founded), .label = "成立日期", .flags = FIELD_LISTED },
	{ FIELD(struct thing, opened), .label = "启用年月" },
	{ FIELD(struct thing, funds), .label = "经费", .section = "经费" },
	{ FIELD(struct thing, pay), .label = "报酬", .flags = FIELD_PERSONAL },
	{ FIELD(struct thing, share), .label = "占比" },
	{ FIELD(struct thing, score), .label = "得分" },
	{ FIELD(struct thing, category), .label = "类别", .set = "category",
	  .flags = FIELD_LISTED | FIELD_TALLIED },
	{ FIELD(struct thing, criteria), .label = "标准", .set = "criteria" },
	{ FIELD(struct thing, place), .label = "所在地", .target = &place_reg },
	{ FIELD(struct thing, superior), .label = "上级", .target = &thing_reg, .flags = FIELD_TREE },
	{ FIELD(struct thing, person), .label = "联系人", .flags = FIELD_PERSONAL },
	{ FIELD(struct thing, phone), .label = "电话" },
	{ FIELD(struct thing, citizen), .label = "身份证号" },
	{ FIELD(struct thing, credit), .label = "信用代码" },
	{ FIELD(struct thing, card), .label = "银行卡号" },
};

static void thing_check(const struct check *c, const void *rec, const void *before)
{
	const struct thing *t = rec;
	int64_t least = check_param(c, "thing.members", 3);

	(void)before;
	if (t->members != INT_NONE && t->members < least)
		check_rule(c, "thing.members", "members", "人数 %" PRId64 " 少于 %" PRId64 "。", t->members,
			   least);
	if (t->funds.fen != MONEY_NONE && t->funds.fen < 0)
		check_rule(c, "thing.funds", "funds", "经费不能是负数。");
}

const struct reg thing_reg = {
	.name = "thing", .title = "事物", REG_STRUCT(struct thing), REG_FIELDS(thing_fields),
	.key = "code", .label = "name", .sort = "code", .writers = ROLE_CLERK, .check = thing_check,
};

/* --- looking up --- */

/* One field of a record, for programs. */
static char *text_of(const struct field *field, const void *rec)
{
	struct buf out = BUF_INIT;

	field_format(field, rec, NULL, STYLE_DATA, &out);
	return buf_detach(&out);
}

static char *key_of(const struct reg *reg, const void *rec)
{
	return text_of(reg_key(reg), rec);
}

static char *name_of(const struct reg *reg, const void *rec)
{
	return text_of(reg_label(reg), rec);
}

static const void *record_by_id(const struct fake *f, const struct reg *reg, int64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->records[i].reg == reg && ((const struct rec *)f->records[i].rec)->id == id)
			return f->records[i].rec;
	return NULL;
}

static int fake_format(void *ctx, const struct reg *reg, int64_t id, enum style style, struct buf *out)
{
	const void *rec = record_by_id(ctx, reg, id);
	char *key, *name;

	if (!rec)
		return ERR_NOT_FOUND;
	key = key_of(reg, rec);
	name = name_of(reg, rec);
	if (style == STYLE_EDIT)
		buf_addf(out, "%s %s", name, key);
	else
		buf_adds(out, style == STYLE_LIST ? name : key);
	free(key);
	free(name);
	return 0;
}

/* Is it the key or "name key"?  These are unambiguous. */
static bool names_exactly(const struct reg *reg, const void *rec, const char *typed)
{
	struct buf both = BUF_INIT;
	char *key = key_of(reg, rec), *name = name_of(reg, rec);
	bool same;

	buf_addf(&both, "%s %s", name, key);
	same = strcmp(key, typed) == 0 || strcmp(buf_str(&both), typed) == 0;
	free(key);
	free(name);
	buf_release(&both);
	return same;
}

struct search {
	const char *typed;
	const void *exact, *named;
	int n;			/* how many have that name */
	struct buf keys;	/* of those */
	struct nearest near;
};

static void look_at(struct search *s, const struct reg *reg, const void *rec)
{
	char *key = key_of(reg, rec), *name = name_of(reg, rec);

	if (names_exactly(reg, rec, s->typed))
		s->exact = rec;
	if (strcmp(name, s->typed) == 0) {
		s->named = rec;
		buf_addf(&s->keys, "%s%s", s->n++ ? "、" : "", key);
	}
	nearest_try(&s->near, name, rec);
	free(key);
	free(name);
}

static int refuse_search(const struct search *s, const struct reg *reg, const void *near, struct err *e)
{
	char *name;

	if (s->n > 1)
		return err_set(e, ERR_INVALID, "有 %d 个「%s」，请改填编号：%s。", s->n, s->typed,
			       buf_str(&s->keys));
	if (!near)
		return err_set(e, ERR_NOT_FOUND, "找不到「%s」。", s->typed);
	name = name_of(reg, near);
	err_set(e, ERR_NOT_FOUND, "找不到「%s」，最接近的是「%s」。", s->typed, name);
	free(name);
	return ERR_NOT_FOUND;
}

static int fake_find(void *ctx, const struct reg *reg, const char *typed, int64_t *id, struct err *e)
{
	const struct fake *f = ctx;
	struct search s = { .typed = typed };
	const void *near, *found;
	int rc = 0;

	nearest_begin(&s.near, typed);
	for (size_t i = 0; i < f->n; i++)
		if (f->records[i].reg == reg)
			look_at(&s, reg, f->records[i].rec);
	near = nearest_end(&s.near);
	found = s.exact ? s.exact : s.n == 1 ? s.named : NULL;
	if (found)
		*id = ((const struct rec *)found)->id;
	else
		rc = refuse_search(&s, reg, near, e);
	buf_release(&s.keys);
	return rc;
}

static int fake_get(void *ctx, const struct reg *reg, int64_t id, void *rec, struct err *e)
{
	const void *found = record_by_id(ctx, reg, id);

	if (!found)
		return err_set(e, ERR_NOT_FOUND, "没有编号为 %" PRId64 " 的记录。", id);
	reg_copy(reg, rec, found);
	return 0;
}

/* --- filling --- */

void fake_init(struct fake *f, int year, int month, int day)
{
	*f = (struct fake){ .n = 0 };
	f->lookup = (struct lookup){
		.today = { .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day },
		.codes = &f->codes, .rules = &f->rules, .ctx = f,
		.ref_format = fake_format, .ref_find = fake_find, .ref_get = fake_get,
	};
}

void fake_code_item(struct fake *f, const struct code_item *item)
{
	codebook_add(&f->codes, item);
	codebook_sort(&f->codes);
}

/* Code items hold char *, and the book copies what it is given. */
static void add_item(struct fake *f, const char *set, const char *value, const char *label,
		     struct code_item item)
{
	item.set = xstrdup(set);
	item.value = xstrdup(value);
	item.label = xstrdup(label);
	item.position = (long)f->codes.n;
	fake_code_item(f, &item);
	free(item.set);
	free(item.value);
	free(item.label);
}

void fake_code(struct fake *f, const char *set, const char *value, const char *label, const char *label_en)
{
	struct code_item item = { .label_en = xstrdup(label_en) };

	add_item(f, set, value, label, item);
	free(item.label_en);
}

void fake_rule(struct fake *f, const char *name, enum rule_level level, int64_t param, const char *document)
{
	struct rule_item item = {
		.name = xstrdup(name), .document = xstrdup(document), .level = level, .param = param,
	};

	ruleset_add(&f->rules, &item);
	ruleset_sort(&f->rules);
	free(item.name);
	free(item.document);
}

void fake_record(struct fake *f, const struct reg *reg, const void *rec)
{
	assert(f->n < FAKE_RECORDS);
	f->records[f->n].reg = reg;
	f->records[f->n].rec = reg_new(reg);
	reg_copy(reg, f->records[f->n].rec, rec);
	f->n++;
}

void fake_place(struct fake *f, int64_t id, const char *code, const char *name)
{
	struct place *p = reg_new(&place_reg);

	p->rec.id = id;
	p->code = xstrdup(code);
	p->name = xstrdup(name);
	fake_record(f, &place_reg, p);
	reg_free(&place_reg, p);
}

void fake_init_filled(struct fake *f)
{
	fake_init(f, 2024, 6, 15);
	fake_code(f, "category", "611", "党委", "Committee");
	fake_code(f, "category", "621", "党总支", NULL);
	fake_code(f, "category", "631", "党支部", "Party branch");
	fake_code(f, "category", "632", "联合党支部", NULL);
	add_item(f, "category", "699", "旧支部", (struct code_item){ .retired = true });
	add_item(f, "category", "698", "试点支部", (struct code_item){ .to = { 2023, 12, 31 } });
	add_item(f, "category", "697", "明年支部", (struct code_item){ .from = { 2025, 0, 0 } });
	fake_code(f, "criteria", "1", "班子不团结、内耗严重", NULL);
	fake_code(f, "criteria", "2", "书记不胜任现职", "Secretary not up to the post");
	fake_code(f, "criteria", "10", "无活动场所", NULL);
	fake_code(f, "criteria", "11", "班子不团结", NULL);
	add_item(f, "criteria", "99", "旧标准", (struct code_item){ .retired = true });
	fake_place(f, 63, "630000000000", "示例省");
	fake_place(f, 6328, "632800000000", "示例州");
}

void fake_release(struct fake *f)
{
	for (size_t i = 0; i < f->n; i++)
		reg_free(f->records[i].reg, f->records[i].rec);
	codebook_release(&f->codes);
	ruleset_release(&f->rules);
}

/*
 * One look at all registers: a table that a list, a form, a file and the manual
 * can follow, code sets and rules that are really shipped, seeds that a new
 * database takes without a murmur.
 */
#include "src/reg.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/query.h"
#include "src/text.h"
#include "tests/support/seeds.h"
#include "src/banned.h"

static struct seeds seeds;

static int setup(void **state)
{
	(void)state;
	seeds_load(&seeds, "2024-05-20");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	seeds_release(&seeds);
	return 0;
}

/* Every field of every register. */
#define EACH_FIELD(reg, f)                                                           \
	for (size_t r_ = 0; r_ < registers_n; r_++)                                  \
		for (const struct reg *reg = registers[r_]; reg != NULL; reg = NULL) \
			for (const struct field *f = reg->fields; f < reg->fields + reg->nfields; f++)

#define EACH_REG(reg)                               \
	for (size_t r_ = 0; r_ < registers_n; r_++) \
		for (const struct reg *reg = registers[r_]; reg != NULL; reg = NULL)

static bool is_identifier(const char *s)
{
	if (!islower((unsigned char)*s))
		return false;
	for (; *s != '\0'; s++) {
		if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
			return false;
	}
	return true;
}

/* Signs that are one cell to ncurses and two to many Chinese terminals stay out of the UI's own text. */
static bool is_plain_text(const char *s)
{
	static const char *const banned[] = { "─", "│", "●", "→", "…", "—", "“", "”", "‘", "’", "①", "×",
		"·" };

	for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++) {
		if (strstr(s, banned[i]) != NULL)
			return false;
	}
	return text_is_utf8(s, strlen(s));
}

static void assert_text(const struct reg *reg, const struct field *f, const char *what, const char *s)
{
	if (s == NULL || s[0] == '\0')
		fail_msg("%s.%s has no %s", reg->name, f->name, what);
	if (!is_plain_text(s))
		fail_msg("%s.%s, %s: a sign of ambiguous width in %s", reg->name, f->name, what, s);
}

/* ---- Tables ------------------------------------------------------------------ */

static void test_registers__are_the_five_in_the_order_of_menus(void **state)
{
	static const char *const names[] = { "org", "division", "code", "rule", "operator" };
	static const char *const titles[] = { "党组织", "行政区划", "代码", "规则", "操作员" };

	(void)state;
	assert_int_equal(registers_n, 5);
	for (size_t i = 0; i < registers_n; i++) {
		assert_string_equal(registers[i]->name, names[i]);
		assert_true(is_identifier(names[i]));
		assert_ptr_equal(reg_find(names[i]), registers[i]);
		assert_ptr_equal(reg_find(titles[i]), registers[i]);
	}
}

static void test_registers__every_field_is_explained(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		assert_text(reg, f, "label", f->label);
		assert_text(reg, f, "help", f->help);
		assert_text(reg, f, "example", f->example);
		assert_true(text_width(f->label) <= 16);
		if (strcmp(f->help + strlen(f->help) - strlen("。"), "。") != 0)
			fail_msg("%s.%s: its help is no sentence", reg->name, f->name);
	}
}

static void test_registers__names_are_identifiers_and_free_for_columns(void **state)
{
	static const char *const taken[] = { "id", "version", "retired_on", "retired_reason", "state" };

	(void)state;
	EACH_FIELD(reg, f)
	{
		assert_true(is_identifier(f->name));
		assert_ptr_equal(reg_field(reg, f->name), f);
		for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
			assert_string_not_equal(f->name, taken[i]);
	}
}

static void test_registers__fields_lie_inside_the_record(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		assert_true(f->offset >= sizeof(struct rec));
		assert_true(f->offset < reg->size);
		assert_true(f->type < TYPE_COUNT);
		for (const struct field *other = reg->fields; other < f; other++)
			assert_true(other->offset != f->offset);
	}
}

/* A header or a condition must mean one field, so no two answer to the same word. */
static void test_registers__every_word_means_one_field(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		assert_ptr_equal(reg_field_typed(reg, f->name), f);
		assert_ptr_equal(reg_field_typed(reg, f->label), f);
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++) {
			if (reg_field_typed(reg, *a) != f)
				fail_msg("%s: %s is not %s alone", reg->name, *a, f->name);
		}
	}
}

static size_t answering(const struct reg *reg, const char *word)
{
	size_t n = 0;

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		n += strcmp(f->label, word) == 0;
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			n += strcmp(*a, word) == 0;
	}
	return n;
}

static void test_registers__no_alias_is_given_twice(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++) {
			if (answering(reg, *a) != 1)
				fail_msg("%s.%s: %s is given twice", reg->name, f->name, *a);
		}
	}
}

static void test_registers__words_of_conditions_have_no_operators(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		assert_null(strpbrk(f->label, "=<>!~|\" \t-"));
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			assert_null(strpbrk(*a, "=<>!~|\" \t-"));
	}
}

static void test_registers__columns_are_as_wide_as_their_headers(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		int width = f->width != 0 ? f->width : field_type(f)->width;

		if (width < text_width(f->label) || width > 60)
			fail_msg("%s.%s: %d cells for %s", reg->name, f->name, width, f->label);
		assert_true(f->max >= 0);
		assert_true(f->least <= f->most);
	}
}

static void test_registers__first_field_opens_a_section(void **state)
{
	(void)state;
	EACH_REG(reg)
	{
		assert_non_null(reg->fields[0].section);
		for (size_t i = 0; i < reg->nfields; i++) {
			if (reg->fields[i].section != NULL)
				assert_true(is_plain_text(reg->fields[i].section));
		}
	}
}

static void test_registers__flags_do_not_contradict(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		if (f->flags & FIELD_READONLY)
			assert_false(f->flags & (FIELD_REQUIRED | FIELD_FIXED));
		if (f->flags & FIELD_TREE)
			assert_ptr_equal(f->target, reg);
		if (f->flags & FIELD_TALLIED)
			assert_non_null(f->set);
		if (field_is_personal(f))
			assert_false(f->flags & (FIELD_LISTED | FIELD_SEARCHED | FIELD_TALLIED));
	}
}

static void test_registers__personal_data_is_marked(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		if (f->type == TYPE_PHONE || f->type == TYPE_CITIZEN || f->type == TYPE_CARD)
			assert_true(f->flags & FIELD_PERSONAL);
	}
	assert_true(reg_field(&org_reg, "secretary_phone")->flags & FIELD_PERSONAL);
	assert_true(reg_field(&org_reg, "phone")->flags & FIELD_PERSONAL);
}

static void test_registers__references_and_codes_have_their_other_end(void **state)
{
	(void)state;
	EACH_FIELD(reg, f)
	{
		const struct code_item *first;
		bool is_code = f->type == TYPE_CODE || f->type == TYPE_CODES;

		assert_true((f->target != NULL) == (f->type == TYPE_REF));
		if (f->target != NULL)
			assert_ptr_equal(reg_find(f->target->name), f->target);
		assert_true((f->set != NULL) == is_code);
		if (is_code && codebook_set(&seeds.codes, f->set, &first) == 0)
			fail_msg("%s.%s: no code set %s is shipped", reg->name, f->name, f->set);
	}
}

static void test_registers__key_label_sort_and_scope_are_fields(void **state)
{
	(void)state;
	EACH_REG(reg)
	{
		const struct field *key = reg_key(reg);
		const struct field *label = reg_label(reg);
		const struct field *sort = reg_field(reg, reg->sort);

		assert_true(key != NULL && label != NULL && sort != NULL);
		assert_true(key->flags & FIELD_UNIQUE);
		assert_true(key->flags & (FIELD_REQUIRED | FIELD_READONLY));
		assert_true(label->flags & FIELD_REQUIRED);
		assert_true(label->flags & FIELD_SEARCHED);
		assert_true(field_is_sortable(label));
		assert_true(field_is_sortable(sort));
		if (reg->scope != NULL && reg->scope[0] != '\0')
			assert_ptr_equal(reg_field(reg, reg->scope)->target, &org_reg);
	}
}

static void test_registers__only_an_administrator_writes_the_bookkeeping(void **state)
{
	(void)state;
	EACH_REG(reg)
	assert_int_equal(reg->writers, reg == &org_reg ? ROLE_CLERK : ROLE_ADMIN);
	assert_string_equal(org_reg.scope, "");
	assert_true(division_reg.key_is_id);
}

/* Each listed field costs an index. */
static void test_registers__lists_have_few_columns(void **state)
{
	(void)state;
	EACH_REG(reg)
	{
		size_t n = 0;

		for (size_t i = 0; i < reg->nfields; i++)
			n += (reg->fields[i].flags & FIELD_LISTED) != 0;
		assert_in_range(n, 3, 9);
	}
}

/* ---- Conditions and figures ---------------------------------------------------- */

static void assert_condition(const struct reg *reg, const char *text)
{
	struct query q;
	struct err e = ERR_INIT;

	if (query_parse(reg, text, &seeds.lookup, &q, &e) != 0)
		fail_msg("%s: %s: %s", reg->name, text, e.text);
	query_release(&q);
}

static void test_registers__views_and_figures_can_be_asked(void **state)
{
	(void)state;
	EACH_REG(reg)
	{
		assert_true((reg->view == NULL) == (reg->view_label == NULL));
		if (reg->view != NULL)
			assert_condition(reg, reg->view);
		for (size_t i = 0; i < reg->nfigures; i++) {
			const struct figure *f = &reg->figures[i];

			assert_true(is_identifier(f->key));
			assert_true(is_plain_text(f->label));
			if (f->where != NULL)
				assert_condition(reg, f->where);
			if (f->by != NULL)
				assert_true(reg_field(reg, f->by)->flags & FIELD_TALLIED);
		}
	}
}

static void test_registers__conditions_people_type_are_understood(void **state)
{
	static const char *const conditions[] = { "类别=611,621", "类别=党支部", "党员>30", "成立<2010",
		"书记=空", "领域=农村", "届满<=+6m", "区划=632821102210", "电话=非空", "简称~南沙沟" };

	(void)state;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		assert_condition(&org_reg, conditions[i]);
}

static void test_registers__the_view_of_organizations_counts_primary_ones(void **state)
{
	const struct code_item *items;
	size_t n = codebook_set(&seeds.codes, "org_category", &items);
	size_t primary = 0;

	(void)state;
	assert_int_equal(n, 13);
	for (size_t i = 0; i < n; i++) {
		bool in_view = strstr(org_reg.view, items[i].value) != NULL;

		primary += in_view;
		/* What is not counted says so where an administrator reads it. */
		assert_true(in_view == (items[i].position <= 8));
	}
	assert_int_equal(primary, 8);
	assert_non_null(strstr(org_reg.view, "dissolved=empty"));
}

static void test_registers__ledger_headers_find_their_fields(void **state)
{
	static const char *const headers[] = {
		"党组织名称",
		"name",
		"党组织全称",
		"name",
		"上级党组织",
		"superior",
		"组织类别",
		"category",
		"党组织类别",
		"category",
		"类型",
		"category",
		"书记",
		"secretary",
		"书记姓名",
		"secretary",
		"联系电话",
		"phone",
		"成立时间",
		"founded",
		"正式党员数",
		"full_members",
		"党员人数",
		"full_members",
		"区划",
		"division",
		"村（社区）",
		"division",
		"统一社会信用代码",
		"credit_code",
		"换届时间",
		"term_from",
		"届满时间",
		"term_to",
		"党 组 织 编 码",
		"code",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i += 2) {
		const struct field *f = reg_field_typed(&org_reg, headers[i]);

		if (f == NULL)
			fail_msg("no field is called %s", headers[i]);
		assert_string_equal(f->name, headers[i + 1]);
	}
	assert_null(reg_field_typed(&org_reg, "序号"));
}

/* ---- Code sets ------------------------------------------------------------------- */

static size_t set_size(const char *set)
{
	const struct code_item *first;

	return codebook_set(&seeds.codes, set, &first);
}

static void test_registers__code_sets_have_their_standards_sizes(void **state)
{
	(void)state;
	assert_int_equal(set_size("domain"), 9);
	assert_int_equal(set_size("division_level"), 5);
	assert_int_equal(set_size("sex"), 4);
	assert_int_equal(set_size("political_status"), 13);
	assert_int_equal(set_size("ethnic_group"), 58);
	assert_int_equal(set_size("education"), 40);
	assert_int_equal(set_size("rectification_criterion"), 12);
	assert_int_equal(set_size("model_site_level"), 4);
	assert_int_equal(set_size("model_site_revocation"), 6);
	assert_int_equal(set_size("unit_situation"), 3);
}

static void test_registers__roles_and_levels_are_those_of_the_program(void **state)
{
	(void)state;
	assert_int_equal(set_size("role"), ROLE_ADMIN + 1);
	for (int role = ROLE_VIEWER; role <= ROLE_ADMIN; role++)
		assert_non_null(codebook_by_value(&seeds.codes, "role", role_value((enum role)role)));
	assert_int_equal(set_size("rule_level"), 3);
	for (int level = RULE_OFF; level <= RULE_ERROR; level++)
		assert_non_null(codebook_by_value(
			&seeds.codes, "rule_level", rule_level_value((enum rule_level)level)));
}

static void test_registers__ethnic_groups_of_haixi_come_first(void **state)
{
	static const char *const order[] = { "汉族", "藏族", "蒙古族", "回族", "土族", "撒拉族", "东乡族",
		"保安族", "哈萨克族", "维吾尔族" };
	const struct code_item *items;
	size_t n = codebook_set(&seeds.codes, "ethnic_group", &items);

	(void)state;
	assert_true(n > sizeof(order) / sizeof(order[0]));
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		assert_string_equal(items[i].label, order[i]);
	assert_string_equal(codebook_by_value(&seeds.codes, "ethnic_group", "56")->label, "基诺族");
	assert_string_equal(items[n - 1].value, "98");
}

static void test_registers__codes_are_found_by_label_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds.codes.n; i++) {
		const struct code_item *item = &seeds.codes.items[i];

		assert_non_null(item->label_en);
		if (codebook_find(&seeds.codes, item->set, item->label) != item)
			fail_msg("%s.%s: %s means another", item->set, item->value, item->label);
		if (codebook_find(&seeds.codes, item->set, item->label_en) != item)
			fail_msg("%s.%s: %s means another", item->set, item->value, item->label_en);
	}
}

static void test_registers__positions_count_from_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds.codes.n; i++) {
		const struct code_item *item = &seeds.codes.items[i];
		bool first = i == 0 || strcmp(item->set, item[-1].set) != 0;

		assert_int_equal(item->position, first ? 1 : item[-1].position + 1);
	}
}

struct marked {
	size_t rows, samples;
};

static void count_samples(void *ctx, const struct seed_row *row)
{
	struct marked *m = ctx;

	if (strcmp(row->cells[0], "unit_nature") != 0)
		return;
	m->rows++;
	m->samples += strcmp(row->cells[row->n - 1], "示例") == 0;
}

static void test_registers__invented_units_are_marked_as_samples(void **state)
{
	struct marked m = { 0, 0 };

	(void)state;
	seeds_each("code.csv", &code_reg, count_samples, &m);
	assert_true(m.rows > 3);
	assert_int_equal(m.rows, m.samples);
}

/* ---- Seeds as records ---------------------------------------------------------------- */

struct loaded {
	void *recs[600];
	size_t n;
};

/* As the save path does it: parse, fill, check; and the key is new. */
static void take_row(void *ctx, const struct seed_row *row)
{
	struct loaded *all = ctx;
	struct findings found = { .items = NULL };
	struct err e = ERR_INIT;
	void *rec = reg_new(row->reg);

	for (size_t i = 0; i < row->n; i++)
		type_in(&seeds, row->reg, rec, row->fields[i]->name, row->cells[i]);
	if (row->reg->fill != NULL)
		row->reg->fill(&seeds.lookup, rec, NULL);
	if (reg_check(row->reg, &seeds.lookup, rec, NULL, &found, &e) != 0 || found.n != 0)
		fail_msg("%s, line %ld: %s", row->reg->name, row->line, found.items[0].text);
	assert_false(field_is_empty(reg_key(row->reg), rec));
	for (size_t i = 0; i < all->n; i++) {
		if (field_equal(reg_key(row->reg), rec, all->recs[i]))
			fail_msg("%s, line %ld: the key is there twice", row->reg->name, row->line);
	}
	findings_release(&found);
	assert_true(all->n < sizeof(all->recs) / sizeof(all->recs[0]));
	all->recs[all->n++] = rec;
}

static size_t take_file(const char *file, const struct reg *reg)
{
	struct loaded all = { .n = 0 };

	seeds_each(file, reg, take_row, &all);
	for (size_t i = 0; i < all.n; i++)
		reg_free(reg, all.recs[i]);
	return all.n;
}

static void test_registers__seeds_are_good_records(void **state)
{
	(void)state;
	assert_int_equal(take_file("code.csv", &code_reg), seeds.codes.n);
	assert_int_equal(take_file("rule.csv", &rule_reg), seeds.rules.n);
	assert_int_equal(take_file("division.csv", &division_reg), 443);
}

/* ---- Rules and the checks that ask for them --------------------------------------------- */

static char *read_source(const char *name)
{
	struct buf path = BUF_INIT;
	struct buf text = BUF_INIT;
	char block[4096];
	size_t n;
	FILE *in;

	buf_addf(&path, "src/records/%s.c", name);
	in = fopen(buf_str(&path), "r");
	if (in == NULL)
		fail_msg("%s cannot be read", buf_str(&path));
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		buf_add(&text, block, n);
	fclose(in);
	buf_release(&path);
	return buf_detach(&text);
}

/* Is it one of the literals "org.something"? */
static bool names_a_rule(const char *literal, const char *reg)
{
	size_t n = strlen(reg);

	return strncmp(literal, reg, n) == 0 && literal[n] == '.' && is_identifier(literal + n + 1);
}

static bool is_shipped(const char *rule)
{
	for (size_t i = 0; i < seeds.rules.n; i++) {
		if (strcmp(seeds.rules.items[i].name, rule) == 0)
			return true;
	}
	return false;
}

static size_t assert_rules_shipped(char *source, const char *reg)
{
	size_t rules = 0;

	for (char *open = strchr(source, '"'); open != NULL; open = strchr(open, '"')) {
		char *end = strchr(open + 1, '"');

		assert_non_null(end);
		*end = '\0';
		if (names_a_rule(open + 1, reg)) {
			rules++;
			if (!is_shipped(open + 1))
				fail_msg("%s is asked for, but not in rule.csv", open + 1);
		}
		open = end + 1;
	}
	return rules;
}

static void test_registers__every_rule_asked_for_is_shipped(void **state)
{
	(void)state;
	EACH_REG(reg)
	{
		char *source = read_source(reg->name);
		size_t rules = assert_rules_shipped(source, reg->name);

		if (reg == &org_reg)
			assert_true(rules > 20);
		free(source);
	}
}

static void test_registers__every_shipped_rule_is_asked_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds.rules.n; i++) {
		struct buf literal = BUF_INIT;
		const char *rule = seeds.rules.items[i].name;
		char *reg = strndup(rule, strcspn(rule, "."));
		char *source = read_source(reg);

		buf_addf(&literal, "\"%s\"", rule);
		if (strstr(source, buf_str(&literal)) == NULL)
			fail_msg("nothing asks for %s", rule);
		buf_release(&literal);
		free(source);
		free(reg);
	}
}

static void test_registers__rules_warn_until_an_office_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds.rules.n; i++) {
		const struct rule_item *rule = &seeds.rules.items[i];

		assert_int_equal(rule->level, RULE_WARN);
		assert_true(is_plain_text(rule->label));
		/* A date without a document would be a date of our own invention. */
		if (!date_is_empty(rule->from))
			assert_non_null(rule->document);
		assert_ptr_equal(rule_on(&seeds.rules, rule->name, seeds.lookup.today), rule);
	}
}

/* ---- The program's own bookkeeping --------------------------------------------------------- */

static int judge(const struct reg *reg, const void *rec, struct err *e)
{
	err_clear(e);
	return reg_check(reg, &seeds.lookup, rec, NULL, NULL, e);
}

static void assert_refused(const struct reg *reg, void *rec, const char *field, const char *text)
{
	struct err e = ERR_INIT;

	type_in(&seeds, reg, rec, field, text);
	assert_int_equal(judge(reg, rec, &e), ERR_INVALID);
	assert_string_equal(e.field, field);
}

static void assert_taken(const struct reg *reg, void *rec, const char *field, const char *text)
{
	struct err e = ERR_INIT;

	type_in(&seeds, reg, rec, field, text);
	if (judge(reg, rec, &e) != 0)
		fail_msg("%s", e.text);
}

static void test_registers__code_key_is_set_and_value(void **state)
{
	struct code_row *row = reg_new(&code_reg);

	(void)state;
	code_reg.fill(&seeds.lookup, row, NULL);
	assert_null(row->key);
	type_in(&seeds, &code_reg, row, "set_name", "ｄｏｍａｉｎ");
	type_in(&seeds, &code_reg, row, "value", "１０");
	type_in(&seeds, &code_reg, row, "label", "示例领域");
	code_reg.fill(&seeds.lookup, row, NULL);
	assert_string_equal(row->key, "domain.10");
	assert_taken(&code_reg, row, "note", "示例");
	reg_free(&code_reg, row);
}

static void test_registers__code_signs_and_dates_are_checked(void **state)
{
	struct code_row *row = reg_new(&code_reg);

	(void)state;
	type_in(&seeds, &code_reg, row, "value", "1");
	type_in(&seeds, &code_reg, row, "label", "示例，甲");
	assert_refused(&code_reg, row, "set_name", "领域");
	assert_refused(&code_reg, row, "set_name", "Domain");
	assert_taken(&code_reg, row, "set_name", "domain_2");
	assert_refused(&code_reg, row, "value", "1,2");
	assert_refused(&code_reg, row, "value", "一");
	assert_taken(&code_reg, row, "value", "2A");
	assert_taken(&code_reg, row, "effective_from", "2024-01-01");
	assert_refused(&code_reg, row, "effective_to", "2023-12-31");
	assert_taken(&code_reg, row, "effective_to", "2024");
	reg_free(&code_reg, row);
}

static void test_registers__rule_key_is_name_and_date(void **state)
{
	struct rule_row *row = reg_new(&rule_reg);

	(void)state;
	type_in(&seeds, &rule_reg, row, "name", "org.stars_max");
	rule_reg.fill(&seeds.lookup, row, NULL);
	assert_string_equal(row->key, "org.stars_max@");
	type_in(&seeds, &rule_reg, row, "effective_from", "2025-1-1");
	rule_reg.fill(&seeds.lookup, row, NULL);
	assert_string_equal(row->key, "org.stars_max@2025-01-01");
	type_in(&seeds, &rule_reg, row, "label", "示例");
	assert_taken(&rule_reg, row, "level", "提醒");
	assert_refused(&rule_reg, row, "effective_to", "2024-12-31");
	assert_taken(&rule_reg, row, "effective_to", "");
	assert_refused(&rule_reg, row, "name", "Org.stars");
	assert_refused(&rule_reg, row, "name", "org stars");
	reg_free(&rule_reg, row);
}

static void test_registers__operator_login_is_an_account_name(void **state)
{
	struct operator_row *row = reg_new(&operator_reg);
	struct err e = ERR_INIT;

	(void)state;
	type_in(&seeds, &operator_reg, row, "login", "zhangmin");
	type_in(&seeds, &operator_reg, row, "name", "示例录入员");
	assert_int_equal(judge(&operator_reg, row, &e), ERR_INVALID);
	assert_string_equal(e.field, "role");
	assert_taken(&operator_reg, row, "role", "录入员");
	assert_int_equal(role_from_value(row->role.s), ROLE_CLERK);
	assert_refused(&operator_reg, row, "login", "张敏");
	assert_refused(&operator_reg, row, "login", "zhang min");
	assert_refused(&operator_reg, row, "login", "-rf");
	assert_taken(&operator_reg, row, "login", "zhang.min_2-a");
	reg_free(&operator_reg, row);
}

int main(void)
{
#define T(name) cmocka_unit_test(test_registers__##name)
	const struct CMUnitTest tests[] = {
		T(are_the_five_in_the_order_of_menus),
		T(every_field_is_explained),
		T(names_are_identifiers_and_free_for_columns),
		T(fields_lie_inside_the_record),
		T(every_word_means_one_field),
		T(no_alias_is_given_twice),
		T(words_of_conditions_have_no_operators),
		T(columns_are_as_wide_as_their_headers),
		T(first_field_opens_a_section),
		T(flags_do_not_contradict),
		T(personal_data_is_marked),
		T(references_and_codes_have_their_other_end),
		T(key_label_sort_and_scope_are_fields),
		T(only_an_administrator_writes_the_bookkeeping),
		T(lists_have_few_columns),
		T(views_and_figures_can_be_asked),
		T(conditions_people_type_are_understood),
		T(the_view_of_organizations_counts_primary_ones),
		T(ledger_headers_find_their_fields),
		T(code_sets_have_their_standards_sizes),
		T(roles_and_levels_are_those_of_the_program),
		T(ethnic_groups_of_haixi_come_first),
		T(codes_are_found_by_label_in_both_languages),
		T(positions_count_from_one),
		T(invented_units_are_marked_as_samples),
		T(seeds_are_good_records),
		T(every_rule_asked_for_is_shipped),
		T(every_shipped_rule_is_asked_for),
		T(rules_warn_until_an_office_decides),
		T(code_key_is_set_and_value),
		T(code_signs_and_dates_are_checked),
		T(rule_key_is_name_and_date),
		T(operator_login_is_an_account_name),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

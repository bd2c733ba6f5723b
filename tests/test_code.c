/*
 * Code sets: the shipped ones against their standards, and the register they are edited in.
 */
#include "src/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

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

/* ---- Code sets ------------------------------------------------------------------- */

static size_t set_size(const char *set)
{
	const struct code_item *first;

	return codebook_set(&seeds.codes, set, &first);
}

static void test_code__code_sets_have_their_standards_sizes(void **state)
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

static void test_code__roles_and_levels_are_those_of_the_program(void **state)
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

static void test_code__ethnic_groups_of_haixi_come_first(void **state)
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

static void test_code__codes_are_found_by_label_in_both_languages(void **state)
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

static void test_code__positions_count_from_one(void **state)
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

static void test_code__invented_units_are_marked_as_samples(void **state)
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

static void test_code__seeds_are_good_records(void **state)
{
	(void)state;
	assert_int_equal(take_file("code.csv", &code_reg), seeds.codes.n);
	assert_int_equal(take_file("rule.csv", &rule_reg), seeds.rules.n);
	assert_int_equal(take_file("division.csv", &division_reg), 443);
}

/* ---- The register ---- */

static void test_code__code_key_is_set_and_value(void **state)
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

static void test_code__code_signs_and_dates_are_checked(void **state)
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

int main(void)
{
#define T(name) cmocka_unit_test(test_code__##name)
	const struct CMUnitTest tests[] = {
		T(code_sets_have_their_standards_sizes),
		T(roles_and_levels_are_those_of_the_program),
		T(ethnic_groups_of_haixi_come_first),
		T(codes_are_found_by_label_in_both_languages),
		T(positions_count_from_one),
		T(invented_units_are_marked_as_samples),
		T(seeds_are_good_records),
		T(code_key_is_set_and_value),
		T(code_signs_and_dates_are_checked),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

/*
 * One look at all registers: a table that a list, a form, a file and the manual
 * can follow, code sets and rules that are really shipped, seeds that a new
 * database takes without a murmur.
 */
#include "src/reg.h"

#include <ctype.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/empty.h"
#include "src/query.h"
#include "src/text.h"
#include "src/worklist.h"
#include "tests/support/seeds.h"
#include "src/banned.h"

static struct seeds seeds;

/* Every field of every register. */
static struct {
	const struct reg *reg;
	const struct field *field;
} all[400];
static size_t all_n;

static int setup(void **state)
{
	(void)state;
	seeds_load(&seeds, "2024-05-20");
	for (size_t r = 0; r < registers_n; r++) {
		for (size_t i = 0; i < registers[r]->nfields; i++) {
			assert_true(all_n < sizeof(all) / sizeof(all[0]));
			all[all_n].reg = registers[r];
			all[all_n++].field = &registers[r]->fields[i];
		}
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	seeds_release(&seeds);
	return 0;
}

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

static void test_registers__are_found_by_name_and_title(void **state)
{
	(void)state;
	assert_true(registers_n > 0);
	for (size_t i = 0; i < registers_n; i++) {
		assert_true(is_identifier(registers[i]->name));
		assert_ptr_equal(reg_find(registers[i]->name), registers[i]);
		assert_ptr_equal(reg_find(registers[i]->title), registers[i]);
	}
}

static void test_registers__every_field_is_explained(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

		assert_text(reg, f, "label", f->label);
		assert_text(reg, f, "help", f->help);
		assert_text(reg, f, "example", f->example);
		assert_true(text_width(f->label) <= 16);
		if (strcmp(f->help + strlen(f->help) - strlen("。"), "。") != 0)
			fail_msg("%s.%s: its help is no sentence", reg->name, f->name);
	}
}

/* A word in the place of the value must be text, and must be able to stand there more than once. */
static void test_registers__fields_with_states_can_hold_the_words(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;
		void *rec;

		if (!field_has_states(f))
			continue;
		n++;
		if (f->flags & (FIELD_UNIQUE | FIELD_FIXED | FIELD_READONLY | FIELD_TALLIED))
			fail_msg("%s.%s cannot have states", reg->name, f->name);
		rec = reg_new(reg);
		for (int i = EMPTY_UNFILLED; i < EMPTY_COUNT; i++) {
			if (!field_knows(f, (enum empty)i))
				continue;
			field_set_empty(f, rec, (enum empty)i);
			assert_int_equal(field_empty(f, rec), i);
		}
		reg_free(reg, rec);
	}
	assert_true(n > 5);
}

static void test_registers__facts_are_named(void **state)
{
	(void)state;
	for (size_t r = 0; r < registers_n; r++)
		for (size_t i = 0; i < registers[r]->nfacts; i++) {
			const struct fact *fact = &registers[r]->facts[i];

			assert_true(is_identifier(fact->name));
			assert_true(is_plain_text(fact->label));
			assert_true(text_width(fact->label) <= 16);
			assert_non_null(fact->add);
		}
}

static void test_registers__names_are_identifiers_and_free_for_columns(void **state)
{
	static const char *const taken[] = { "id", "version", "retired_on", "retired_reason", "state" };

	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

		assert_true(is_identifier(f->name));
		assert_ptr_equal(reg_field(reg, f->name), f);
		for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
			assert_string_not_equal(f->name, taken[i]);
	}
}

static void test_registers__fields_lie_inside_the_record(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

		assert_true(f->offset >= sizeof(struct rec));
		assert_true(f->offset < reg->size);
		assert_true(f->type < TYPE_COUNT);
		for (const struct field *other = reg->fields; other < f; other++)
			assert_true(other->offset != f->offset);
	}
}

static void assert_means(const struct reg *reg, const char *word, const struct field *f)
{
	if (reg_field_typed(reg, word) != f)
		fail_msg("%s: %s is not %s alone", reg->name, word, f->name);
}

/* A header or a condition must mean one field, so no two answer to the same word. */
static void test_registers__every_word_means_one_field(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct field *f = all[k].field;

		assert_means(all[k].reg, f->name, f);
		assert_means(all[k].reg, f->label, f);
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			assert_means(all[k].reg, *a, f);
	}
}

static void assert_given_once(const struct reg *reg, const char *word)
{
	size_t n = 0;

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		n += strcmp(f->label, word) == 0;
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			n += strcmp(*a, word) == 0;
	}
	if (n != 1)
		fail_msg("%s: %s is given %zu times", reg->name, word, n);
}

static void test_registers__no_alias_is_given_twice(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct field *f = all[k].field;

		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			assert_given_once(all[k].reg, *a);
	}
}

static void test_registers__words_of_conditions_have_no_operators(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct field *f = all[k].field;

		assert_null(strpbrk(f->label, "=<>!~|\" \t-"));
		for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
			assert_null(strpbrk(*a, "=<>!~|\" \t-"));
	}
}

static void test_registers__columns_are_as_wide_as_their_headers(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

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
	for (size_t k = 0; k < registers_n; k++) {
		const struct reg *reg = registers[k];

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
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

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
	for (size_t k = 0; k < all_n; k++) {
		const struct field *f = all[k].field;

		if (f->type == TYPE_PHONE || f->type == TYPE_CITIZEN || f->type == TYPE_CARD)
			assert_true(f->flags & FIELD_PERSONAL);
	}
	assert_true(reg_field(&org_reg, "secretary_phone")->flags & FIELD_PERSONAL);
	assert_true(reg_field(&org_reg, "phone")->flags & FIELD_PERSONAL);
}

static void test_registers__references_and_codes_have_their_other_end(void **state)
{
	(void)state;
	for (size_t k = 0; k < all_n; k++) {
		const struct reg *reg = all[k].reg;
		const struct field *f = all[k].field;

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
	for (size_t k = 0; k < registers_n; k++) {
		const struct reg *reg = registers[k];

		const struct field *key = reg_key(reg);
		const struct field *label = reg_label(reg);
		const struct field *sort = reg_field(reg, reg->sort);

		assert_true(key != NULL && label != NULL && sort != NULL);
		assert_true(key->flags & FIELD_UNIQUE);
		assert_true((key->flags & (FIELD_REQUIRED | FIELD_READONLY)) || reg->fill);
		assert_true(label->flags & (FIELD_REQUIRED | FIELD_READONLY));
		assert_true(label->flags & FIELD_SEARCHED);
		assert_true(field_is_sortable(label));
		assert_true(field_is_sortable(sort));
		if (reg->scope != NULL && reg->scope[0] != '\0')
			assert_ptr_equal(reg_field(reg, reg->scope)->target, &org_reg);
	}
}

static void test_registers__only_an_administrator_writes_the_bookkeeping(void **state)
{
	const struct reg *const bookkeeping[] = { &division_reg, &code_reg, &rule_reg, &operator_reg };
	size_t n = 0;

	(void)state;
	for (size_t k = 0; k < sizeof(bookkeeping) / sizeof(bookkeeping[0]); k++)
		assert_int_equal(bookkeeping[k]->writers, ROLE_ADMIN);
	for (size_t k = 0; k < registers_n; k++)
		n += registers[k]->writers == ROLE_ADMIN;
	assert_int_equal(n, 4);
	assert_string_equal(org_reg.scope, "");
	assert_true(division_reg.key_is_id);
}

/* Each listed field costs an index. */
static void test_registers__lists_have_few_columns(void **state)
{
	(void)state;
	for (size_t k = 0; k < registers_n; k++) {
		const struct reg *reg = registers[k];

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
	for (size_t k = 0; k < registers_n; k++) {
		const struct reg *reg = registers[k];

		assert_true((reg->view == NULL) == (reg->view_label == NULL));
		if (reg->view != NULL)
			assert_condition(reg, reg->view);
		for (size_t i = 0; i < reg->nfigures; i++) {
			const struct figure *f = &reg->figures[i];

			assert_true(is_identifier(f->key));
			assert_true(is_plain_text(f->label));
			char *where = figure_where(reg, f);

			assert_true(!f->worklist || (!f->where && where));
			if (where != NULL)
				assert_condition(reg, where);
			free(where);
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
		const struct field *want = reg_field(&org_reg, headers[i + 1]);

		assert_non_null(want);
		if (reg_field_typed(&org_reg, headers[i]) != want)
			fail_msg("%s is not %s", headers[i], want->name);
	}
	assert_null(reg_field_typed(&org_reg, "序号"));
}

/* ---- Rules and the checks that ask for them --------------------------------------------- */

static void read_file(const char *path, struct buf *text)
{
	char block[4096];
	size_t n;
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		buf_add(text, block, n);
	fclose(in);
}

/* The file of a register, and those beside it: org.c, org_term.c. */
static char *read_source(const char *name)
{
	struct buf pattern = BUF_INIT;
	struct buf text = BUF_INIT;
	glob_t files;

	buf_addf(&pattern, "src/records/%s*.c", name);
	assert_int_equal(glob(buf_str(&pattern), 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		read_file(files.gl_pathv[i], &text);
	globfree(&files);
	buf_release(&pattern);
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

static void assert_shipped(const char *rule)
{
	if (!is_shipped(rule))
		fail_msg("%s is asked for, but not in rule.csv", rule);
}

/* Cuts the source at its quotes; returns how many rules were named. */
static size_t assert_rules_shipped(char *source, const char *reg)
{
	size_t rules = 0;

	for (char *open = strchr(source, '"'); open != NULL; open = strchr(open, '"')) {
		char *end = strchr(open + 1, '"');

		assert_non_null(end);
		*end = '\0';
		if (names_a_rule(open + 1, reg)) {
			rules++;
			assert_shipped(open + 1);
		}
		open = end + 1;
	}
	return rules;
}

static void test_registers__every_rule_asked_for_is_shipped(void **state)
{
	(void)state;
	for (size_t k = 0; k < registers_n; k++) {
		const struct reg *reg = registers[k];

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

static void test_registers__rules_of_organizations_warn_until_an_office_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds.rules.n; i++) {
		const struct rule_item *rule = &seeds.rules.items[i];

		if (strncmp(rule->name, "org.", 4) == 0)
			assert_int_equal(rule->level, RULE_WARN);
		assert_true(is_plain_text(rule->label));
		/* A date without a document would be a date of our own invention. */
		if (!date_is_empty(rule->from))
			assert_non_null(rule->document);
		assert_ptr_equal(rule_on(&seeds.rules, rule->name, seeds.lookup.today), rule);
	}
}

/* ---- The register of rules ---- */

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

int main(void)
{
#define T(name) cmocka_unit_test(test_registers__##name)
	const struct CMUnitTest tests[] = {
		T(are_found_by_name_and_title),
		T(every_field_is_explained),
		T(fields_with_states_can_hold_the_words),
		T(facts_are_named),
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
		T(every_rule_asked_for_is_shipped),
		T(every_shipped_rule_is_asked_for),
		T(rules_of_organizations_warn_until_an_office_decides),
		T(rule_key_is_name_and_date),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

/*
 * Export and import undo each other: for every field of every register, in every
 * format that import reads, importing what was exported changes nothing, and
 * into an empty register it brings back the same records.
 *
 * Two registers more than the program has make sure that every type of field is there.
 */
#include "db/export.h"
#include "db/find.h"
#include "db/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/things.h"
#include "src/banned.h"

/* ---- A database with these registers ----------------------------------------------------------- */

/* The code sets of the two registers; one code is out of use by now, and one is two labels to people. */
#define CODES                                                                                          \
	"代码集,代码值,名称,英文名称,停止日期\n"                                                       \
	"category,611,党委,Committee,\n"                                                               \
	"category,631,党支部,Party branch,\n"                                                          \
	"category,699,旧支部,Old branch,2030-12-31\n"                                                  \
	"criteria,1,班子不团结、内耗严重,,\ncriteria,2,书记不胜任现职,,\ncriteria,11,班子不团结,,\n" \
	"criteria,12,书记不胜任现职,,\n"

#define PLACES "区划代码,地名\n63,示例省\n6328,示例州\n6329,示例州\n"

#define THINGS                                                                                                          \
	"编号,名称,备注,人数,星级,活动中心,成立日期,启用年月,经费,报酬,占比,得分,类别,标准,所在地,上级,联系人,电话,身份证号,信用代码,"   \
	"银行卡号\n"                                                                                                    \
	"1,甲,\"第一行\n第二行\",1234567,5,是,2001-07-01,2020-03,-1234.50,4321.00,12.34%,69.9,党委,"                         \
	"\"班子不团结、内耗严重,书记不胜任现职\",63,,示例多杰,13900001234,460301199001010016,N2632822MF0000005J,"       \
	"6222021234567890128\n"                                                                                         \
	"2,'=甲,'-12,-1,,否,2001-07,,0.00,0.01,-0.05%,-1.05,699,1 11,示例州 6329,1,王,0977-8220000-12,,,\n"                   \
	"3,\"a,\"\"b\"\"\",'+1,0,1,,1958,1999-12,1500000,,100%,100,,2,6328,甲 1,,,,,\n"                                       \
	"4,''=甲,\"x;y\t z\",,,,,,,,,,,,,'=甲 2,,,,,\n"

static int group_setup(void **state)
{
	struct office *o;

	things_read();
	assert_int_equal(office_group_setup(state), 0);
	assert_int_equal(office_setup((void **)&o), 0);
	things_take(o, &code_reg, CODES);
	things_take(o, &place_reg, PLACES);
	things_take(o, &thing_reg, THINGS);
	things_take(o, &org_reg, "编码,全称,类别,上级,领域,行政区划,单位性质,成立日期,书记电话,信用代码,党群服务中心,备注\n"
			  "C1,中共示例镇委员会,党委,,农村,柯柯镇,,1958,0977-8220000,,是,示例\n"
			  "B1,中共示例村支部委员会,党支部,C1,农村,南沙沟村村委会,,2001-07,13900001234,N2632822MF0000005J,否,\"一\n二\"\n");
	office_operator(o, "clerk", "clerk", office_number(o, "SELECT id FROM org WHERE code = 'C1'"));
	/* A code that went out of use after it was given, a record that refers to nothing in use. */
	things_take(o, &code_reg, "键,停止日期\ncategory.699,2020-12-31\n");
	assert_int_equal(office_retire(o, &thing_reg, office_number(o, "SELECT id FROM thing WHERE code = '4'")), 0);
	office_keep(o);
	return office_teardown((void **)&o);
}

/* ---- Round trips ------------------------------------------------------------------------------- */

static const struct export_options formats[] = {
	{ .format = EXPORT_CSV, .bom = true },
	{ .format = EXPORT_CSV, .bom = true, .reveal = true },
	{ .format = EXPORT_CSV, .english = true, .reveal = true },
	{ .format = EXPORT_CSV, .gb18030 = true, .reveal = true },
	{ .format = EXPORT_CSV, .gb18030 = true },
	{ .format = EXPORT_TSV, .reveal = true },
	{ .format = EXPORT_TSV, .gb18030 = true },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

static void changes_nothing(struct office *o, const struct reg *reg, const struct export_options *options)
{
	struct ledger l = { .o.encoding = options->gb18030 ? CSV_GB18030 : CSV_DETECT };
	struct buf sql = BUF_INIT, text = BUF_INIT;
	int64_t changes = office_number(o, "SELECT count(*) FROM change"), rows;

	buf_addf(&sql, "SELECT count(*) FROM \"%s\"", reg->name);
	rows = office_number(o, buf_str(&sql));
	assert_true(rows > 0);
	ledger_export(o, reg, options, &text);
	if (ledger_import_bytes(o, &l, reg, text.data, text.len) < 0)
		fail_msg("%s: %s\n%s%s", reg->name, l.e.text, buf_str(&l.refused), buf_str(&text));
	assert_int_equal(l.report.unchanged, rows);
	assert_int_equal(l.report.rows, rows);
	assert_null(l.report.unknown_columns);
	assert_int_equal(office_number(o, "SELECT count(*) FROM change"), changes);
	buf_release(&sql);
	buf_release(&text);
	ledger_release(&l);
}

static void test_db_roundtrip__importing_an_export_changes_nothing(void **state)
{
	for (size_t r = 0; r < registers_n; r++) {
		for (size_t i = 0; i < FORMATS; i++)
			changes_nothing(*state, registers[r], &formats[i]);
	}
	office_sound(*state);
}

static void test_db_roundtrip__every_type_of_field_is_in_it(void **state)
{
	bool there[TYPE_COUNT] = { false };
	struct office *o = *state;

	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];
		struct buf sql = BUF_INIT;

		buf_addf(&sql, "SELECT count(*) FROM thing WHERE \"%s\" IS NOT NULL", f->name);
		there[f->type] |= office_number(o, buf_str(&sql)) > 0;
		buf_release(&sql);
	}
	for (size_t i = 0; i < TYPE_COUNT; i++) {
		if (!there[i])
			fail_msg("no thing has a value of the type %s", type_by_id((enum type_id)i)->name);
	}
}

/* All values of a register as they are stored, in the order of its key. */
static char *stored(struct office *o, const struct reg *reg)
{
	struct buf sql = BUF_INIT, row = BUF_INIT;
	char *text;

	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];

		buf_adds(&row, i ? " || '|' || " : "");
		if (f->type == TYPE_REF)
			buf_addf(&row, "coalesce((SELECT code FROM \"%s\" r WHERE r.id = t.\"%s\"), '-')", f->target->name, f->name);
		else
			buf_addf(&row, "coalesce(t.\"%s\", '-')", f->name);
	}
	buf_addf(&sql, "SELECT group_concat(%s, char(10)) FROM (SELECT * FROM \"%s\" ORDER BY \"%s\") t", buf_str(&row),
		reg->name, reg->key);
	text = office_text(o, buf_str(&sql));
	buf_release(&sql);
	buf_release(&row);
	return text;
}

static void comes_back(struct office *from, const struct reg *reg, const struct export_options *options)
{
	struct ledger l = { .o.encoding = options->gb18030 ? CSV_GB18030 : CSV_DETECT };
	struct buf text = BUF_INIT;
	struct office *to;
	char *want, *got;

	ledger_export(from, reg, options, &text);
	assert_int_equal(office_setup((void **)&to), 0);
	office_meddle(to, "DELETE FROM thing; DELETE FROM org");
	office_open(to, NULL);
	if (ledger_import_bytes(to, &l, reg, text.data, text.len) < 0)
		fail_msg("%s: %s\n%s%s", reg->name, l.e.text, buf_str(&l.refused), buf_str(&text));
	want = stored(from, reg);
	got = stored(to, reg);
	assert_string_equal(got, want);
	free(want);
	free(got);
	buf_release(&text);
	ledger_release(&l);
	office_teardown((void **)&to);
}

static void test_db_roundtrip__an_empty_register_gets_the_same_records(void **state)
{
	struct office *o = *state;

	/* The code that is out of use may not be given anew, so that one comes back into use. */
	things_take(o, &code_reg, "键,停止日期\ncategory.699,2099-12-31\n");
	office_keep(o);
	office_open(o, NULL);
	for (size_t i = 0; i < FORMATS; i++) {
		if (!formats[i].reveal)
			continue;
		comes_back(o, &org_reg, &formats[i]);
		comes_back(o, &thing_reg, &formats[i]);
	}
}

/* ---- Personal data ----------------------------------------------------------------------------- */

static void thing(struct office *o, const char *field, const char *want)
{
	struct buf sql = BUF_INIT;
	char *got;

	buf_addf(&sql, "SELECT \"%s\" FROM thing WHERE code = '1'", field);
	got = office_text(o, buf_str(&sql));
	assert_string_equal(got, want);
	free(got);
	buf_release(&sql);
}

static void test_db_roundtrip__what_is_covered_stays_what_it_was(void **state)
{
	struct office *o = *state;

	things_take(o, &thing_reg, "编号,备注,报酬,联系人,电话,身份证号,银行卡号\n"
			    "1,新的备注,***,示***,139****1234,460301**********16,6222***********0128\n");
	thing(o, "note", "新的备注");
	thing(o, "pay", "432100");
	thing(o, "person", "示例多杰");
	thing(o, "phone", "13900001234");
	thing(o, "citizen", "460301199001010016");
	thing(o, "card", "6222021234567890128");
}

/* A person is found by the last four signs of the citizen number, and what was found stays covered. */
static void test_db_roundtrip__a_citizen_number_is_found_by_its_end(void **state)
{
	static const struct {
		const char *typed, *by;
	} cases[] = {
		{ "0016", "身份证号 460301**********16" },
		{ "010016", "身份证号 460301**********16" },
		{ "0015", NULL },	/* nobody's */
		{ "016", NULL },	/* too little to be an end */
		{ "4603", NULL },	/* the beginning says where somebody was born */
	};
	const struct page_want page = { .from = PAGE_FIRST, .rows = 5 };
	struct office *o = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct found found = { .n = 0 };

		assert_int_equal(store_find_in(o->s, &thing_reg, cases[i].typed, &page, &found, &o->e), 0);
		assert_int_equal(found.n, cases[i].by ? 1 : 0);
		if (cases[i].by)
			assert_string_equal(found.items[0].by, cases[i].by);
		found_release(&found);
	}
}

static void test_db_roundtrip__what_is_wrong_is_told_covered(void **state)
{
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(*state, &l, &thing_reg,
				 "编号,报酬,联系人,电话,身份证号,银行卡号\n"
				 "1,一千二,示例\x1b多杰,13900009999999,460301199001010010,6222X21234567890128\n"
				 "2,****,李**,138****0000,460302**********99,6222***********9999\n"),
		ERR_INVALID);
	ledger_said(&l, "2|报酬|***|*\n2|联系人|示****|*\n2|电话|139*******9999|*\n2|身份证号|460301**********10|*\n"
			"2|银行卡号|6222***********0128|*\n"
			"3|报酬|***|是遮盖过的*\n3|联系人|李**|是遮盖过的*\n3|电话|138****0000|是遮盖过的*\n"
			"3|身份证号|460302**********99|是遮盖过的*\n3|银行卡号|6222***********9999|是遮盖过的*\n");
	assert_null(strstr(buf_str(&l.refused), "一千二"));
	assert_null(strstr(buf_str(&l.refused), "多杰"));
	assert_null(strstr(buf_str(&l.refused), "13900009999999"));
	assert_null(strstr(buf_str(&l.refused), "460301199001010010"));
	ledger_release(&l);
}

static void test_db_roundtrip__numbers_that_a_spreadsheet_destroyed(void **state)
{
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(*state, &l, &thing_reg,
				 "编号,身份证号,银行卡号,信用代码,电话\n"
				 "1,4.60301E+17,6.22202E+18,9.1E+17,1.39E+10\n"
				 "2,460301199001010000,6222021234567890000,,\n"),
		ERR_INVALID);
	ledger_said(&l, "2|身份证号|4.6030***17|号码的后几位已被表格软件抹掉*\n2|银行卡号|6.22***E+18|号码的后几位已被表格软件抹掉*\n"
			"2|信用代码|9.1E+17|*\n2|电话|1.3*E+10|*\n"
			"3|身份证号|460301**********00|号码的后几位已被表格软件抹掉*\n"
			"3|银行卡号|6222***********0000|号码的后几位已被表格软件抹掉*\n");
	ledger_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_db_roundtrip__##name, office_setup, office_teardown)
		TEST(importing_an_export_changes_nothing),
		TEST(every_type_of_field_is_in_it),
		TEST(what_is_covered_stays_what_it_was),
		TEST(a_citizen_number_is_found_by_its_end),
		TEST(what_is_wrong_is_told_covered),
		TEST(numbers_that_a_spreadsheet_destroyed),
		/* The last one: it changes what the others begin with. */
		TEST(an_empty_register_gets_the_same_records),
	};

	return cmocka_run_group_tests(tests, group_setup, office_group_teardown);
}

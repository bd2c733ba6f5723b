/*
 * The program as questions and answers: what is said, and what is stored in the end.
 */
#include "ui/linear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage_cases.h"
#include "src/banned.h"

static char *said;
static size_t said_len;

/* The answers, a line each, and the whole talk. */
static void talk_with(struct stage *s, const char *drafts, const char *answers)
{
	struct linear l = { .store = s->office->s, .drafts = drafts };
	FILE *in = tmpfile(), *out;

	free(said);
	said = NULL;
	out = open_memstream(&said, &said_len);
	assert_non_null(in);
	assert_non_null(out);
	fputs(answers, in);
	rewind(in);
	talk_init(&l.talk, in, out);
	linear_run(&l);
	talk_release(&l.talk);
	fclose(in);
	fclose(out);
}

#define talk(s, answers) talk_with(s, NULL, answers)

static void says(const char *text)
{
	if (!strstr(said, text))
		fail_msg("「%s」 is not said in:\n%s", text, said);
}

static void hides(const char *text)
{
	if (strstr(said, text))
		fail_msg("「%s」 is said in:\n%s", text, said);
}

static int teardown(void **state)
{
	free(said);
	said = NULL;
	return stage_teardown(state);
}

/* The number of a field in the record's list of them. */
static const char *number_of(const struct reg *reg, const char *field)
{
	static char number[16];

	snprintf(number, sizeof(number), "%d", (int)(reg_field(reg, field) - reg->fields) + 1);
	return number;
}

static char *script(const char *fmt, ...)
{
	static struct buf b;
	va_list ap;

	buf_clear(&b);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	return b.data;
}

/* --- lists --- */

static void test_linear__the_menu_names_every_register(void **state)
{
	talk(*state, "-\n");
	for (size_t i = 0; i < registers_n; i++)
		says(registers[i]->title);
	says("- 退回一步");
}

static void test_linear__a_register_is_opened_by_number_or_name_and_filtered(void **state)
{
	talk(*state, "1\n/南沙沟\n-\n-\n");
	says("党组织，共");
	says("1. 中共示例镇南沙沟村支部委员会 (002)");
	talk(*state, "党组织\n／南沙沟\n/书记=\n/没有这样的\n-\n-\n");
	says("1. 中共示例镇南沙沟村支部委员会 (002)");
	says("没有符合的记录。");
	talk(*state, "99\nabc\n１\n-\n-\n");
	says("没有这个台账");
	says("党组织，共");
}

static void test_linear__a_bad_condition_changes_nothing(void **state)
{
	talk(*state, "1\n/nomen=3\n\n-\n-\n");
	says("错误：");
	says("中共示例镇南沙沟村支部委员会");
}

static void test_linear__pages_turn_and_stop_at_the_ends(void **state)
{
	talk(*state, "行政区划\np\nn\nn\np\n-\n-\n");
	says("前面没有了。");
	says("10. ");
	talk(*state, "党组织\nn\n-\n-\n");
	says("后面没有了。");
}

/* --- records --- */

static void test_linear__a_field_is_changed_and_saved(void **state)
{
	struct stage *s = *state;

	talk(s, script("1\n/002\n1\n%s\n?\n示例旦增\n\ns\n-\n-\n-\n", number_of(&org_reg, "secretary")));
	says("书记");
	says("书记改为：示例旦增");
	says("示例旦增（改了，还没有保存）");
	says("已保存。");
	stage_has(s, &org_reg, "002", "secretary", "示例旦增");
	office_sound(s->office);
}

static void test_linear__a_value_that_is_refused_is_asked_again(void **state)
{
	struct stage *s = *state;

	talk(s, script("1\n/002\n1\n%s\n2024-02-30\n2024-02-28\ns\n换届\n-\n-\n-\n", number_of(&org_reg, "term_from")));
	says("错误：");
	says("2024-02-28");
	stage_has(s, &org_reg, "002", "term_from", "2024-02-28");
}

static void test_linear__what_cannot_be_saved_says_why_and_stays(void **state)
{
	struct stage *s = *state;

	talk(s, script("1\n/002\n1\n%s\n=\ns\n-\n3\n-\n-\n", number_of(&org_reg, "name")));
	says("全称");
	hides("已保存。");
	stage_has(s, &org_reg, "002", "name", "中共示例镇南沙沟村支部委员会");
}

static void test_linear__personal_data_stays_masked(void **state)
{
	struct stage *s = *state;

	stage_put(s->office->s, &org_reg, "002", "secretary_phone", "13800001234");
	talk(s, "1\n/002\n1\n-\n-\n-\n");
	says("138****1234");
	hides("13800001234");
}

static void test_linear__a_new_record_is_asked_field_by_field(void **state)
{
	struct stage *s = *state;

	talk(s, "operator\n+\nnew-login\n示例新人\n-\n示例新人二\nviewer\n!\ns\n-\n-\n-\n");
	says("登录名（必填）");
	says("已保存。");
	stage_has(s, &operator_reg, "new-login", "name", "示例新人二");
}

static void test_linear__a_record_is_retired_and_brought_back_with_a_reason(void **state)
{
	struct stage *s = *state;

	talk(s, "1\n/002\n1\nr\n\nr\n并村\n-\n-\n-\n");
	says("已停用。");
	talk(s, "1\na\n/002\n1\nr\n恢复建制\n-\n-\n-\n");
	says("并村");
	says("已恢复使用。");
	office_sound(s->office);
}

static void test_linear__a_doubtful_change_wants_a_reason(void **state)
{
	struct stage *s = *state;

	talk(s, script("1\n/002\n1\n%s\n2001-01-01\ns\n\ns\n补录旧届期\n-\n-\n-\n", number_of(&org_reg, "term_to")));
	says("提醒：");
	says("原因（回车：先不保存）");
	says("已保存。");
}

static void test_linear__a_step_is_made_by_changing_the_stage(void **state)
{
	struct stage *s = *state;

	stage_add_cases(s);
	talk(s, script("rectification\n/阶段=初定\n1\n%s\n?\n销号\n!\ns\n%s\n审定\ns\n-\n-\n-\n",
		       number_of(&rectification_reg, "stage"), number_of(&rectification_reg, "stage")));
	says("screened 排查");
	says("不能从「初定」直接到「销号」");
	says("已保存。");
}

static void test_linear__a_viewer_is_told_and_changes_nothing(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "looker", "viewer", 0);
	office_open(s->office, "looker");
	/* Before a value or a reason is asked for. */
	talk(s, script("1\n+\n/002\n1\n%s\nr\ns\n-\n-\n-\n", number_of(&org_reg, "secretary")));
	says("没有修改「党组织」的权限");
	says("没有要保存的修改。");
	hides("现在：");
	hides("为什么停用");
}

/* --- two people --- */

static FILE *late;	/* answers that another's save comes before */

static void test_linear__somebody_else_was_faster(void **state)
{
	struct stage *s = *state;
	struct linear l = { .store = s->office->s };
	struct linear_edit edit = { .linear = &l, .reg = &org_reg };
	struct draft_file draft = DRAFT_NONE;
	FILE *out;

	late = tmpfile();
	fputs("7\n1\n", late);
	rewind(late);
	out = open_memstream(&said, &said_len);
	talk_init(&l.talk, late, out);
	edit.draft = &draft;
	edit.base = reg_new(&org_reg);
	edit.rec = reg_new(&org_reg);
	assert_int_equal(store_find(s->office->s, &org_reg, "002", edit.base, &s->office->e), 0);
	reg_copy(&org_reg, edit.rec, edit.base);
	assert_int_equal(field_parse(reg_field(&org_reg, "secretary"), "示例我的", store_lookup(s->office->s), edit.rec, NULL), 0);
	stage_put(s->office->s, &org_reg, "002", "secretary", "示例他的", "note", "他写的");
	assert_true(linear_save(&edit));
	fflush(out);
	says("他改成 示例他的，你改成 示例我的");
	stage_has(s, &org_reg, "002", "secretary", "示例我的");
	stage_has(s, &org_reg, "002", "note", "他写的");
	talk_release(&l.talk);
	reg_free(&org_reg, edit.base);
	reg_free(&org_reg, edit.rec);
	fclose(late);
	fclose(out);
}

/* --- drafts --- */

static void test_linear__what_was_typed_when_the_input_ended_is_offered(void **state)
{
	struct stage *s = *state;
	const char *drafts = office_file(s->office, "drafts");

	talk_with(s, drafts, script("1\n/002\n1\n%s\n示例没保存\n", number_of(&org_reg, "secretary")));
	hides("已保存。");
	talk_with(s, drafts, "1\n/002\n1\n1\ns\n-\n-\n-\n");
	says("的草稿：1 处修改");
	says("已保存。");
	stage_has(s, &org_reg, "002", "secretary", "示例没保存");
	talk_with(s, drafts, "1\n/002\n1\n-\n-\n-\n");
	hides("草稿：");
}

static void test_linear__what_is_discarded_is_gone(void **state)
{
	struct stage *s = *state;
	const char *drafts = office_file(s->office, "drafts");
	const char *number = number_of(&org_reg, "secretary");

	talk_with(s, drafts, script("1\n/002\n1\n%s\n示例不要\n-\n3\n-\n-\n", number));
	talk_with(s, drafts, "1\n/002\n1\n-\n-\n-\n");
	hides("草稿：");
	hides("示例不要");
}

static void test_linear__no_answer_can_break_it(void **state)
{
	struct stage *s = *state;
	struct buf b = BUF_INIT;

	buf_adds(&b, "1\n1\n1\n");
	buf_fill(&b, 'x', TALK_MOST + 1);
	buf_adds(&b, "\n");
	talk(s, buf_str(&b));
	talk(s, "\x1b[2J\n1\n\xff\xfe\n/\xff\n1\n1\n\xe4\xb8\n-\n-\n-\n-\n");
	hides("\x1b");
	talk(s, "");
	talk(s, "1\n1\n5");
	buf_release(&b);
}

#define T(name) cmocka_unit_test_setup_teardown(test_linear__##name, stage_setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_menu_names_every_register),
		T(a_register_is_opened_by_number_or_name_and_filtered),
		T(a_bad_condition_changes_nothing),
		T(pages_turn_and_stop_at_the_ends),
		T(a_field_is_changed_and_saved),
		T(a_value_that_is_refused_is_asked_again),
		T(what_cannot_be_saved_says_why_and_stays),
		T(personal_data_stays_masked),
		T(a_new_record_is_asked_field_by_field),
		T(a_record_is_retired_and_brought_back_with_a_reason),
		T(a_doubtful_change_wants_a_reason),
		T(a_step_is_made_by_changing_the_stage),
		T(a_viewer_is_told_and_changes_nothing),
		T(somebody_else_was_faster),
		T(what_was_typed_when_the_input_ended_is_offered),
		T(what_is_discarded_is_gone),
		T(no_answer_can_break_it),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}

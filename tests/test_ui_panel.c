/*
 * Questions and prompts over a screen.
 */
#include "ui/panel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

static struct buf said;

static void answered(void *ctx, int answer)
{
	assert_ptr_equal(ctx, &said);
	buf_addf(&said, "%d ", answer);
}

static void entered(void *ctx, const char *text)
{
	assert_ptr_equal(ctx, &said);
	buf_addf(&said, "[%s]", text);
}

static void was_said(const char *want)
{
	assert_string_equal(buf_str(&said), want);
	buf_clear(&said);
}

static const struct answer two_answers[] = { { "Ctrl-S", "保存" }, { "F8", "放弃修改" } };

static void ask(struct stage *s, const char *text)
{
	app_push(s->app, question_new(s->app, &(struct question){
		.title = "还没有保存", .text = text, .answers = two_answers, .n = 2, .done = answered, .ctx = &said,
	}));
}

static void prompt(struct stage *s, bool required)
{
	app_push(s->app, prompt_new(s->app, &(struct prompt){
		.title = "停用，请写原因", .label = "东河村党支部", .required = required, .done = entered, .ctx = &said,
	}));
}

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

static int teardown(void **state)
{
	int rc = stage_teardown(state);

	buf_release(&said);
	return rc;
}

/* --- questions --- */

static void test_panel__a_question_over_a_list(void **state)
{
	struct stage *s = *state;

	ask(s, "有 2 处修改还没有保存：\n  书记  王涛 -> 赵敏\n  成立日期  （空） -> 2003-07-01");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  001             中共示例镇委员会               党委",
		"   002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   0+- 还没有保存 ---------------------------------------------------------+",
		"   0| 有 2 处修改还没有保存：                                              |",
		"    |   书记  王涛 -> 赵敏                                                 |",
		"    |   成立日期  （空） -> 2003-07-01                                     |",
		"    |                                                                      |",
		"    | [ Ctrl-S 保存 ]  [ F8 放弃修改 ]  [ Esc 返回 ]                       |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		"> +- 还没有保存 ---------------------+",
		"  | 有 2 处修改还没有保存：          |",
		"  |   书记  王涛 -> 赵敏             |",
		"  |   成立日期  （空） -> 2003-07-01 |",
		"  |                                  |",
		"  | [ Ctrl-S 保存 ]  [ F8 放弃修改 ] |",
		"  | [ Esc 返回 ]                     |",
		"  +----------------------------------+",
		"",
		"10返回");
}

static void test_panel__only_its_own_keys_answer(void **state)
{
	struct stage *s = *state;

	ask(s, "走吗？");
	stage_keys(s, "sSdyn <Enter><Tab><Ctrl-Q><Paste:s>");
	stage_says(s, "方括号");
	was_said("");
	stage_shows(s, "走吗？");
	/* Its keys are explained and listed all the same. */
	for (int i = 0; i < 3; i++) {
		stage_keys(s, (const char *const[]){ "<F1>", "<F2>", "<F9>" }[i]);
		stage_shows(s, i == 0 ? "这个屏幕的键" : "返回");
		stage_keys(s, "<Esc>");
		was_said("");
		stage_shows(s, "走吗？");
	}
	stage_keys(s, "<F8>");
	was_said("1 ");
	stage_hides(s, "走吗？");
}

static void test_panel__esc_is_no_answer(void **state)
{
	struct stage *s = *state;

	ask(s, "走吗？");
	stage_keys(s, "<Esc>");
	was_said("-1 ");
	assert_string_equal(app_top(s->app)->type->name, "list");
	ask(s, "走吗？");
	stage_keys(s, "<F10>");
	was_said("-1 ");
}

static void test_panel__a_long_text_is_scrolled(void **state)
{
	struct stage *s = *state;
	struct buf text = BUF_INIT;

	for (int i = 1; i <= 40; i++)
		buf_addf(&text, "%s第 %d 行", i > 1 ? "\n" : "", i);
	ask(s, buf_str(&text));
	buf_release(&text);
	stage_shows(s, "| 第 1 行");
	stage_hides(s, "第 30 行");
	stage_shows(s, "看其余");
	stage_keys(s, "<Down>");
	stage_hides(s, "| 第 1 行");
	stage_keys(s, "<Up><Up><Up>");
	stage_shows(s, "| 第 1 行");
	stage_keys(s, "<PgDn><PgDn><PgDn><PgDn>");
	stage_shows(s, "第 40 行");
	stage_shows(s, "[ Ctrl-S 保存 ]");
	stage_keys(s, "<PgUp><PgUp><PgUp><PgUp>");
	stage_shows(s, "第 1 行");
	/* In a small window the answers stay where they are seen. */
	stage_size(s, 40, 12);
	stage_shows(s, "[ F8 放弃修改 ]");
	stage_shows(s, "[ Esc 返回 ]");
}

static void test_panel__text_is_shown_safely(void **state)
{
	struct stage *s = *state;

	ask(s, "改成 \033[2J\xE2\x80\xAE" "x");
	stage_shows(s, "改成 \uFFFD[2J\uFFFDx");
	stage_keys(s, "<Esc>");
	buf_clear(&said);
}

/* --- prompts --- */

static void test_panel__a_prompt_over_a_list(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "合并到南沙沟");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  001             中共示例镇委员会               党委",
		"   002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   0+- 停用，请写原因 -----------------------------------------------------+",
		"    | 东河村党支部                                                         |",
		"    | 合并到南沙沟                                                         |",
		"    |                                                                      |",
		"    | [ Enter 确定 ]  [ Esc 取消 ]                                         |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		">  中共示例镇委员会             党委",
		"  +- 停用，请写原因 -----------------+",
		"  | 东河村党支部                     |",
		"  | 合并到南沙沟                     |",
		"  |                                  |",
		"  | [ Enter 确定 ]  [ Esc 取消 ]     |",
		"  +----------------------------------+",
		"",
		"",
		"10返回");
}

static void test_panel__enter_gives_the_text(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "合并<Enter>");
	was_said("[合并]");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_panel__what_is_required_must_be_there(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "<Enter>");
	stage_says(s, "请先填写");
	stage_keys(s, "   <Enter>");
	stage_says(s, "请先填写");
	was_said("");
	stage_keys(s, "好<Enter>");
	was_said("[   好]");
	prompt(s, false);
	stage_keys(s, "<Enter>");
	was_said("[]");
}

static void test_panel__esc_gives_nothing(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "合并<Esc>");
	was_said("");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_panel__the_prompt_is_an_editor(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "并到<Home>合<End>东河?<Backspace><Paste:村\n支部><Enter>");
	was_said("[合并到东河村 支部]");
}

static void test_panel__the_prompt_says_what_it_refuses(void **state)
{
	struct stage *s = *state;

	prompt(s, true);
	stage_keys(s, "<Paste:a\033b>");
	stage_errs(s, "没有");
	stage_keys(s, "<F5>");
	stage_says(s, "Enter 确定");
	stage_keys(s, "<Esc>");
	was_said("");
}

static void test_panel__the_end_of_the_program_answers_for_the_person(void **state)
{
	struct stage *s = *state;

	ask(s, "走吗？");
	app_free(s->app);
	was_said("-1 ");
	s->app = app_new(s->office->s);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	prompt(s, true);
	stage_keys(s, "合并");
	app_free(s->app);
	was_said("");
	s->app = app_new(s->office->s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_panel__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_over_a_list),
		TEST(only_its_own_keys_answer),
		TEST(esc_is_no_answer),
		TEST(a_long_text_is_scrolled),
		TEST(text_is_shown_safely),
		TEST(a_prompt_over_a_list),
		TEST(enter_gives_the_text),
		TEST(what_is_required_must_be_there),
		TEST(esc_gives_nothing),
		TEST(the_prompt_is_an_editor),
		TEST(the_prompt_says_what_it_refuses),
		TEST(the_end_of_the_program_answers_for_the_person),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}

/* The menu of registers, for people who hear the screen. */
#include "ui/linear.h"

#include "db/read.h"
#include "src/i18n.h"
#include "ui/list.h"
#include "ui/ui.h"
#include "src/banned.h"

/* How long counting without counters may keep the person waiting. */
#define COUNT_MS 200

static void say_register(struct linear *l, size_t i)
{
	const struct view v = { .reg = registers[i] };
	struct count count = { .budget_ms = COUNT_MS };
	struct buf n = BUF_INIT;

	if (store_count(l->store, &v, &count, NULL) == 0)
		list_add_number(&n, count.n);
	talk_say(&l->talk, "%zu. %s %s%s", i + 1, _(registers[i]->title), buf_str(&n), count.exact ? "" : "+");
	buf_release(&n);
}

static void say_menu(struct linear *l)
{
	talk_say(&l->talk, _("台账。操作员：%s。"), store_operator_name(l->store));
	for (size_t i = 0; i < registers_n; i++)
		say_register(l, i);
}

static void say_help(struct linear *l)
{
	talk_say(&l->talk, _("输入号码或台账的名字打开它。-：离开。回车：再念一遍。\n"
			     "在哪里都可以输入 ? 听说明，输入 - 退回一步。"));
}

void linear_run(struct linear *l)
{
	const char *answer;

	say_menu(l);
	say_help(l);
	while ((answer = talk_ask(&l->talk, _("台账"))) != NULL && !talk_is(answer, "-")) {
		long n = talk_number(answer, (long)registers_n);
		const struct reg *reg = n ? registers[n - 1] : reg_find(answer);

		if (reg)
			linear_list(l, reg);
		else if (!*answer)
			say_menu(l);
		else if (talk_is(answer, "?"))
			say_help(l);
		else
			talk_say(&l->talk, _("没有这个台账；请输入 1 到 %zu 的号码，或台账的名字。"), registers_n);
	}
}

void ui_talk(struct store *s, const char *drafts)
{
	struct linear l = { .store = s, .drafts = drafts };

	talk_init(&l.talk, stdin, stdout);
	linear_run(&l);
	talk_release(&l.talk);
}

/* zhibu undo and redo: takes a whole action back, or does it again, after showing what that means. */
#include "src/cmd/commands.h"

#include <inttypes.h>

#include "src/cli_journal.h"
#include "src/cli_person.h"
#include "src/i18n.h"
#include "src/banned.h"

/* One record that nobody touched since needs no question. */
static bool needs_question(const struct undo_plan *p)
{
	return p->action.records > 1 || p->overtaken > 0;
}

static int ask(struct cli *c, const struct undo_plan *p, struct err *e)
{
	struct buf question = BUF_INIT;
	int rc;

	if (p->overtaken)
		cli_say(_("! 其中 %" PRId64 " 处后来又改过，会一并回到原样：%s。"), p->overtaken,
			p->overtaken_text ? p->overtaken_text : "");
	if (!needs_question(p))
		return 0;
	if (p->action.records <= 1)
		return person_confirm(c, _("这条记录后来的改动会丢掉。要做吗？"), e);
	buf_addf(&question, _("这 %" PRId64 " 条记录会一起改。要做吗？"), p->action.records);
	rc = person_confirm(c, buf_str(&question), e);
	buf_release(&question);
	return rc;
}

static void say_fate(const struct undo_plan *p)
{
	if (p->gone)
		cli_say(_("  其中 %" PRId64 " 条记录是这次新增的，会整条撤掉。"), p->gone);
	if (p->back)
		cli_say(_("  其中 %" PRId64 " 条撤掉的记录会整条回来。"), p->back);
}

static int do_it(struct cli *c, const struct undo_plan *p, bool undo, struct err *e)
{
	int64_t done = 0;
	int rc = undo ? journal_undo(c->store, p, p->overtaken > 0, &done, e)
		      : journal_redo(c->store, p, p->overtaken > 0, &done, e);

	if (rc == 0 && p->action.records > 1)
		cli_say(undo ? _("整批 %" PRId64 " 条记录已撤销，编号 %" PRId64 "；要重做，用 zhibu redo。")
			     : _("整批 %" PRId64 " 条记录已重做，编号 %" PRId64 "；要再撤销，用 zhibu undo。"),
			p->action.records, done);
	else if (rc == 0)
		cli_say(undo ? _("已撤销，编号 %" PRId64 "；要重做，用 zhibu redo。")
			     : _("已重做，编号 %" PRId64 "；要撤销，用 zhibu undo。"), done);
	return rc;
}

static int run_either(struct cli *c, bool undo, struct err *e)
{
	struct undo_plan plan = { .changes = 0 };
	int64_t id = 0;
	int rc = c->argc ? journal_read_id(c->argv[0], &id, e) : 0;

	if (rc == 0)
		rc = undo ? journal_plan_undo(c->store, id, &plan, e)
			  : journal_plan_redo(c->store, id, &plan, e);
	if (rc == 0) {
		journal_say_action(c, undo ? _("撤销") : _("重做"), &plan.action);
		journal_say_changes(c, &plan.action);
		say_fate(&plan);
		rc = ask(c, &plan, e);
		if (rc == 1)
			cli_say("%s", _("没有改动。"));
	}
	if (rc == 0)
		rc = do_it(c, &plan, undo, e);
	undo_plan_release(&plan);
	return rc;
}

static int run_undo(struct cli *c, struct err *e)
{
	return run_either(c, true, e);
}

static int run_redo(struct cli *c, struct err *e)
{
	return run_either(c, false, e);
}

const struct command command_undo = {
	.name = "undo",
	.synopsis = "[ACTION]",
	.summary = N_("撤销一次操作；不写编号就是自己最近的一次"),
	.help = N_("编号见 zhibu log。涉及几条记录、或后来又被改过的，会先问；脚本里加 "
		   "--yes。撤销也是一次操作，可以重做。"),
	.options = "yes",
	.most = 1,
	.needs = NEEDS_WRITE,
	.run = run_undo,
};

const struct command command_redo = {
	.name = "redo",
	.synopsis = "[ACTION]",
	.summary = N_("重做刚才撤销的操作；也可以写撤销的编号"),
	.options = "yes",
	.most = 1,
	.needs = NEEDS_WRITE,
	.run = run_redo,
};

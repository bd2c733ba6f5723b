/* zhibu verify: the journal's chain, and every record against it. */
#include "src/cmd/commands.h"

#include <inttypes.h>
#include <stdio.h>

#include "db/care.h"
#include "db/journal.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

static void print_problem(void *ctx, const char *text)
{
	struct buf shown = BUF_INIT;

	(void)ctx;
	text_show(&shown, text);
	printf("%s\n", buf_str(&shown));
	buf_release(&shown);
}

/* The first screen tells when that was.  What could repair something must not be open before all was looked at. */
static void remember(struct cli *c)
{
	store_close(c->store);
	c->store = NULL;
	if (!c->readonly && cli_open(c, false, NULL) == 0)
		care_mark(c->store, CARE_VERIFY);
}

static int run(struct cli *c, struct err *e)
{
	int64_t problems = 0;
	int rc = journal_verify(c->store, print_problem, NULL, &problems, e);

	if (rc < 0)
		return rc;
	if (problems)
		return err_set(e, ERR_DATABASE,
			_("数据库 %s 有 %" PRId64 " 处不符，请用备份恢复（zhibu restore）。"),
			store_path(c->store), problems);
	cli_say(_("校验通过：%s"), store_path(c->store));
	remember(c);
	return 0;
}

const struct command command_verify = {
	.name = "verify",
	.synopsis = "",
	.summary = N_("校验数据库：操作记录有没有被改动，记录与它是否一致"),
	.help = N_("每个问题一行；有问题时退出码是 6。"),
	.options = "",
	.needs = NEEDS_READ,
	.run = run,
};

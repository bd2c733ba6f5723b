/* zhibu backup and restore: verified copies. */
#include "src/cmd/commands.h"

#include "db/care.h"
#include "db/journal.h"
#include "src/buf.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* A medium that nobody can write to can still be copied, without a trace. */
static int open_any(struct cli *c, struct err *e)
{
	int rc = cli_open(c, false, e);

	return rc == ERR_DENIED && !c->readonly ? cli_open(c, true, e) : rc;
}

/* A backup is all personal data at once, so it leaves a trace, like an export. */
static int note(struct cli *c, struct err *e)
{
	struct buf file = BUF_INIT, what = BUF_INIT;
	int rc = 0;

	text_show(&file, c->argv[0]);
	buf_addf(&what, _("备份到 %s"), buf_str(&file));
	if (!store_is_readonly(c->store))
		rc = journal_note(c->store, ACTION_EXPORT, buf_str(&what), e);
	buf_release(&file);
	buf_release(&what);
	return rc;
}

static int run_backup(struct cli *c, struct err *e)
{
	int rc = open_any(c, e);

	if (rc == 0)
		rc = note(c, e);
	if (rc == 0)
		rc = care_backup(c->store, c->argv[0], e);
	if (rc == 0)
		cli_say(_("已备份到 %s，校验通过。"), c->argv[0]);
	return rc;
}

static int run_restore(struct cli *c, struct err *e)
{
	int rc = care_restore(c->argv[0], c->argv[1], e);

	if (rc == 0)
		cli_say(_("已从 %s 恢复到 %s，校验通过；要用它，加 --db %s。"), c->argv[0], c->argv[1],
			c->argv[1]);
	return rc;
}

const struct command command_backup = {
	.name = "backup",
	.synopsis = "FILE",
	.summary = N_("备份到一个新文件，并校验"),
	.help = N_("别人正在用也可以备份。已有的文件不会被覆盖。\n"
		   "每次备份都记入操作记录；加 --readonly 就不记。"),
	.options = "",
	.least = 1,
	.most = 1,
	.needs = NEEDS_NOTHING,
	.run = run_backup,
};

const struct command command_restore = {
	.name = "restore",
	.synopsis = "BACKUP FILE",
	.summary = N_("从备份恢复到一个新文件"),
	.help = N_("备份先经过校验。不会覆盖任何文件：恢复好以后，再用 --db 打开新文件。"),
	.options = "",
	.least = 2,
	.most = 2,
	.needs = NEEDS_NEW,
	.run = run_restore,
};

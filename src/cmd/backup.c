/* zhibu backup and restore: verified copies. */
#include "src/cmd/commands.h"

#include "db/care.h"
#include "src/i18n.h"
#include "src/banned.h"

static int run_backup(struct cli *c, struct err *e)
{
	int rc = care_backup(c->store, c->argv[0], e);

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
	.help = N_("别人正在用也可以备份。已有的文件不会被覆盖。"),
	.options = "",
	.least = 1,
	.most = 1,
	.needs = NEEDS_READ,
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

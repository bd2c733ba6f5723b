/* zhibu init: a new database. */
#include "src/cmd/commands.h"

#include "src/i18n.h"
#include "src/banned.h"

static int run(struct cli *c, struct err *e)
{
	struct store_options o = {
		.path = cli_database(c),
		.channel = "cli",
		.operator_login = c->operator_login,
		.busy_ms = 1000 * settings_number(&c->settings, SETTING_BUSY_SECONDS),
	};
	int rc;

	if (!o.path)
		return err_set(e, ERR_USAGE, _("不知道数据库放在哪里：没有主目录；请用 --db 写明。"));
	rc = cli_make_folders(c, e);
	if (rc == 0)
		rc = store_create(&o, e);
	if (rc == 0)
		cli_say(_("已建立数据库 %s；你是它的管理员。"), o.path);
	return rc;
}

const struct command command_init = {
	.name = "init",
	.synopsis = "",
	.summary = N_("新建数据库：代码、规则和行政区划都在里面"),
	.help = N_("建在 --db 写的地方；不写就建在个人数据目录。已有的文件不会被覆盖。建库的人成为管理员。"),
	.options = "",
	.needs = NEEDS_NEW,
	.run = run,
};

/* zhibu config: the settings in force and where each came from. */
#include "src/config.h"

#include "src/cli_out.h"
#include "src/cmd/commands.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "name", .label = N_("设置"), .width = 16 },
	{ .name = "value", .label = N_("值") },
	{ .name = "origin", .label = N_("来源"), .width = 12 },
	{ .name = "place", .label = N_("位置") },
	{ .name = "help", .label = N_("说明") },
};

static int print(const struct cli *c, struct out *o, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SETTINGS_N; i++) {
		const struct setting_value *v = &c->settings.values[i];

		out_cell(o, setting_rows[i].name);
		out_cell(o, v->text);
		out_cell(o, c->format == FORMAT_TABLE ? setting_origin_label(v->origin)
						      : setting_origin_value(v->origin));
		out_cell(o, v->place);
		out_cell(o, _(setting_rows[i].help));
		rc = out_row(o, e);
	}
	return rc;
}

static int run(struct cli *c, struct err *e)
{
	struct out o;
	int rc;

	if (c->settings_error.code) {
		*e = c->settings_error;
		return c->settings_error.code;
	}
	if (c->check) {
		cli_say("%s", _("配置没有问题。"));
		return 0;
	}
	if (!c->columns)
		c->columns = c->show_origin ? "name,value,origin,place" : "name,value,help";
	out_begin(&o, c, columns, sizeof(columns) / sizeof(columns[0]));
	rc = out_pick(&o, e);
	if (rc == 0)
		rc = print(c, &o, e);
	return out_end(&o, rc, e);
}

const struct command command_config = {
	.name = "config",
	.synopsis = "",
	.summary = N_("现在用的设置；--show-origin 说明每个值从哪里来"),
	.help = N_("从强到弱：命令行、环境变量 ZHIBU_*、个人配置 ~/.config/zhibu/config、全机配置、内置。\n"
		   "配置文件一行一个：名称 = 值;  例如 busy_seconds = 10;  language = \"en\";"),
	.options = "show-origin check format columns english",
	.tolerant = true,
	.run = run,
};

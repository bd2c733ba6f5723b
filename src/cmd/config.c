/* zhibu config: the settings in force and where each came from. */
#include "src/config.h"

#include "db/store.h"
#include "src/cli_out.h"
#include "src/cmd/commands.h"
#include "src/i18n.h"
#include "src/banned.h"

static const struct out_column columns[] = {
	{ .name = "name", .label = N_("设置") },
	{ .name = "value", .label = N_("值") },
	{ .name = "origin", .label = N_("来源") },
	{ .name = "place", .label = N_("位置") },
	{ .name = "help", .label = N_("说明") },
};

struct row {
	const char *name, *value, *place, *help;
	enum setting_origin origin;
};

static int print_row(const struct cli *c, struct out *o, const struct row *row, struct err *e)
{
	out_cell(o, row->name);
	out_cell(o, row->value);
	out_cell(o, c->format == FORMAT_TABLE ? setting_origin_label(row->origin) : setting_origin_value(row->origin));
	out_cell(o, row->place);
	out_cell(o, row->help);
	return out_row(o, e);
}

/* A group has a row for each of its lines. */
static int print_group(const struct cli *c, struct out *o, const struct setting *s, const struct setting_value *v,
	struct err *e)
{
	struct buf name = BUF_INIT;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < v->n; i++) {
		const struct setting_entry *entry = &v->entries[i];

		buf_clear(&name);
		buf_addf(&name, "%s.%s", s->name, entry->key);
		rc = print_row(c, o, &(struct row){ buf_str(&name), entry->text, entry->place, _(s->help), entry->origin },
			e);
	}
	buf_release(&name);
	return rc;
}

static int print(const struct cli *c, struct out *o, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SETTINGS_N; i++) {
		const struct setting *s = &setting_rows[i];
		const struct setting_value *v = &c->settings.values[i];

		if (v->n)
			rc = print_group(c, o, s, v, e);
		else
			rc = print_row(c, o, &(struct row){ s->name, v->text, v->place, _(s->help), v->origin }, e);
	}
	return rc;
}

/* What a file says of the database; what stands elsewhere is no matter of the files. */
static int check_database(const struct settings *s, struct err *e)
{
	const struct setting_value *v = &s->values[SETTING_DATABASE];

	if (v->origin != FROM_SITE && v->origin != FROM_USER)
		return 0;
	return store_may_stand(v->text, e) < 0 ? settings_blame(v, e) : 0;
}

/* A file that is not in its place yet is judged by itself. */
static int check_file(const char *path, struct err *e)
{
	struct settings s;
	int rc;

	settings_init(&s);
	rc = settings_read(&s, path, FROM_USER, e);
	if (rc == 0)
		rc = cli_bind_keys(&s, e);
	if (rc == 0)
		rc = check_database(&s, e);
	settings_release(&s);
	return rc == ERR_NOT_FOUND ? ERR_USAGE : rc;
}

static int run(struct cli *c, struct err *e)
{
	struct out o;
	int rc;

	if (c->argc && !c->check)
		return err_set(e, ERR_USAGE, _("config 的文件要和 --check 一起写：zhibu config --check %s"), c->argv[0]);
	if (c->argc && check_file(c->argv[0], e) < 0)
		return ERR_USAGE;
	if (!c->argc && c->settings_error.code) {
		*e = c->settings_error;
		return c->settings_error.code;
	}
	if (c->check && !c->argc && check_database(&c->settings, e) < 0)
		return ERR_USAGE;
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
	.synopsis = "[FILE]",
	.summary = N_("现在用的设置；--show-origin 说明每个值从哪里来"),
	.help = N_("从强到弱：命令行、环境变量 ZHIBU_*、个人配置 ~/.config/zhibu/config、全机配置、内置。\n"
		   "配置文件一行一个：名称 = 值;  例如 busy_seconds = 10;  language = \"en\";\n"
		   "--check 只说配置文件有没有问题，也看其中的数据库在不在、是不是；后面写了文件，就只查那一个。"),
	.options = "show-origin check format columns english",
	.most = 1,
	.tolerant = true,
	.run = run,
};

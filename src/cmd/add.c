/* zhibu add: a new record; its key goes to stdout, for scripts. */
#include "src/cmd/commands.h"

#include <stdio.h>

#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

static void print_key(struct cli *c, const struct reg *reg, const void *rec)
{
	struct buf key = BUF_INIT, shown = BUF_INIT;

	field_format(reg_key(reg), rec, store_lookup(c->store), STYLE_DATA, &key);
	text_show(&shown, buf_str(&key));
	printf("%s\n", buf_str(&shown));
	buf_release(&key);
	buf_release(&shown);
}

static int save(struct cli *c, const struct reg *reg, void *rec, struct err *e)
{
	struct buf name = BUF_INIT;
	int rc = cli_save(c, reg, NULL, rec, e);

	if (rc < 0)
		return rc;
	cli_name(reg, rec, &name);
	cli_say(_("已新增：%s。"), buf_str(&name));
	print_key(c, reg, rec);
	buf_release(&name);
	return 0;
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *reg;
	void *rec;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc < 0)
		return rc;
	rec = reg_new(reg);
	rc = cli_assign(c, reg, cli_words(c, 1), rec, e);
	if (rc == 0)
		rc = save(c, reg, rec, e);
	reg_free(reg, rec);
	return rc;
}

const struct command command_add = {
	.name = "add",
	.synopsis = "REG FIELD=VALUE...",
	.summary = N_("新增一条记录"),
	.help = N_("字段写中文名、别名或英文名都可以。新记录的编码写到标准输出。"),
	.options = "reason",
	.least = 2,
	.most = -1,
	.needs = NEEDS_WRITE,
	.run = run,
};

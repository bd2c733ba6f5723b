/* zhibu set: changes fields of one record, or of many at once. */
#include "src/cmd/commands.h"

#include "src/cli_batch.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static int save(struct cli *c, const struct reg *reg, const void *base, void *rec, struct err *e)
{
	struct buf name = BUF_INIT;
	int rc = cli_save(c, reg, base, rec, e);

	if (rc < 0)
		return rc;
	cli_name(reg, rec, &name);
	cli_say(rc == 0 ? _("已保存：%s。") : _("没有变化：%s。"), buf_str(&name));
	buf_release(&name);
	return 0;
}

static int run(struct cli *c, struct err *e)
{
	const struct reg *reg;
	void *base = NULL, *rec;
	int rc = cli_reg(c->argv[0], &reg, e);

	if (rc == 0 && cli_is_batch(c))
		return cli_batch(c, reg, BATCH_SET, e);
	if (rc == 0)
		rc = cli_find(c, reg, c->argv[1], &base, e);
	if (rc < 0)
		return rc;
	rec = reg_new(reg);
	reg_copy(reg, rec, base);
	rc = cli_assign(c, reg, cli_words(c, 2), rec, e);
	if (rc == 0)
		rc = save(c, reg, base, rec, e);
	reg_free(reg, base);
	reg_free(reg, rec);
	return rc;
}

const struct command command_set = {
	.name = "set",
	.synopsis = "REG KEY|--ids KEY,KEY... FIELD=VALUE...",
	.summary = N_("修改一条记录，或一次修改几条"),
	.help = N_("字段写中文名、别名或英文名都可以；等号后面不写值就是清空。\n"
		   "例如：zhibu set org 632821102210-01 书记=示例才仁 届满日期= --reason 换届\n"
		   "几条一起改：zhibu set org --ids 编码,编码 所属领域=农村 --reason 统一；有一条不能改就都不改。\n"
		   "--dry-run 只列出每条的原值、新值和结果。"),
	.options = "reason ids dry-run format",
	.least = 3,
	.most = -1,
	.needs = NEEDS_WRITE,
	.run = run,
};

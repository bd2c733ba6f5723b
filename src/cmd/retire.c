/* zhibu retire and revive: out of use and back, with a reason.  Nothing is ever deleted. */
#include "src/cmd/commands.h"

#include <stdlib.h>

#include "src/cli_batch.h"
#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/banned.h"

static int commit(struct cli *c, const struct reg *reg, int64_t id, bool retire, struct err *e)
{
	char *reason;
	int rc = cli_reason(c, &reason, e);

	if (rc == 0 && !reason)
		rc = err_set(e, ERR_USAGE, _("%s 要写明原因：--reason 原因。"), c->command->name);
	if (rc == 0)
		rc = store_begin(c->store, ACTION_EDIT, reason, e);
	if (rc == 0) {
		rc = retire ? store_retire(c->store, reg, id, reason, e)
			    : store_revive(c->store, reg, id, reason, e);
		if (rc == 0)
			rc = store_commit(c->store, NULL, e);
		else
			store_rollback(c->store);
	}
	free(reason);
	return rc;
}

static int change_one(struct cli *c, bool retire, struct buf *name, struct err *e)
{
	const struct reg *reg;
	void *rec;
	int rc = cli_record(c, &reg, &rec, e);

	if (rc < 0)
		return rc;
	cli_name(reg, rec, name);
	rc = commit(c, reg, ((const struct rec *)rec)->id, retire, e);
	reg_free(reg, rec);
	return rc;
}

static int change_many(struct cli *c, enum batch_deed deed, struct err *e)
{
	const struct reg *reg;
	int rc = cli_reg(c->argv[0], &reg, e);

	return rc < 0 ? rc : cli_batch(c, reg, deed, e);
}

static int run_retire(struct cli *c, struct err *e)
{
	struct buf name = BUF_INIT;
	int rc;

	if (cli_is_batch(c))
		return change_many(c, BATCH_RETIRE, e);
	rc = change_one(c, true, &name, e);

	if (rc == 0)
		cli_say(_("已停用：%s。"), buf_str(&name));
	buf_release(&name);
	return rc;
}

static int run_revive(struct cli *c, struct err *e)
{
	struct buf name = BUF_INIT;
	int rc;

	if (cli_is_batch(c))
		return change_many(c, BATCH_REVIVE, e);
	rc = change_one(c, false, &name, e);

	if (rc == 0)
		cli_say(_("已恢复使用：%s。"), buf_str(&name));
	buf_release(&name);
	return rc;
}

const struct command command_retire = {
	.name = "retire",
	.synopsis = "REG KEY|--ids KEY,KEY... --reason T",
	.summary = N_("停用一条记录（记录和历史都保留）"),
	.options = "reason ids dry-run format",
	.least = 2,
	.most = 2,
	.needs = NEEDS_WRITE,
	.run = run_retire,
};

const struct command command_revive = {
	.name = "revive",
	.synopsis = "REG KEY|--ids KEY,KEY... --reason T",
	.summary = N_("恢复使用一条停用的记录"),
	.options = "reason ids dry-run format",
	.least = 2,
	.most = 2,
	.needs = NEEDS_WRITE,
	.run = run_revive,
};

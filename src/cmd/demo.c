/* zhibu demo: a new database with the sample in it. */
#include "src/cmd/commands.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/read.h"
#include "src/cli_person.h"
#include "src/cmd/sample.h"
#include "src/cmd/sample_past.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

/* --- divisions --- */

struct divisions {
	struct division *items;
	size_t n, cap;
};

static int take_division(void *ctx, const void *rec)
{
	struct divisions *d = ctx;

	if (d->n == d->cap) {
		d->cap = d->cap != 0 ? 2 * d->cap : 512;
		d->items = xreallocarray(d->items, d->cap, sizeof(d->items[0]));
	}
	reg_init(&division_reg, &d->items[d->n]);
	reg_copy(&division_reg, &d->items[d->n++], rec);
	return 0;
}

static void divisions_release(struct divisions *d)
{
	for (size_t i = 0; i < d->n; i++)
		reg_release(&division_reg, &d->items[i]);
	free(d->items);
}

static int make_sample(struct store *s, struct sample *sample, struct err *e)
{
	struct divisions divisions = { .n = 0 };
	struct view all = { .reg = &division_reg, .all = true };
	int rc = store_each(s, &all, take_division, &divisions, e);

	if (rc == 0)
		rc = sample_make(sample, divisions.items, divisions.n, e);
	divisions_release(&divisions);
	return rc;
}

/* --- saving --- */

/* ids[place] is the number that the record at that place was given. */
static int save_orgs(struct store *s, struct sample *sample, int64_t *ids, struct err *e)
{
	int rc = 0;

	store_bulk_begin(s, &org_reg);
	for (size_t i = 0; rc == 0 && i < sample->n; i++) {
		struct org *o = &sample->orgs[i];

		if (*person_stop_flag())
			return err_set(e, ERR_STOPPED, _("已停止，没有建立示例数据库。"));
		o->rec.id = 0;
		o->superior.id = ids[o->superior.id];
		rc = store_save(s, &org_reg, NULL, o, NULL, e);
		ids[i + 1] = o->rec.id;
	}
	return rc == 0 ? store_bulk_step(s, 0, e) : rc;
}

static int save_operators(struct store *s, struct sample *sample, const int64_t *ids, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sample->noperators; i++) {
		struct operator_row *row = &sample->operators[i];

		row->scope.id = ids[row->scope.id];
		rc = store_save(s, &operator_reg, NULL, row, NULL, e);
	}
	return rc;
}

static int save_rules(struct store *s, struct sample *sample, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sample->nrules; i++)
		rc = store_save(s, &rule_reg, NULL, &sample->rules[i], NULL, e);
	return rc;
}

/* The numbers that the records of each register were given, by their places in the sample. */
struct places {
	int64_t **ids;		/* one list for each of registers[] */
	size_t *n;
	const int64_t *orgs;
};

static size_t index_of(const struct reg *reg)
{
	size_t i = 0;

	while (registers[i] != reg)
		i++;
	return i;
}

/* Puts numbers where the sample has places. */
static void refer(const struct places *p, const struct reg *reg, void *rec)
{
	for (size_t i = 0; i < reg->nfields; i++) {
		const struct field *f = &reg->fields[i];
		struct ref *to = f->type == TYPE_REF ? field_value(f, rec) : NULL;

		if (to && to->id)
			to->id = f->target == &org_reg ? p->orgs[to->id] : p->ids[index_of(f->target)][to->id - 1];
	}
}

static int save_record(struct store *s, struct places *p, const struct sample_record *r, struct err *e)
{
	size_t at = index_of(r->reg);
	int rc;

	if (*person_stop_flag())
		return err_set(e, ERR_STOPPED, _("已停止，没有建立示例数据库。"));
	refer(p, r->reg, r->rec);
	rc = store_save(s, r->reg, NULL, r->rec, NULL, e);
	p->ids[at] = xreallocarray(p->ids[at], p->n[at] + 1, sizeof(int64_t));
	p->ids[at][p->n[at]++] = ((const struct rec *)r->rec)->id;
	return rc;
}

static int save_records(struct store *s, struct sample *sample, const int64_t *orgs, struct err *e)
{
	struct places p = { .orgs = orgs };
	int rc = 0;

	p.ids = xcalloc(registers_n, sizeof(*p.ids));
	p.n = xcalloc(registers_n, sizeof(*p.n));
	for (size_t i = 0; rc == 0 && i < sample->nrecords; i++)
		rc = save_record(s, &p, &sample->records[i], e);
	for (size_t i = 0; i < registers_n; i++)
		free(p.ids[i]);
	free(p.ids);
	free(p.n);
	return rc;
}

static int save(struct store *s, struct sample *sample, struct err *e)
{
	int64_t *ids = xcalloc(sample->n + 1, sizeof(*ids));
	int rc = store_begin(s, ACTION_IMPORT, _("示例数据"), e);

	if (rc == 0) {
		rc = save_orgs(s, sample, ids, e);
		if (rc == 0)
			rc = save_operators(s, sample, ids, e);
		if (rc == 0)
			rc = save_rules(s, sample, e);
		if (rc == 0)
			rc = save_records(s, sample, ids, e);
		if (rc == 0)
			rc = store_commit(s, NULL, e);
		else
			store_rollback(s);
	}
	free(ids);
	return rc;
}

/* --- what was made --- */

struct sum {
	const struct codebook *codes;
	struct buf domains;
};

static void add_domain(void *ctx, const char *value, int64_t n)
{
	struct sum *sum = ctx;
	const struct code_item *item = value != NULL ? codebook_by_value(sum->codes, "domain", value) : NULL;

	if (n == 0)
		return;
	buf_addf(&sum->domains, "%s%s %" PRId64, sum->domains.len > 0 ? _("，") : "",
		item != NULL ? code_item_label(item) : _("未填"), n);
}

static int say_figures(struct store *s, const struct sample *sample, struct err *e)
{
	struct sum sum = { .codes = store_lookup(s)->codes, .domains = BUF_INIT };
	int64_t n = 0;
	int rc = store_tally(s, &org_reg, NULL, NULL, &n, e);

	if (rc == 0)
		rc = store_tallies(s, &org_reg, reg_field(&org_reg, "domain"), add_domain, &sum, e);
	if (rc == 0) {
		cli_say(_("基层党组织 %lld 个：%s。"), (long long)n, buf_str(&sum.domains));
		cli_say(_("另有党组、工委等节点和已撤销、停用的组织共 %lld 个。"),
			(long long)sample->n - (long long)n);
		cli_say(_("党建示范点 %d 个，软弱涣散村整顿案件 %d 件，述职评议问题 %d 个、措施 %d 条。"), SAMPLE_SITES,
			SAMPLE_CASES, SAMPLE_PROBLEMS, SAMPLE_MEASURES);
		cli_say(_("操作员 %zu 名：demo-viewer、demo-clerk 等，管理员可以用 --operator 换成他们。"),
			sample->noperators);
	}
	buf_release(&sum.domains);
	return rc;
}

/* A path as a shell takes it. */
static void add_quoted(struct buf *out, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:,@%";

	if (path[0] != '-' && path[strspn(path, plain)] == '\0') {
		buf_adds(out, path);
		return;
	}
	buf_addc(out, '\'');
	for (; *path != '\0'; path++) {
		if (*path == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *path);
	}
	buf_addc(out, '\'');
}

/* The database need not be named where the settings name it anyway. */
static void say_next(const struct cli *c)
{
	struct buf command = BUF_INIT;

	buf_adds(&command, "zhibu");
	if (c->settings.values[SETTING_DATABASE].origin == FROM_COMMAND) {
		buf_adds(&command, " --db ");
		add_quoted(&command, cli_database(c));
	}
	cli_say(_("接着输入：%s"), buf_str(&command));
	buf_release(&command);
}

/* --- the command --- */

static struct store_options options(const struct cli *c, int days)
{
	return (struct store_options){
		.path = cli_database(c),
		.channel = "cli",
		.operator_login = c->operator_login,
		.busy_ms = 1000 * settings_number(&c->settings, SETTING_BUSY_SECONDS),
		.at_ms = sample_moment_ms(days, 9 * 60),
	};
}

/* The ledgers come in some weeks ago, and then one thing after the other happens. */
static int bring_in(struct cli *c, struct sample *sample, struct err *e)
{
	struct store_options o = options(c, SAMPLE_BROUGHT);
	struct sample_past *past = NULL;
	struct store *s;
	int rc = store_open(&o, &s, e);

	if (rc < 0)
		return rc;
	store_stop_flag(s, person_stop_flag());
	rc = make_sample(s, sample, e);
	if (rc == 0) {
		past = sample_past_new(sample);
		rc = save(s, sample, e);
	}
	store_close(s);
	if (rc == 0)
		rc = sample_live(past, &o, e);
	if (past)
		sample_past_free(past);
	return rc;
}

static int fill(struct cli *c, struct err *e)
{
	struct sample sample = { .n = 0 };
	int rc = bring_in(c, &sample, e);

	if (rc == 0)
		rc = cli_open(c, false, e);
	if (rc == 0) {
		cli_say(_("已建立示例数据库 %s；除行政区划外，里面的单位和人员都是虚构的。"),
			cli_database(c));
		rc = say_figures(c->store, &sample, e);
	}
	sample_release(&sample);
	return rc;
}

/* The database is ours, made a moment ago: without the sample it is not what was asked for. */
static void take_away(struct cli *c)
{
	static const char *const tails[] = { "", "-wal", "-shm" };

	store_close(c->store);
	c->store = NULL;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct buf path = BUF_INIT;

		buf_addf(&path, "%s%s", cli_database(c), tails[i]);
		unlink(buf_str(&path));
		buf_release(&path);
	}
}

static int create(struct cli *c, struct err *e)
{
	struct store_options o = options(c, SAMPLE_BEGUN);
	int rc;

	if (o.path == NULL)
		return err_set(e, ERR_USAGE, _("不知道数据库放在哪里：没有主目录；请用 --db 写明。"));
	rc = cli_make_folders(c, e);
	return rc == 0 ? store_create(&o, e) : rc;
}

static int run(struct cli *c, struct err *e)
{
	int rc = create(c, e);

	if (rc < 0)
		return rc;
	rc = fill(c, e);
	if (rc < 0)
		take_away(c);
	else
		say_next(c);
	return rc;
}

const struct command command_demo = {
	.name = "demo",
	.synopsis = "",
	.summary = N_("新建一个装有示例数据的数据库"),
	.help = N_("和 init 一样新建数据库，再装入 1644 个示例党组织、它们的示范点和整顿案件，以及几名示例操作员。\n"
		   "数据像是四十天前导入的，以后又改过十几处，直到昨天：历史、比较和周报都有内容。\n"
		   "每次生成的内容都相同。已有的文件不会被覆盖。"),
	.options = "",
	.needs = NEEDS_NEW,
	.run = run,
};

/*
 * Reading the command line.  Options may stand before and after the command;
 * "--" ends them.  A word that begins with a dash and goes on in Chinese is no
 * option but a condition (-东河), and with a digit it is a day (-7).
 */
#include "src/cli_args.h"

#include <stdlib.h>
#include <string.h>

#include "src/cli_record.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

#define SWITCH(member) .kind = OPTION_SWITCH, .offset = offsetof(struct cli, member)
#define TEXT(member) .kind = OPTION_TEXT, .offset = offsetof(struct cli, member)

const struct option_row option_rows[] = {
	{ .name = "db",
		TEXT(db),
		.global = true,
		.value = N_("文件"),
		.help = N_("用这个数据库；不写时看 ZHIBU_DB、配置文件，最后是个人数据目录") },
	{ .name = "config",
		TEXT(config),
		.global = true,
		.value = N_("文件"),
		.help = N_("用这个配置文件，代替个人配置文件") },
	{ .name = "lang",
		TEXT(lang),
		.global = true,
		.value = N_("语言"),
		.choices = "zh en",
		.help = N_("界面语言：zh 中文，en 英文") },
	{ .name = "readonly", SWITCH(readonly), .global = true, .help = N_("只看不改") },
	{ .name = "operator",
		TEXT(operator_login),
		.global = true,
		.value = N_("登录名"),
		.help = N_("以这个操作员的身份工作；只有管理员可以用") },
	{ .name = "no-color", SWITCH(no_color), .letter = 'C', .global = true, .help = N_("不用颜色") },
	{ .name = "unicode",
		SWITCH(unicode),
		.global = true,
		.help = N_("用线条画边框；先用 zhibu doctor 量过这个终端的字宽才行") },
	{ .name = "no-unicode", SWITCH(no_unicode), .letter = 'U', .global = true, .help = N_("边框只用 ASCII 字符") },
	{ .name = "no-mouse", SWITCH(no_mouse), .letter = 'M', .global = true, .help = N_("鼠标留给终端，方便复制") },
	{ .name = "no-input", SWITCH(no_input), .global = true, .help = N_("不提问；要问的地方改为报错") },
	{ .name = "linear", SWITCH(linear), .global = true, .help = N_("一问一答，不画屏幕：给读屏软件和简单终端") },
	{ .name = "help", SWITCH(help), .letter = 'h', .global = true, .help = N_("显示用法") },
	{ .name = "version", SWITCH(version), .letter = 'V', .global = true, .help = N_("显示版本") },

	{ .name = "format",
		TEXT(format_name),
		.value = N_("格式"),
		.choices = "table csv tsv json",
		.help = N_("输出格式：table 表格，csv，tsv，json（一行一个对象，键是英文字段名）") },
	{ .name = "columns", TEXT(columns), .value = N_("列,列"), .help = N_("要哪些列，按什么次序") },
	{ .name = "where",
		.kind = OPTION_LIST,
		.offset = offsetof(struct cli, where),
		.value = N_("条件"),
		.help = N_("只要符合条件的；可以写几次，都要符合") },
	{ .name = "since", TEXT(since), .value = N_("日期"), .help = N_("从这一天起，如 2026-11-15、-7") },
	{ .name = "view", TEXT(view), .value = N_("视图"), .help = N_("用这个保存的视图：它的条件、排序和列") },
	{ .name = "worklist", TEXT(worklist), .value = N_("代号"), .help = N_("只要这件要办的事里的记录；代号见 zhibu today") },
	{ .name = "sort", TEXT(sort), .value = N_("列"), .help = N_("按这一列排序；前面加减号是从大到小") },
	{ .name = "limit",
		.kind = OPTION_NUMBER,
		.offset = offsetof(struct cli, limit),
		.value = N_("数"),
		.help = N_("最多要几条") },
	{ .name = "all", SWITCH(all), .help = N_("全部：停用的和平时不列出的也要") },
	{ .name = "reason", TEXT(reason), .value = N_("文字"), .help = N_("为什么改，记入操作记录") },
	{ .name = "ids",
		TEXT(ids),
		.value = N_("记录,记录"),
		.help = N_("一次改这些记录（编码或名称，用逗号隔开），记为一次操作；有一条不能改就都不改") },
	{ .name = "as-of",
		TEXT(as_of),
		.value = N_("日期"),
		.help = N_("按那一天结束时的样子：2026-03-15、03-15、昨天、上月底、去年底、-30，后面还可以写时刻 10:12") },
	{ .name = "person", TEXT(person), .value = N_("登录名"), .help = N_("只要这个人的；也可以写姓名") },
	{ .name = "day", TEXT(day), .value = N_("日期"), .help = N_("只要这一天的，如 2026-03-15、昨天") },
	{ .name = "until", TEXT(until), .value = N_("日期"), .help = N_("到这一天为止") },
	{ .name = "register", TEXT(in_register), .value = N_("台账"), .help = N_("只要改过这个台账的") },
	{ .name = "yes", SWITCH(yes), .help = N_("要确认的地方都算已确认") },
	{ .name = "dry-run",
		SWITCH(dry_run),
		.help = N_("只检查，不写入；与 --partial 同用时按收下好的行来算") },
	{ .name = "partial", SWITCH(partial), .help = N_("收下好的行，退回有错的行") },
	{ .name = "errors", TEXT(errors), .value = N_("文件"), .help = N_("把退回的行和原因写到这个文件") },
	{ .name = "encoding",
		TEXT(encoding),
		.value = N_("字符编码"),
		.choices = "utf-8 gb18030",
		.help = N_("文件的编码：utf-8 或 gb18030") },
	{ .name = "separator",
		TEXT(separator),
		.value = N_("分隔符"),
		.choices = "comma semicolon tab",
		.help = N_("文件的分隔符：comma 逗号，semicolon 分号，tab 制表符") },
	{ .name = "map",
		.kind = OPTION_LIST,
		.offset = offsetof(struct cli, map),
		.value = N_("列名=字段"),
		.help = N_("文件里的这一列导入到这个字段，等号后面空着是不导入；可以写几次，或用逗号隔开") },
	{ .name = "no-bom", SWITCH(no_bom), .help = N_("UTF-8 文件开头不写 BOM") },
	{ .name = "reveal", SWITCH(reveal), .help = N_("显示完整的个人信息；要审核员以上，并记入操作记录") },
	{ .name = "english", SWITCH(english), .help = N_("表头用英文字段名") },
	{ .name = "show-origin", SWITCH(show_origin), .help = N_("同时显示每个值是从哪里来的") },
	{ .name = "clear", SWITCH(clear), .help = N_("去掉 PIN") },
	{ .name = "check", SWITCH(check), .help = N_("只检查配置文件") },
};
const size_t option_rows_n = sizeof(option_rows) / sizeof(option_rows[0]);

_Static_assert(
	sizeof(option_rows) / sizeof(option_rows[0]) <= 8 * sizeof(unsigned long), "cli.given is too small");

/* Pairs that cannot stand together; a value NULL means any. */
static const struct {
	const char *a, *a_value, *b, *b_value;
	const char *why; /* N_() */
} contradictions[] = {
	{ "no-bom", NULL, "encoding", "gb18030", N_("GB18030 文件本来就没有 BOM") },
	{ "no-bom", NULL, "format", "tsv", N_("只有 CSV 才写 BOM") },
	{ "no-bom", NULL, "format", "json", N_("只有 CSV 才写 BOM") },
	{ "encoding", "gb18030", "format", "json", N_("JSON 总是 UTF-8") },
	{ "english", NULL, "format", "json", N_("JSON 的键总是英文字段名") },
	{ "readonly", NULL, "reveal", NULL, N_("显示个人信息要记入操作记录") },
	{ "day", NULL, "since", NULL, N_("一天的起止就是那一天") },
	{ "day", NULL, "until", NULL, N_("一天的起止就是那一天") },
	{ "show-origin", NULL, "check", NULL, N_("一次只做一件事") },
	{ "unicode", NULL, "no-unicode", NULL, N_("边框只有一种画法") },
};

/* ---- Looking up -------------------------------------------------------------------------------- */

bool args_in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list ? list : ""; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (strcspn(at, " ") == n && strncmp(at, word, n) == 0)
			return true;
	return false;
}

const struct option_row *option_find(const char *name, size_t n)
{
	for (size_t i = 0; i < option_rows_n; i++)
		if (strlen(option_rows[i].name) == n && strncmp(option_rows[i].name, name, n) == 0)
			return &option_rows[i];
	return NULL;
}

static const struct option_row *find_letter(char letter)
{
	for (size_t i = 0; i < option_rows_n; i++)
		if (option_rows[i].letter == letter)
			return &option_rows[i];
	return NULL;
}

static unsigned long bit_of(const struct option_row *o)
{
	return 1UL << (o - option_rows);
}

bool args_given(const struct cli *c, const char *option)
{
	const struct option_row *o = option_find(option, strlen(option));

	return o && (c->given & bit_of(o)) != 0;
}

static int unknown_option(const char *word, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT;
	char *name = xstrndup(word, strcspn(word, "="));
	const struct option_row *found;

	nearest_begin(&near, name + strspn(name, "-"));
	for (size_t i = 0; i < option_rows_n; i++)
		nearest_try(&near, option_rows[i].name, &option_rows[i]);
	found = nearest_end(&near);
	text_quote(&quoted, name);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这个选项，是不是 --%s？"), buf_str(&quoted), found->name);
	else
		err_set(e, ERR_USAGE, _("没有%s这个选项；选项见 zhibu help，以减号开头的条件写在 -- 后面。"),
			buf_str(&quoted));
	buf_release(&quoted);
	free(name);
	return ERR_USAGE;
}

/* ---- Taking ------------------------------------------------------------------------------------ */

static int refuse_choice(const struct option_row *o, const char *value, struct err *e)
{
	struct buf quoted = BUF_INIT;

	text_quote(&quoted, value);
	err_set(e, ERR_USAGE, _("--%s 不能是%s，可以是：%s。"), o->name, buf_str(&quoted), o->choices);
	buf_release(&quoted);
	return ERR_USAGE;
}

static int take_number(const struct option_row *o, const char *value, long *out, struct err *e)
{
	struct buf quoted = BUF_INIT;
	size_t n = strspn(value, "0123456789");

	*out = n && n <= 9 && !value[n] ? strtol(value, NULL, 10) : 0;
	if (*out > 0)
		return 0;
	text_quote(&quoted, value);
	err_set(e, ERR_USAGE, _("--%s 后面应是 1 到 999999999 的整数，不能是%s。"), o->name,
		buf_str(&quoted));
	buf_release(&quoted);
	return ERR_USAGE;
}

static int take_item(struct cli_list *list, const struct option_row *o, const char *value, struct err *e)
{
	if (list->n == CLI_LIST_MAX)
		return err_set(e, ERR_USAGE, _("--%s 最多写 %d 次。"), o->name, CLI_LIST_MAX);
	list->items[list->n++] = value;
	return 0;
}

static int take_value(struct cli *c, const struct option_row *o, const char *value, struct err *e)
{
	char *member = (char *)c + o->offset;

	if (o->choices && !args_in_list(o->choices, value))
		return refuse_choice(o, value, e);
	/* Where the last one wins, a person's alias may name a database and the line another. */
	if (!o->global && o->kind != OPTION_LIST && (c->given & bit_of(o)))
		return err_set(e, ERR_USAGE, _("--%s 写了两次，只能写一次。"), o->name);
	c->given |= bit_of(o);
	if (o->kind == OPTION_NUMBER)
		return take_number(o, value, (long *)(void *)member, e);
	if (o->kind == OPTION_TEXT) {
		*(const char **)(void *)member = value;
		return 0;
	}
	return take_item((struct cli_list *)(void *)member, o, value, e);
}

static void take_switch(struct cli *c, const struct option_row *o)
{
	*(bool *)((char *)c + o->offset) = true;
	c->given |= bit_of(o);
}

/* --name, --name=value, --name value; *i moves on to the last word that was used. */
static int take_long(struct cli *c, int argc, char **argv, int *i, struct err *e)
{
	const char *word = argv[*i], *value = strchr(word, '=');
	const struct option_row *o =
		option_find(word + 2, value ? (size_t)(value - word) - 2 : strlen(word + 2));

	if (!o)
		return unknown_option(word, e);
	if (o->kind == OPTION_SWITCH && value)
		return err_set(e, ERR_USAGE, _("--%s 后面不带值。"), o->name);
	if (o->kind == OPTION_SWITCH) {
		take_switch(c, o);
		return 0;
	}
	if (value)
		return take_value(c, o, value + 1, e);
	/* The next word is another option: the value was forgotten. */
	if (*i + 1 >= argc || strncmp(argv[*i + 1], "--", 2) == 0)
		return err_set(e, ERR_USAGE, _("--%s 后面要写%s。"), o->name, _(o->value));
	return take_value(c, o, argv[++*i], e);
}

static int take_letters(struct cli *c, const char *word, struct err *e)
{
	for (const char *at = word + 1; *at; at++) {
		const struct option_row *o = find_letter(*at);

		if (!o)
			return unknown_option(word, e);
		take_switch(c, o);
	}
	return 0;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] && (unsigned char)word[1] < 0x80 && (word[1] < '0' || word[1] > '9');
}

int args_unknown_command(const char *word, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT;
	const struct command *found;

	nearest_begin(&near, word);
	for (size_t i = 0; i < commands_n; i++)
		nearest_try(&near, commands[i]->name, commands[i]);
	found = nearest_end(&near);
	text_quote(&quoted, word);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这个命令，是不是 %s？"), buf_str(&quoted), found->name);
	else
		err_set(e, ERR_USAGE, _("没有%s这个命令；有哪些命令，见 zhibu help。"), buf_str(&quoted));
	buf_release(&quoted);
	return ERR_USAGE;
}

/* The first word that is no option is the command; the rest moves to the front of argv, which then holds the
 * arguments. */
static int take_word(struct cli *c, char *word, struct err *e)
{
	if (c->command) {
		c->argv[c->argc++] = word;
		return 0;
	}
	c->command = command_find(word);
	return c->command ? 0 : args_unknown_command(word, e);
}

static enum cli_format format_of(const char *name)
{
	static const char *const names[] = { "table", "csv", "tsv", "json" };

	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return (enum cli_format)i;
	return FORMAT_TABLE;
}

int args_parse(struct cli *c, int argc, char **argv, struct err *e)
{
	bool options = true;
	int rc = 0;

	c->argv = argv;
	for (int i = 1; rc == 0 && i < argc; i++) {
		if (options && strcmp(argv[i], "--") == 0)
			options = false;
		else if (options && strncmp(argv[i], "--", 2) == 0)
			rc = take_long(c, argc, argv, &i, e);
		else if (options && is_option(argv[i]))
			rc = take_letters(c, argv[i], e);
		else
			rc = take_word(c, argv[i], e);
	}
	c->format = format_of(c->format_name);
	return rc;
}

/* ---- What fits together ------------------------------------------------------------------------ */

static int check_taken(const struct cli *c, struct err *e)
{
	for (size_t i = 0; i < option_rows_n; i++) {
		const struct option_row *o = &option_rows[i];

		if (o->global || !(c->given & bit_of(o)))
			continue;
		if (!c->command)
			return err_set(e, ERR_USAGE, _("--%s 要和命令一起用，见 zhibu help。"), o->name);
		if (!args_in_list(c->command->options, o->name))
			return err_set(e, ERR_USAGE, _("%s 没有 --%s 这个选项；它有哪些，见 zhibu help %s。"),
				c->command->name, o->name, c->command->name);
	}
	return 0;
}

static bool stands(const struct cli *c, const char *option, const char *value)
{
	const struct option_row *o = option_find(option, strlen(option));

	if (!o || !args_given(c, option))
		return false;
	return !value ||
	       strcmp(*(const char *const *)(const void *)((const char *)c + o->offset), value) == 0;
}

static int check_contradictions(const struct cli *c, struct err *e)
{
	for (size_t i = 0; i < sizeof(contradictions) / sizeof(contradictions[0]); i++) {
		const char *a = contradictions[i].a_value, *b = contradictions[i].b_value;

		if (!stands(c, contradictions[i].a, a) || !stands(c, contradictions[i].b, b))
			continue;
		return err_set(e, ERR_USAGE, _("--%s%s%s 和 --%s%s%s 不能同时用：%s。"), contradictions[i].a,
			a ? " " : "", a ? a : "", contradictions[i].b, b ? " " : "", b ? b : "",
			_(contradictions[i].why));
	}
	if (c->readonly && c->command && c->command->needs >= NEEDS_WRITE)
		return err_set(e, ERR_USAGE, _("--readonly 和 %s 不能同时用：这个命令要写数据库。"),
			c->command->name);
	return 0;
}

static int check_count(const struct cli *c, struct err *e)
{
	const struct command *k = c->command;
	struct buf quoted = BUF_INIT;

	/* --ids stands in place of the record. */
	if (!k || (c->argc >= k->least - (c->ids ? 1 : 0) && (k->most < 0 || c->argc <= k->most)))
		return 0;
	if (c->argc < k->least)
		return err_set(
			e, ERR_USAGE, _("%s 还缺参数，用法：zhibu %s %s"), k->name, k->name, k->synopsis);
	text_quote(&quoted, c->argv[k->most]);
	err_set(e, ERR_USAGE, _("%s 不需要%s，用法：zhibu %s %s"), k->name, buf_str(&quoted), k->name,
		k->synopsis);
	buf_release(&quoted);
	return ERR_USAGE;
}

int args_check(const struct cli *c, struct err *e)
{
	const struct reg *reg;
	int rc = check_taken(c, e);

	if (rc == 0)
		rc = check_contradictions(c, e);
	if (rc == 0)
		rc = check_count(c, e);
	/* A register that there is not needs no database to be told from one that there is. */
	if (rc == 0 && c->argc && strncmp(c->command->synopsis, "REG", 3) == 0)
		rc = cli_reg(c->argv[0], &reg, e);
	return rc;
}

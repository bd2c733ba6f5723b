/* The settings, one row each: a new one needs nothing else but whoever asks for it. */
#include "src/config.h"

#include <string.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/nearest.h"
#include "src/query.h"
#include "src/reg.h"
#include "src/text.h"
#include "src/banned.h"

static int unknown_register(const char *name, struct err *e)
{
	struct nearest near;
	struct buf quoted = BUF_INIT;
	const struct reg *found;

	nearest_begin(&near, name);
	for (size_t i = 0; i < registers_n; i++)
		nearest_try(&near, registers[i]->name, registers[i]);
	found = nearest_end(&near);
	text_quote(&quoted, name);
	if (found)
		err_set(e, ERR_USAGE, _("没有%s这个台账，是不是 %s？"), buf_str(&quoted), found->name);
	else
		err_set(e, ERR_USAGE, _("没有%s这个台账；有哪些，见 zhibu help list。"), buf_str(&quoted));
	buf_release(&quoted);
	return ERR_USAGE;
}

/* Codes and records that the filter names can be judged only with a database: by the list that opens with it. */
static int check_filter(const char *key, const char *text, struct err *e)
{
	const struct reg *reg = reg_find(key);
	struct err why = ERR_INIT;

	if (!reg)
		return unknown_register(key, e);
	if (!text[strspn(text, " ")])
		return err_set(e, ERR_USAGE, _("%s 的筛选条件是空的；不要默认条件，就去掉这一行。"), key);
	if (query_check(reg, text, &why) < 0)
		return err_set(e, ERR_USAGE, _("%s 的筛选条件看不懂：%s"), key, why.text);
	return 0;
}

static int check_mask(const char *key, const char *text, struct err *e)
{
	const char *dot = strchr(text, '.');
	struct buf name = BUF_INIT;
	const struct reg *reg;
	const struct field *f;
	int rc = 0;

	(void)key;
	if (!dot)
		return err_set(e, ERR_USAGE, _("应写成 台账.字段，例如 operator.phone。"));
	buf_add(&name, text, (size_t)(dot - text));
	reg = reg_find(buf_str(&name));
	f = reg ? reg_field(reg, dot + 1) : NULL;
	if (!reg)
		rc = unknown_register(buf_str(&name), e);
	else if (!f)
		rc = err_set(e, ERR_USAGE, _("台账 %s 没有 %s 这个字段；有哪些，见 zhibu export %s --english。"), reg->name,
			dot + 1, reg->name);
	else if (!field_is_personal(f))
		rc = err_set(e, ERR_USAGE, _("%s 不是个人信息，没有遮盖可言。"), text);
	buf_release(&name);
	return rc;
}

const struct setting setting_rows[SETTINGS_N] = {
	[SETTING_DATABASE] = { .name = "database", .kind = KIND_PATH, .environment = "ZHIBU_DB", .option = "--db",
		.help = N_("数据库文件") },
	[SETTING_LANGUAGE] = { .name = "language", .choices = "auto zh en", .environment = "ZHIBU_LANG",
		.option = "--lang", .builtin = "auto", .help = N_("界面语言；auto：按系统的语言环境") },
	[SETTING_COLOR] = { .name = "color", .choices = "auto never", .environment = "ZHIBU_COLOR",
		.option = "--no-color", .builtin = "auto", .help = N_("颜色；auto：终端能显示就用") },
	[SETTING_THEME] = { .name = "theme", .choices = "default contrast sunlight", .environment = "ZHIBU_THEME",
		.builtin = "default",
		.help = N_("配色；default：终端自己的颜色，contrast：高对比，sunlight：强光下白底黑字") },
	[SETTING_UNICODE] = { .name = "unicode", .kind = KIND_SWITCH, .environment = "ZHIBU_UNICODE",
		.option = "--unicode", .builtin = "false",
		.help = N_("用线条画边框；先要用 zhibu doctor 量过这个终端的字宽") },
	[SETTING_CHINESE_CONSOLE] = { .name = "chinese_console", .kind = KIND_SWITCH,
		.environment = "ZHIBU_CHINESE_CONSOLE", .builtin = "false",
		.help = N_("TERM=linux 的控制台能显示汉字（fbterm、zhcon 等）") },
	[SETTING_MOUSE] = { .name = "mouse", .kind = KIND_SWITCH, .environment = "ZHIBU_MOUSE", .option = "--no-mouse",
		.builtin = "true", .help = N_("用鼠标滚动和点选；false：鼠标留给终端，方便复制") },
	[SETTING_IDLE_LOCK] = { .name = "idle_lock", .kind = KIND_NUMBER, .most = 600,
		.environment = "ZHIBU_IDLE_LOCK", .builtin = "0",
		.help = N_("几分钟没有按键就锁住屏幕，要 PIN 才能再看；0：不锁") },
	[SETTING_BUSY_SECONDS] = { .name = "busy_seconds", .kind = KIND_NUMBER, .least = 1, .most = 600,
		.environment = "ZHIBU_BUSY_SECONDS", .builtin = "5", .help = N_("数据库被占用时最多等几秒") },
	[SETTING_EXPORT_MASKS] = { .name = "export_masks", .kind = KIND_LIST, .environment = "ZHIBU_EXPORT_MASKS",
		.builtin = "", .check = check_mask,
		.help = N_("导出时总是遮盖的字段，有权的人用 --reveal 也不例外；全机和个人的合在一起算") },
	[SETTING_FILTERS] = { .name = "filters", .kind = KIND_TEXTS, .builtin = "", .check = check_filter,
		.help = N_("打开台账时的筛选条件，每个台账一条") },
	[SETTING_KEYS] = { .name = "keys", .kind = KIND_KEYS, .builtin = "",
		.help = N_("改按键：屏幕 = { 操作 = [ 键, ... ]; }，代替原来的键") },
};

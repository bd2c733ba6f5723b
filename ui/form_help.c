/* F1 in a form: what the current field means and how it is filled in. */
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/text.h"
#include "ui/form.h"
#include "src/banned.h"

/* What can be typed, by the type of the field. */
static const char *const type_help[TYPE_COUNT] = {
	[TYPE_NOTE] = N_("可以写几行：Enter 换行，Tab 到下一项。"),
	[TYPE_BOOL] = N_("空格键在是和否之间换。"),
	[TYPE_DATE] = (N_("日期可写 2024-1-5、2024年1月5日、20240105，只知道年月就写 2024-01 或 2024；"
			  "句点是今天，-30 是 30 天前，+1y 是一年后。")),
	[TYPE_MONTH] = N_("月份可写 2024-1、2024年1月、202401；句点是本月，-1 是上个月。"),
	[TYPE_MONEY] = N_("单位是元，最多两位小数；可写 1,234.50 或 1.5万。"),
	[TYPE_CODE] = N_("输入汉字、拼音首字母或代码，从列出的里面选；F3 列出全部。"),
	[TYPE_CODES] = N_("可以选几项，用顿号隔开；输入汉字、拼音首字母或代码，从列出的里面选；F3 列出全部。"),
	[TYPE_REF] = N_("输入名称、拼音首字母或编码，从列出的里面选；F3 到列表里找。"),
};

static void add_line(struct buf *out, const char *label, const char *text)
{
	if (text)
		buf_addf(out, "\n%s%s", label, text);
}

/* Characters that many fonts lack or show as another one: their number is the only name that everybody sees alike. */
static bool is_rare(uint32_t cp)
{
	bool extension = (cp >= 0x3400 && cp <= 0x4DBF) || cp >= 0x20000;
	bool twin = cp >= 0xF900 && cp <= 0xFAFF, own = cp >= 0xE000 && cp <= 0xF8FF;

	return extension || twin || own;
}

/* "㐂 U+3402、𠮷 U+20BB7" */
static void add_rare(struct buf *out, const char *text)
{
	size_t n;
	uint32_t cp;
	bool any = false;

	for (; (n = text_decode(text, strlen(text), &cp)) > 0; text += n) {
		if (!is_rare(cp))
			continue;
		buf_adds(out, any ? _("、") : _("\n生僻字："));
		buf_add(out, text, n);
		buf_addf(out, " U+%04X", (unsigned int)cp);
		any = true;
	}
}

static void add_rare_characters(const struct form *f, struct buf *out)
{
	struct buf text = BUF_INIT;

	if (f->hidden)
		return;
	if (form_is_editable(f, f->cur))
		buf_adds(&text, edit_text(&f->edit));
	else
		form_add_text(f, f->cur, &text);
	add_rare(out, buf_str(&text));
	buf_release(&text);
}

static void add_states(const struct field *t, struct buf *out)
{
	if (field_knows(t, EMPTY_NONE) && field_knows(t, EMPTY_INAPPLICABLE))
		add_line(out, "", _("没有的填「无」，用不上的填「不适用」，还不知道的留空；F8 依次换。"));
	else if (field_knows(t, EMPTY_NONE))
		add_line(out, "", _("没有的填「无」，还不知道的留空；F8 依次换。"));
	else if (field_knows(t, EMPTY_INAPPLICABLE))
		add_line(out, "", _("用不上的填「不适用」，还不知道的留空；F8 依次换。"));
}

void form_help(struct screen *s, struct buf *out)
{
	const struct form *f = (const struct form *)s;
	const struct field *t = form_current(f);
	const struct finding *finding = form_finding(f, f->cur);
	const char *by_type = type_help[t->type];

	buf_addf(out, "%s (%s)", _(t->label), t->name);
	add_line(out, "! ", f->fields[f->cur].error);
	add_line(out, finding && finding->level == RULE_ERROR ? "! " : "? ", finding ? finding->text : NULL);
	add_line(out, "", t->help ? _(t->help) : NULL);
	add_line(out, _("例："), t->example);
	add_line(out, _("依据："), t->source ? _(t->source) : NULL);
	add_line(out, "", by_type ? _(by_type) : NULL);
	add_states(t, out);
	add_rare_characters(f, out);
}


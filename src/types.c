/*
 * The field types: one row of functions each.  A new type is a row here and the
 * functions it names; no other file asks which type a field is of.
 */
#include "src/types.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/i18n.h"
#include "src/ids.h"
#include "src/mem.h"
#include "src/banned.h"

int type_refuse(struct err *e, const char *typed, const char *why)
{
	struct buf quoted = BUF_INIT;

	text_quote(&quoted, typed);
	err_set(e, ERR_INVALID, _("%s%s"), buf_str(&quoted), why);
	buf_release(&quoted);
	return ERR_INVALID;
}

static void put_integer(struct cell *out, bool filled, int64_t number)
{
	out->kind = filled ? CELL_INT : CELL_NULL;
	out->number = filled ? number : 0;
	out->text = NULL;
}

/* The integer of a cell, or `none` for an empty one. */
static int get_integer(const struct cell *in, int64_t none, int64_t *out)
{
	if (in->kind == CELL_TEXT)
		return ERR_DATABASE;
	*out = in->kind == CELL_INT ? in->number : none;
	return 0;
}

/* --- text --- */

void text_take(void *value, char *text)
{
	char **s = value;

	free(*s);
	*s = text;
}

void text_put(const void *value, struct cell *out)
{
	char *const *s = value;

	/* An empty text would be a second way of saying "not filled". */
	out->kind = *s && **s ? CELL_TEXT : CELL_NULL;
	out->number = 0;
	out->text = *s;
}

int text_get(void *value, const struct cell *in)
{
	if (in->kind == CELL_INT)
		return ERR_DATABASE;
	text_take(value, in->kind == CELL_TEXT && in->text[0] ? xstrdup(in->text) : NULL);
	return 0;
}

void text_release(void *value)
{
	text_take(value, NULL);
}

static int text_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		      struct err *e)
{
	(void)f;
	(void)l;
	(void)e;
	text_take(value, xstrdup(typed));
	return 0;
}

static void text_format(const struct field *f, const void *value, const struct lookup *l,
			enum style style, struct buf *out)
{
	char *const *s = value;

	(void)f;
	(void)l;
	(void)style;
	if (*s)
		buf_adds(out, *s);
}

static void note_format(const struct field *f, const void *value, const struct lookup *l,
			enum style style, struct buf *out)
{
	size_t from = out->len;

	text_format(f, value, l, style, out);
	if (style != STYLE_LIST)
		return;
	/* A list shows one line of it. */
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] == '\n' || out->data[i] == '\t')
			out->data[i] = ' ';
}

/* --- integers --- */

/* Digits at *p, plain or with a comma before every third from the right; moves *p behind them. */
static int read_digits(const char **p, const char *why, int64_t *out, struct err *e)
{
	const char *typed = *p, *s = *p;
	int64_t n = 0;
	int run = 0;
	bool grouped = false;

	for (; *s == ',' || (*s >= '0' && *s <= '9'); s++) {
		if (*s == ',') {
			if (run == 0 || run > 3 || (grouped && run != 3))
				return type_refuse(e, typed, _(why));
			grouped = true;
			run = 0;
			continue;
		}
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s - '0', &n))
			return type_refuse(e, typed, _("太大，放不下，请核对位数。"));
		run++;
	}
	if (run == 0 || (grouped && run != 3))
		return type_refuse(e, typed, _(why));
	*p = s;
	*out = n;
	return 0;
}

static bool read_sign(const char **p)
{
	bool minus = **p == '-';

	if (minus || **p == '+')
		++*p;
	return minus;
}

static int check_range(const struct field *f, int64_t n, struct err *e)
{
	if ((f->least == 0 && f->most == 0) || (n >= f->least && n <= f->most))
		return 0;
	return err_set(e, ERR_INVALID, _("应在 %" PRId64 " 到 %" PRId64 " 之间，不能是 %" PRId64 "。"),
		       f->least, f->most, n);
}

static int int_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		     struct err *e)
{
	static const char why[] = N_("不是整数，请只写数字，例如 12。");
	const char *p = typed;
	bool minus = read_sign(&p);
	int64_t n;
	int rc = read_digits(&p, why, &n, e);

	(void)l;
	if (!rc && *p)
		rc = type_refuse(e, typed, _(why));
	if (!rc) {
		n = minus ? -n : n;
		rc = check_range(f, n, e);
	}
	if (!rc)
		*(int64_t *)value = n;
	return rc;
}

static void add_grouped(struct buf *out, int64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRId64, n < 0 ? -n : n);

	if (n < 0)
		buf_addc(out, '-');
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_addc(out, ',');
		buf_addc(out, digits[i]);
	}
}

static void int_format(const struct field *f, const void *value, const struct lookup *l,
		       enum style style, struct buf *out)
{
	int64_t n = *(const int64_t *)value;

	(void)l;
	if (n == INT_NONE)
		return;
	if (style == STYLE_LIST && !(f->flags & FIELD_YEAR))
		add_grouped(out, n);
	else
		buf_addf(out, "%" PRId64, n);
}

static void int_put(const void *value, struct cell *out)
{
	int64_t n = *(const int64_t *)value;

	put_integer(out, n != INT_NONE, n);
}

static int int_get(void *value, const struct cell *in)
{
	return get_integer(in, INT_NONE, value);
}

static void int_release(void *value)
{
	*(int64_t *)value = INT_NONE;
}

/* --- yes or no --- */

static int bool_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		      struct err *e)
{
	const char *const yes[] = { "是", "有", "1", "y", "yes", "true", _("是") };
	const char *const no[] = { "否", "无", "0", "n", "no", "false", _("否") };

	(void)f;
	(void)l;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		bool is_yes = strcasecmp(typed, yes[i]) == 0;

		if (is_yes || strcasecmp(typed, no[i]) == 0) {
			*(bool *)value = is_yes;
			return 0;
		}
	}
	return type_refuse(e, typed, _("看不出是还是否，请写「是」或「否」。"));
}

static void bool_format(const struct field *f, const void *value, const struct lookup *l,
			enum style style, struct buf *out)
{
	bool yes = *(const bool *)value;

	(void)f;
	(void)l;
	if (style == STYLE_DATA)
		buf_adds(out, yes ? "true" : "false");
	else
		buf_adds(out, yes ? _("是") : _("否"));
}

static void bool_put(const void *value, struct cell *out)
{
	put_integer(out, true, *(const bool *)value);
}

static int bool_get(void *value, const struct cell *in)
{
	int64_t n;

	if (get_integer(in, 0, &n) || (n != 0 && n != 1))
		return ERR_DATABASE;
	*(bool *)value = n == 1;
	return 0;
}

static void bool_release(void *value)
{
	*(bool *)value = false;
}

/* --- days and months --- */

static struct date today_of(const struct lookup *l)
{
	return l ? l->today : (struct date){ .year = 0 };
}

static int date_type_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			   struct err *e)
{
	(void)f;
	return date_parse(typed, today_of(l), value, e);
}

static void date_type_format(const struct field *f, const void *value, const struct lookup *l,
			     enum style style, struct buf *out)
{
	(void)f;
	(void)l;
	(void)style;
	date_format(out, *(const struct date *)value);
}

/* ISO text in the cell's own room: rows are written by the hundred thousand, and this needs no memory. */
static void put_iso(struct date d, struct cell *out)
{
	put_integer(out, false, 0);
	if (date_is_empty(d))
		return;
	snprintf(out->scratch, sizeof(out->scratch), "%04d-%02d-%02d", d.year, d.month, d.day);
	if (d.day == 0)
		out->scratch[d.month == 0 ? 4 : 7] = '\0';
	out->kind = CELL_TEXT;
	out->text = out->scratch;
}

static bool read_part(const char *s, int n, int least, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + (s[i] - '0');
	}
	return *out >= least;
}

/* Only what put_iso() writes; the many ways in which people write dates have no place in a database. */
static bool read_iso(const char *s, struct date *out)
{
	size_t len = strlen(s);
	int year, month = 0, day = 0;

	if ((len != 4 && len != 7 && len != 10) || !read_part(s, 4, 1, &year))
		return false;
	if (len >= 7 && (s[4] != '-' || !read_part(s + 5, 2, 1, &month)))
		return false;
	if (len == 10 && (s[7] != '-' || !read_part(s + 8, 2, 1, &day)))
		return false;
	*out = (struct date){ .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day };
	return date_is_valid(*out);
}

static int get_iso(const struct cell *in, struct date *out)
{
	*out = (struct date){ .year = 0 };
	if (in->kind == CELL_NULL)
		return 0;
	return in->kind == CELL_TEXT && read_iso(in->text, out) ? 0 : ERR_DATABASE;
}

static void date_type_put(const void *value, struct cell *out)
{
	put_iso(*(const struct date *)value, out);
}

static int date_type_get(void *value, const struct cell *in)
{
	struct date d;

	if (get_iso(in, &d))
		return ERR_DATABASE;
	*(struct date *)value = d;
	return 0;
}

static void date_type_release(void *value)
{
	*(struct date *)value = (struct date){ .year = 0 };
}

static int month_type_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			    struct err *e)
{
	(void)f;
	return month_parse(typed, today_of(l), value, e);
}

static void month_type_format(const struct field *f, const void *value, const struct lookup *l,
			      enum style style, struct buf *out)
{
	(void)f;
	(void)l;
	(void)style;
	month_format(out, *(const struct month *)value);
}

static void month_type_put(const void *value, struct cell *out)
{
	const struct month *m = value;

	put_iso((struct date){ .year = m->year, .month = m->month }, out);
}

static int month_type_get(void *value, const struct cell *in)
{
	struct date d;

	if (get_iso(in, &d) || (d.year && !d.month) || d.day)
		return ERR_DATABASE;
	*(struct month *)value = (struct month){ .year = d.year, .month = d.month };
	return 0;
}

static void month_type_release(void *value)
{
	*(struct month *)value = (struct month){ .year = 0 };
}

/* --- money and shares --- */

static int money_type_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			    struct err *e)
{
	(void)f;
	(void)l;
	return money_parse(typed, value, e);
}

static void money_type_format(const struct field *f, const void *value, const struct lookup *l,
			      enum style style, struct buf *out)
{
	struct money m = *(const struct money *)value;

	(void)f;
	(void)l;
	if (m.fen == MONEY_NONE)
		return;
	if (style == STYLE_LIST)
		money_format_grouped(out, m);
	else
		money_format(out, m);
}

static void money_type_put(const void *value, struct cell *out)
{
	const struct money *m = value;

	put_integer(out, m->fen != MONEY_NONE, m->fen);
}

static int money_type_get(void *value, const struct cell *in)
{
	struct money *m = value;

	return get_integer(in, MONEY_NONE, &m->fen);
}

static void money_type_release(void *value)
{
	*(struct money *)value = (struct money){ .fen = MONEY_NONE };
}

/* What may follow the whole per cent: .3 or .34, then a sign that may be left out. */
static bool read_hundredths(const char *p, int64_t *out)
{
	*out = 0;
	if (*p == '.') {
		int digits = 0;

		for (p++; digits < 2 && *p >= '0' && *p <= '9'; digits++)
			*out = *out * 10 + (*p++ - '0');
		if (digits == 0)
			return false;
		*out *= digits == 1 ? 10 : 1;
	}
	while (*p == ' ')
		p++;
	return *p == '\0' || strcmp(p, "%") == 0;
}

static int percent_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			 struct err *e)
{
	static const char why[] = N_("不是百分比，请写成 12.34%，最多两位小数。");
	struct percent *percent = value;
	const char *p = typed;
	bool minus = read_sign(&p);
	int64_t whole, part, all;
	int rc = read_digits(&p, why, &whole, e);

	(void)f;
	(void)l;
	if (rc)
		return rc;
	if (!read_hundredths(p, &part))
		return type_refuse(e, typed, _(why));
	if (__builtin_mul_overflow(whole, 100, &all) || __builtin_add_overflow(all, part, &all))
		return type_refuse(e, typed, _("太大，放不下，请核对位数。"));
	percent->hundredths = minus ? -all : all;
	return 0;
}

static void percent_format(const struct field *f, const void *value, const struct lookup *l,
			   enum style style, struct buf *out)
{
	int64_t n = ((const struct percent *)value)->hundredths, size;

	(void)f;
	(void)l;
	if (n == INT_NONE)
		return;
	size = n < 0 ? -n : n;
	buf_addf(out, "%s%" PRId64 ".%02d", n < 0 ? "-" : "", size / 100, (int)(size % 100));
	if (style != STYLE_DATA)
		buf_addc(out, '%');
}

static void percent_put(const void *value, struct cell *out)
{
	int_put(&((const struct percent *)value)->hundredths, out);
}

static int percent_get(void *value, const struct cell *in)
{
	return get_integer(in, INT_NONE, &((struct percent *)value)->hundredths);
}

static void percent_release(void *value)
{
	((struct percent *)value)->hundredths = INT_NONE;
}

/* --- numbers of people and units, which are texts with a check of their own --- */

/* Keeps what a check has made of the text, unless it refused. */
static int take_checked(void *value, struct buf *checked, int rc)
{
	if (!rc)
		text_take(value, buf_detach(checked));
	buf_release(checked);
	return rc;
}

static int phone_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		       struct err *e)
{
	struct buf out = BUF_INIT;

	(void)f;
	(void)l;
	return take_checked(value, &out, ids_phone(typed, &out, e));
}

static int citizen_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			 struct err *e)
{
	struct buf out = BUF_INIT;
	int rc = ids_destroyed(typed, e);

	(void)f;
	(void)l;
	return take_checked(value, &out, rc ? rc : ids_citizen(typed, &out, NULL, NULL, e));
}

static int credit_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
			struct err *e)
{
	struct buf out = BUF_INIT;

	(void)f;
	(void)l;
	return take_checked(value, &out, ids_credit(typed, &out, e));
}

static int card_parse(const struct field *f, const char *typed, const struct lookup *l, void *value,
		      struct err *e)
{
	struct buf out = BUF_INIT;
	int rc = ids_destroyed(typed, e);

	(void)f;
	(void)l;
	return take_checked(value, &out, rc ? rc : ids_card(typed, &out, NULL, e));
}

/* --- the table --- */

#define AS_TEXT .storage = STORAGE_TEXT, .put = text_put, .get = text_get, .release = text_release

static const struct type types[TYPE_COUNT] = {
	[TYPE_TEXT] = {
		.name = "text", .label = N_("文字"), AS_TEXT, .width = 20, .max = 200,
		.kind = TEXT_LINE, .mask_head = 1, .parse = text_parse, .format = text_format,
	},
	[TYPE_NOTE] = {
		.name = "note", .label = N_("多行文字"), AS_TEXT, .width = 30, .max = 4000,
		.kind = TEXT_NOTE, .mask_head = 1, .parse = text_parse, .format = note_format,
	},
	[TYPE_INT] = {
		.name = "integer", .label = N_("整数"), .storage = STORAGE_INTEGER, .width = 8, .max = 40,
		.right = true, .ordered = true, .kind = TEXT_CODE, .parse = int_parse, .format = int_format,
		.put = int_put, .get = int_get, .release = int_release,
	},
	[TYPE_BOOL] = {
		.name = "bool", .label = N_("是否"), .storage = STORAGE_INTEGER, .width = 4, .max = 10,
		.kind = TEXT_CODE, .parse = bool_parse, .format = bool_format,
		.put = bool_put, .get = bool_get, .release = bool_release,
	},
	[TYPE_DATE] = {
		.name = "date", .label = N_("日期"), .storage = STORAGE_TEXT, .width = 10, .max = 40,
		.ordered = true, .kind = TEXT_CODE, .parse = date_type_parse, .format = date_type_format,
		.put = date_type_put, .get = date_type_get, .release = date_type_release,
	},
	[TYPE_MONTH] = {
		.name = "month", .label = N_("年月"), .storage = STORAGE_TEXT, .width = 7, .max = 40,
		.ordered = true, .kind = TEXT_CODE, .parse = month_type_parse, .format = month_type_format,
		.put = month_type_put, .get = month_type_get, .release = month_type_release,
	},
	[TYPE_MONEY] = {
		.name = "money", .label = N_("金额"), .storage = STORAGE_INTEGER, .width = 14, .max = 40,
		.right = true, .ordered = true, .kind = TEXT_CODE,
		.parse = money_type_parse, .format = money_type_format,
		.put = money_type_put, .get = money_type_get, .release = money_type_release,
	},
	[TYPE_PERCENT] = {
		.name = "percent", .label = N_("百分比"), .storage = STORAGE_INTEGER, .width = 9, .max = 40,
		.right = true, .ordered = true, .kind = TEXT_CODE,
		.parse = percent_parse, .format = percent_format,
		.put = percent_put, .get = percent_get, .release = percent_release,
	},
	[TYPE_DECIMAL] = {
		.name = "decimal", .label = N_("数值"), .storage = STORAGE_INTEGER, .width = 8, .max = 40,
		.right = true, .ordered = true, .kind = TEXT_CODE,
		.parse = decimal_parse, .format = decimal_format,
		.put = percent_put, .get = percent_get, .release = percent_release,
	},
	[TYPE_CODE] = {
		.name = "code", .label = N_("代码"), AS_TEXT, .width = 12, .max = 200,
		.kind = TEXT_LINE, .parse = code_parse, .format = code_format,
	},
	[TYPE_CODES] = {
		.name = "codes", .label = N_("多项代码"), AS_TEXT, .width = 20, .max = 2000,
		.kind = TEXT_LINE, .parse = codes_parse, .format = codes_format,
	},
	[TYPE_REF] = {
		.name = "reference", .label = N_("引用"), .storage = STORAGE_INTEGER, .width = 24, .max = 400,
		.kind = TEXT_LINE, .parse = ref_parse, .format = ref_format,
		.put = ref_put, .get = ref_get, .release = ref_release,
	},
	[TYPE_PHONE] = {
		.name = "phone", .label = N_("电话"), AS_TEXT, .width = 13, .max = 40, .kind = TEXT_CODE,
		.personal = true, .seen_in_scope = true, .tail = FIELD_TAIL, .mask_head = 3, .mask_tail = 4,
		.parse = phone_parse, .format = text_format,
	},
	[TYPE_CITIZEN] = {
		.name = "citizen-number", .label = N_("身份证号"), AS_TEXT, .width = 18, .max = 40,
		.kind = TEXT_CODE, .personal = true, .tail = FIELD_TAIL, .mask_head = 6, .mask_tail = 2,
		.parse = citizen_parse, .format = text_format,
	},
	[TYPE_CREDIT] = {
		.name = "credit-code", .label = N_("统一社会信用代码"), AS_TEXT, .width = 18, .max = 40,
		.kind = TEXT_CODE, .mask_head = 4, .mask_tail = 4,
		.parse = credit_parse, .format = text_format,
	},
	[TYPE_CARD] = {
		.name = "card", .label = N_("银行卡号"), AS_TEXT, .width = 19, .max = 40, .kind = TEXT_CODE,
		.personal = true, .mask_head = 4, .mask_tail = 4,
		.parse = card_parse, .format = text_format,
	},
};

const struct type *type_by_id(enum type_id id)
{
	return &types[id];
}

const struct type *field_type(const struct field *f)
{
	return &types[f->type];
}

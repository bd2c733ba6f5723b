/*
 * Money in fen.  No message of this file repeats the amount: what one person
 * is paid must not get into a log.
 */
#include "src/money.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* Wide enough for any amount times any factor. */
__extension__ typedef __int128 wide;

static int set_checked(wide fen, struct money *out, struct err *e)
{
	if (fen > MONEY_MAX || fen < -MONEY_MAX)
		return err_set(e, ERR_INVALID, _("金额超出范围，最大是 9,999,999,999,999.99 元，请检查单位是不是写错了。"));
	out->fen = (int64_t)fen;
	return 0;
}

/* ---- Reading -------------------------------------------------------------- */

/* An amount as it is read, from left to right. */
struct amount {
	const char *s;		/* what is still to be read */
	bool negative, currency, sign;
	int64_t digits;		/* all digits, without the point */
	int decimals;		/* how many of them stand after the point */
};

static bool take(struct amount *a, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(a->s, word, n) != 0)
		return false;
	a->s += n;
	return true;
}

static void skip_spaces(struct amount *a)
{
	a->s += strspn(a->s, " ");
}

/* A sign and a currency sign, in either order, each once. */
static void take_signs(struct amount *a)
{
	for (;;) {
		skip_spaces(a);
		if (!a->currency && (take(a, "￥") || take(a, "¥")))
			a->currency = true;
		else if (!a->sign && take(a, "-"))
			a->sign = a->negative = true;
		else if (!a->sign && take(a, "+"))
			a->sign = true;
		else
			return;
	}
}

static size_t count_digits(const char *s)
{
	return strspn(s, "0123456789");
}

static bool take_digits(struct amount *a, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (__builtin_mul_overflow(a->digits, 10, &a->digits) ||
		    __builtin_add_overflow(a->digits, *a->s - '0', &a->digits))
			return false;
		a->s++;
	}
	return true;
}

/* The commas of 1,234,567 stand before every third digit or not at all. */
static bool has_good_commas(const char *s)
{
	size_t count = count_digits(s);

	if (count == 0 || (s[count] == ',' && count > 3))
		return false;
	while (s[count] == ',') {
		s += count + 1;
		count = count_digits(s);
		if (count != 3)
			return false;
	}
	return true;
}

static int refuse_form(struct err *e)
{
	return err_set(e, ERR_INVALID, _("看不懂这个金额，请写成 1234.50、1,234.50 或者 1.5万 这样的数字。"));
}

static int take_number(struct amount *a, struct err *e)
{
	bool fits = true;
	size_t count;

	if (!has_good_commas(a->s))
		return refuse_form(e);
	do
		fits = fits && take_digits(a, count_digits(a->s));
	while (take(a, ","));
	if (fits && take(a, ".")) {
		count = count_digits(a->s);
		if (count == 0)
			return refuse_form(e);
		fits = take_digits(a, count);
		a->decimals = (int)count;
	}
	/* More digits than fit are beyond the range or below one fen, whatever follows. */
	return fits ? 0 : err_set(e, ERR_INVALID, _("金额的位数太多，请检查后重新输入。"));
}

/* Fen are the second decimal of yuan, the sixth of 万 and the tenth of 亿. */
static int take_unit(struct amount *a)
{
	skip_spaces(a);
	if (take(a, "万"))
		return 6;
	return take(a, "亿") ? 10 : 2;
}

static int read_amount(struct amount *a, struct money *out, struct err *e)
{
	int rc, places;
	wide fen;

	take_signs(a);
	rc = take_number(a, e);
	if (rc < 0)
		return rc;
	places = take_unit(a);
	skip_spaces(a);
	take(a, "元");
	if (*a->s != '\0')
		return refuse_form(e);
	if (a->decimals > places)
		return err_set(e, ERR_INVALID, _("金额精确到分，这里最多写 %d 位小数。"), places);
	fen = a->negative ? -a->digits : a->digits;
	for (int i = a->decimals; i < places; i++)
		fen *= 10;
	return set_checked(fen, out, e);
}

int money_parse(const char *s, struct money *out, struct err *e)
{
	struct buf clean = BUF_INIT;
	struct amount a = { .digits = 0 };
	int rc = text_clean(&clean, s, strlen(s), TEXT_CODE, e);

	if (rc == 0 && clean.len == 0) {
		out->fen = MONEY_NONE;
	} else if (rc == 0) {
		a.s = buf_str(&clean);
		rc = read_amount(&a, out, e);
	}
	buf_release(&clean);
	return rc;
}

/* ---- Writing -------------------------------------------------------------- */

/* The amount without its sign. */
static uint64_t magnitude(struct money m)
{
	return m.fen < 0 ? 0 - (uint64_t)m.fen : (uint64_t)m.fen;
}

void money_format(struct buf *out, struct money m)
{
	uint64_t fen = magnitude(m);

	if (m.fen == MONEY_NONE)
		return;
	buf_addf(out, "%s%" PRIu64 ".%02" PRIu64, m.fen < 0 ? "-" : "", fen / 100, fen % 100);
}

void money_format_grouped(struct buf *out, struct money m)
{
	uint64_t yuan = magnitude(m) / 100, group = 1;

	if (m.fen == MONEY_NONE)
		return;
	if (m.fen < 0)
		buf_addc(out, '-');
	while (yuan / group >= 1000)
		group *= 1000;
	buf_addf(out, "%" PRIu64, yuan / group);
	for (group /= 1000; group > 0; group /= 1000)
		buf_addf(out, ",%03" PRIu64, yuan / group % 1000);
	buf_addf(out, ".%02" PRIu64, magnitude(m) % 100);
}

/* ---- Capital characters --------------------------------------------------- */

static const char *const capital_digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* A number in capital characters, as far as it is written. */
struct capital {
	struct buf *out;
	bool started;		/* a digit stands there already */
	bool zero;		/* a 零 is due before the next digit */
};

/* Four digits and the name of their group; zeros at the end of a group are not spoken. */
static void add_group(struct capital *c, unsigned int group, const char *name)
{
	static const char *const places[] = { "仟", "佰", "拾", "" };
	unsigned int divisor = 1000;

	for (int i = 0; i < 4; i++, divisor /= 10) {
		unsigned int digit = group / divisor % 10;

		if (digit == 0) {
			c->zero = c->started;
			continue;
		}
		if (c->zero)
			buf_adds(c->out, "零");
		buf_adds(c->out, capital_digits[digit]);
		buf_adds(c->out, places[i]);
		c->started = true;
		c->zero = false;
	}
	if (group > 0) {
		buf_adds(c->out, name);
		c->zero = false;
	}
}

static void add_capital_yuan(struct buf *out, uint64_t yuan)
{
	struct capital c = { .out = out };
	uint64_t high = yuan / 100000000;

	add_group(&c, (unsigned int)(high / 10000), "万");
	add_group(&c, (unsigned int)(high % 10000), "");
	if (high > 0)
		buf_adds(out, "亿");
	add_group(&c, (unsigned int)(yuan / 10000 % 10000), "万");
	add_group(&c, (unsigned int)(yuan % 10000), "");
	buf_adds(out, "元");
}

void money_format_capital(struct buf *out, struct money m)
{
	uint64_t fen = magnitude(m), yuan = fen / 100;
	unsigned int jiao = (unsigned int)(fen / 10 % 10), last = (unsigned int)(fen % 10);

	if (m.fen == MONEY_NONE)
		return;
	if (m.fen < 0)
		buf_adds(out, "负");
	if (yuan > 0)
		add_capital_yuan(out, yuan);
	else if (fen == 0)
		buf_adds(out, "零元");
	/* The rules allow or demand this 零 wherever the place before or the jiao is empty. */
	if (yuan > 0 && fen % 100 != 0 && (yuan % 10 == 0 || jiao == 0))
		buf_adds(out, "零");
	if (jiao > 0)
		buf_addf(out, "%s角", capital_digits[jiao]);
	if (last > 0)
		buf_addf(out, "%s分", capital_digits[last]);
	else
		buf_adds(out, "整");
}

/* ---- Arithmetic ----------------------------------------------------------- */

int money_add(struct money a, struct money b, struct money *out, struct err *e)
{
	if (a.fen == MONEY_NONE || b.fen == MONEY_NONE) {
		*out = a.fen == MONEY_NONE ? b : a;
		return 0;
	}
	return set_checked((wide)a.fen + b.fen, out, e);
}

int money_scale(struct money m, int64_t numerator, int64_t denominator, struct money *out, struct err *e)
{
	wide product, quotient, rest;

	assert(denominator > 0);
	if (m.fen == MONEY_NONE) {
		*out = m;
		return 0;
	}
	product = (wide)m.fen * numerator;
	quotient = product / denominator;
	rest = product % denominator;
	if (rest * 2 >= denominator)
		quotient++;
	else if (rest * -2 >= denominator)
		quotient--;
	return set_checked(quotient, out, e);
}

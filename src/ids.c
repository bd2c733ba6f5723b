/*
 * Identity numbers.  No message of this file repeats the number or tells the
 * check character that would fit: the first would put personal data into logs,
 * the second would invite to make a wrong number look right.
 */
#include "src/ids.h"

#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(s[i]))
			return false;
	return true;
}

/* Cleans s into b: ASCII forms, letters in upper case, nothing of what `drop` names. */
static int normalise(struct buf *b, const char *s, const char *drop, struct err *e)
{
	int rc = text_clean(b, s, strlen(s), TEXT_CODE, e);
	size_t to = 0;

	if (rc < 0)
		return rc;
	for (size_t from = 0; from < b->len; from++) {
		char c = b->data[from];

		if (strchr(drop, c))
			continue;
		b->data[to++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	buf_truncate(b, to);
	return 0;
}

/* ---- Numbers that a spreadsheet has destroyed ------------------------------ */

/* 3.4082E+17, as spreadsheets write a number that is too long for them. */
static bool is_scientific(const char *s)
{
	size_t whole = strspn(s, "0123456789"), digits;
	bool point = false;

	if (whole == 0)
		return false;
	s += whole;
	if (*s == '.') {
		point = true;
		s += 1 + strspn(s + 1, "0123456789");
	}
	if (*s++ != 'E')
		return false;
	if (*s == '+')
		s++;
	else if (!point)
		return false;
	digits = strspn(s, "0123456789");
	return digits > 0 && s[digits] == '\0';
}

/* Spreadsheets keep 15 digits and write zeros for the others. */
static bool has_lost_digits(const struct buf *b)
{
	const char *s = buf_str(b);

	return b->len >= 18 && all_digits(s, b->len) && strspn(s + 15, "0") == b->len - 15;
}

static int refuse_destroyed(struct err *e)
{
	return err_set(e, ERR_INVALID,
		_("号码的后几位已被表格软件抹掉，请照原件重新填写，并先把单元格设成文本格式。"));
}

int ids_destroyed(const char *s, struct err *e)
{
	struct buf b = BUF_INIT;
	int rc = normalise(&b, s, " -", e);

	if (rc == 0 && (is_scientific(buf_str(&b)) || has_lost_digits(&b)))
		rc = refuse_destroyed(e);
	buf_release(&b);
	return rc;
}

/* ---- Citizen numbers -------------------------------------------------------- */

static int check_citizen_form(const struct buf *b, struct err *e)
{
	const char *s = buf_str(b);

	if (is_scientific(s))
		return refuse_destroyed(e);
	if (b->len == 15 && all_digits(s, 15))
		return err_set(e, ERR_INVALID, _("这是 15 位的旧号码，请填写现在身份证上的 18 位号码。"));
	if (b->len != 18)
		return err_set(e, ERR_INVALID, _("公民身份号码应当是 18 位，现在是 %zu 位，请对照身份证检查。"),
			text_length(s));
	if (!all_digits(s, 17) || (!is_digit(s[17]) && s[17] != 'X'))
		return err_set(e, ERR_INVALID,
			_("公民身份号码只能是 17 位数字加一位数字或 X，请对照身份证检查。"));
	return 0;
}

static bool citizen_check_fits(const char *s)
{
	static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (int i = 0; i < 17; i++)
		sum += weights[i] * (s[i] - '0');
	return s[17] == "10X98765432"[sum % 11];
}

static int number_at(const char *s, size_t count)
{
	int n = 0;

	for (size_t i = 0; i < count; i++)
		n = n * 10 + (s[i] - '0');
	return n;
}

static int check_citizen(const struct buf *b, struct date *birth, struct err *e)
{
	const char *s = buf_str(b);
	int rc = check_citizen_form(b, e);

	if (rc < 0)
		return rc;
	/* A real number may end in 000 too; only one that does not fit was damaged. */
	if (!citizen_check_fits(s))
		return has_lost_digits(b) ? refuse_destroyed(e) : err_set(e, ERR_INVALID,
			_("公民身份号码的校验位不对，有一位写错了或者两位写反了，请对照身份证检查。"));
	*birth = (struct date){
		.year = (int16_t)number_at(s + 6, 4),
		.month = (int8_t)number_at(s + 10, 2),
		.day = (int8_t)number_at(s + 12, 2),
	};
	if (birth->day == 0 || date_is_empty(*birth) || !date_is_valid(*birth))
		return err_set(e, ERR_INVALID,
			_("公民身份号码第 7 到 14 位的出生日期在日历上不存在，请对照身份证检查。"));
	return 0;
}

int ids_citizen(const char *s, struct buf *out, struct date *birth, enum sex *sex, struct err *e)
{
	struct buf b = BUF_INIT;
	struct date born;
	int rc = normalise(&b, s, " -", e);

	if (rc == 0)
		rc = check_citizen(&b, &born, e);
	if (rc == 0) {
		if (birth)
			*birth = born;
		if (sex)
			*sex = (b.data[16] - '0') % 2 ? SEX_MALE : SEX_FEMALE;
		buf_add(out, b.data, b.len);
	}
	buf_release(&b);
	return rc;
}

/* ---- Credit codes ----------------------------------------------------------- */

static int check_credit(const struct buf *b, struct err *e)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	const char *s = buf_str(b);
	int weight = 1, sum = 0;

	if (is_scientific(s))
		return refuse_destroyed(e);
	if (text_length(s) != 18)
		return err_set(e, ERR_INVALID, _("统一社会信用代码应当是 18 位，现在是 %zu 位，请对照证书检查。"),
			text_length(s));
	if (strspn(s, alphabet) != b->len)
		return err_set(e, ERR_INVALID,
			_("统一社会信用代码只有数字和字母，没有 I、O、S、V、Z，请检查是否把 1、0、2 写成了 I、O、Z。"));
	for (int i = 0; i < 17; i++) {
		sum += (int)(strchr(alphabet, s[i]) - alphabet) * weight;
		weight = weight * 3 % 31;
	}
	if (s[17] != alphabet[(31 - sum % 31) % 31])
		return has_lost_digits(b) ? refuse_destroyed(e) : err_set(e, ERR_INVALID,
			_("统一社会信用代码的校验位不对，有一位写错了或者两位写反了，请对照证书检查。"));
	return 0;
}

int ids_credit(const char *s, struct buf *out, struct err *e)
{
	struct buf b = BUF_INIT;
	int rc = normalise(&b, s, " -", e);

	if (rc == 0)
		rc = check_credit(&b, e);
	if (rc == 0)
		buf_add(out, b.data, b.len);
	buf_release(&b);
	return rc;
}

/* ---- Telephones ------------------------------------------------------------- */

static int refuse_phone(struct err *e)
{
	return err_set(e, ERR_INVALID,
		_("电话要写成 11 位手机号，或者带区号的座机号，例如 0977-8221234、0977-8221234-123。"));
}

/* 010 and 02x have three digits, all other area codes four. */
static size_t area_length(const char *s)
{
	return s[1] == '1' || s[1] == '2' ? 3 : 4;
}

static bool is_area(const char *s, size_t n)
{
	if (n < 3 || s[0] != '0' || n != area_length(s))
		return false;
	return n == 3 ? s[1] == '2' || s[2] == '0' : s[1] >= '3';
}

/* Adds area-number[-extension] to out; the separators are kept, or the parts could not be told apart again. */
static int add_landline(struct buf *out, const char *s, struct err *e)
{
	size_t area = strspn(s, "0123456789"), number, extension = 0;
	const char *rest;

	/* Without a hyphen the area code ends where its first digits say. */
	if (area > 4)
		area = area_length(s);
	rest = s + area + (s[area] == '-');
	number = strspn(rest, "0123456789");
	if (!is_area(s, area) || number < 7 || number > 8 || rest[0] < '2')
		return refuse_phone(e);
	if (rest[number] == '-') {
		extension = strspn(rest + number + 1, "0123456789");
		if (extension < 1 || extension > 6)
			return refuse_phone(e);
		extension++;
	}
	if (rest[number + extension] != '\0')
		return refuse_phone(e);
	buf_add(out, s, area);
	buf_addc(out, '-');
	buf_add(out, rest, number + extension);
	return 0;
}

static int add_mobile(struct buf *out, const char *s, struct err *e)
{
	size_t before = out->len;

	for (; *s; s++)
		if (*s != '-')
			buf_addc(out, *s);
	s = buf_str(out) + before;
	if (out->len - before == 11 && all_digits(s, 11) && s[0] == '1' && s[1] >= '3')
		return 0;
	buf_truncate(out, before);
	return refuse_phone(e);
}

int ids_phone(const char *s, struct buf *out, struct err *e)
{
	struct buf b = BUF_INIT;
	int rc = normalise(&b, s, " ", e);

	if (rc == 0 && is_scientific(buf_str(&b)))
		rc = refuse_destroyed(e);
	else if (rc == 0 && b.len > 0 && b.data[0] == '0')
		rc = add_landline(out, b.data, e);
	else if (rc == 0)
		rc = add_mobile(out, buf_str(&b), e);
	buf_release(&b);
	return rc;
}

/* ---- Cards ------------------------------------------------------------------ */

static bool luhn_fits(const char *s, size_t n)
{
	int sum = 0;

	/* Every second digit counts twice, from the right. */
	for (size_t i = 0; i < n; i++) {
		int d = s[n - 1 - i] - '0';

		if (i % 2 == 1)
			d = d > 4 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

static int check_card(const struct buf *b, struct err *e)
{
	const char *s = buf_str(b);

	if (is_scientific(s) || (has_lost_digits(b) && !luhn_fits(s, b->len)))
		return refuse_destroyed(e);
	if (!all_digits(s, b->len))
		return err_set(e, ERR_INVALID, _("银行卡号只能是数字，请对照银行卡检查。"));
	if (b->len < 12 || b->len > 19)
		return err_set(e, ERR_INVALID, _("银行卡号应当是 12 到 19 位，现在是 %zu 位，请对照银行卡检查。"),
			b->len);
	return 0;
}

int ids_card(const char *s, struct buf *out, int *luhn_ok, struct err *e)
{
	struct buf b = BUF_INIT;
	int rc = normalise(&b, s, " -", e);

	if (rc == 0)
		rc = check_card(&b, e);
	if (rc == 0) {
		if (luhn_ok)
			*luhn_ok = luhn_fits(b.data, b.len);
		buf_add(out, b.data, b.len);
	}
	buf_release(&b);
	return rc;
}

/* ---- Divisions -------------------------------------------------------------- */

static enum division_kind village_kind(int64_t last)
{
	if (last < 200)
		return DIVISION_COMMUNITY;
	return last < 400 ? DIVISION_VILLAGE : DIVISION_LIKE_VILLAGE;
}

enum division_kind ids_division_kind(int64_t code)
{
	int64_t province = code / 10000000000, prefecture = code / 100000000 % 100;
	int64_t county = code / 1000000 % 100, town = code / 1000 % 1000, village = code % 1000;

	if (province < 11 || province > 99)
		return DIVISION_INVALID;
	if (prefecture == 0)
		return code % 10000000000 == 0 ? DIVISION_PROVINCE : DIVISION_INVALID;
	/* Cities without counties have their towns directly below them: 441900003000. */
	if (town > 0)
		return village > 0 ? village_kind(village) : DIVISION_TOWNSHIP;
	if (village > 0)
		return DIVISION_INVALID;
	return county > 0 ? DIVISION_COUNTY : DIVISION_PREFECTURE;
}

/*
 * What single characters are: their bytes, and whether they may be shown.
 */
#include "src/text_char.h"

#include <utf8proc.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

size_t text_decode(const char *s, size_t n, uint32_t *cp)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len;

	if (n == 0)
		return 0;
	if ((unsigned char)*s < 0x80) {
		*cp = (unsigned char)*s;
		return 1;
	}
	len = utf8proc_iterate((const utf8proc_uint8_t *)s, n < 4 ? (utf8proc_ssize_t)n : 4, &c);
	if (len <= 0)
		return 0;
	*cp = (uint32_t)c;
	return (size_t)len;
}

size_t text_decode_before(const char *s, size_t at, uint32_t *cp)
{
	for (size_t len = 1; len <= 4 && len <= at; len++)
		if (((unsigned char)s[at - len] & 0xC0) != 0x80)
			return text_decode(s + at - len, len, cp) == len ? len : 0;
	return 0;
}

size_t text_plain_run(const char *s, size_t n, int *cells)
{
	size_t at = 0, len;

	while ((len = text_plain_length(s + at, n - at)) != 0) {
		*cells += len == 1 ? 1 : 2;
		at += len;
	}
	return at;
}

struct range {
	uint32_t first, last;
	const char *what;
};

#define WHAT_CONTROL N_("控制字符")
#define WHAT_BIDI N_("改变文字方向的不可见字符")
#define WHAT_INVISIBLE N_("不可见字符")
#define WHAT_TAG N_("不可见的标签字符")
#define WHAT_NONCHARACTER N_("不代表任何文字的编码")

/* Characters that nobody sees or that a terminal obeys, in order; no name and no note needs one. */
static const struct range hidden_ranges[] = {
	{ 0x0000, 0x001F, WHAT_CONTROL },
	{ 0x007F, 0x009F, WHAT_CONTROL },
	{ 0x00AD, 0x00AD, WHAT_INVISIBLE },	/* soft hyphen: shown or not, as the terminal likes */
	{ 0x034F, 0x034F, WHAT_INVISIBLE },
	{ 0x061C, 0x061C, WHAT_BIDI },
	{ 0x115F, 0x1160, WHAT_INVISIBLE },	/* fillers of the Korean script: blank letters */
	{ 0x17B4, 0x17B5, WHAT_INVISIBLE },
	{ 0x200B, 0x200B, WHAT_INVISIBLE },
	{ 0x200E, 0x200F, WHAT_BIDI },
	{ 0x2028, 0x2029, WHAT_CONTROL },	/* line and paragraph separator */
	{ 0x202A, 0x202E, WHAT_BIDI },
	{ 0x2060, 0x2065, WHAT_INVISIBLE },
	{ 0x2066, 0x2069, WHAT_BIDI },
	{ 0x206A, 0x206F, WHAT_INVISIBLE },
	{ 0x3164, 0x3164, WHAT_INVISIBLE },
	{ 0xFDD0, 0xFDEF, WHAT_NONCHARACTER },
	{ 0xFEFF, 0xFEFF, WHAT_INVISIBLE },
	{ 0xFFA0, 0xFFA0, WHAT_INVISIBLE },
	{ 0xFFF0, 0xFFFB, WHAT_INVISIBLE },
	{ 0x13430, 0x1343F, WHAT_INVISIBLE },
	{ 0x1BCA0, 0x1BCA3, WHAT_INVISIBLE },
	{ 0x1D173, 0x1D17A, WHAT_INVISIBLE },
	{ 0xE0000, 0xE00FF, WHAT_TAG },
	{ 0xE01F0, 0xE0FFF, WHAT_INVISIBLE },
};

const char *text_hidden_reason(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(hidden_ranges) / sizeof(hidden_ranges[0]); i++) {
		if (cp < hidden_ranges[i].first)
			break;
		if (cp <= hidden_ranges[i].last)
			return hidden_ranges[i].what;
	}
	return (cp & 0xFFFE) == 0xFFFE ? WHAT_NONCHARACTER : NULL;
}

bool text_is_mark(uint32_t cp)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

bool text_is_letter(uint32_t cp)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool text_is_joiner(uint32_t cp)
{
	return cp == 0x200C || cp == 0x200D || (cp >= 0x180B && cp <= 0x180F);
}

static bool is_joined_script(uint32_t cp)
{
	bool tibetan = cp >= 0x0F00 && cp <= 0x0FFF;
	bool mongolian = (cp >= 0x1800 && cp <= 0x18AF) || (cp >= 0x11660 && cp <= 0x1167F);

	return (tibetan || mongolian) && (text_is_letter(cp) || text_is_mark(cp)) && !text_is_joiner(cp);
}

bool text_joiner_has_letter(const char *s, size_t n, size_t at)
{
	size_t before = at, after = at, len;
	uint32_t cp;

	for (int i = 0; i < TEXT_MARKS_MAX && (len = text_decode_before(s, before, &cp)) != 0; i++) {
		before -= len;
		if (is_joined_script(cp))
			return true;
		if (!text_is_joiner(cp))
			break;
	}
	for (int i = 0; i <= TEXT_MARKS_MAX && (len = text_decode(s + after, n - after, &cp)) != 0; i++) {
		after += len;
		if (is_joined_script(cp))
			return true;
		if (!text_is_joiner(cp))
			break;
	}
	return false;
}

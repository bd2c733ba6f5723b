#include "src/query_sign.h"

#include <string.h>

#include "src/text.h"
#include "src/banned.h"

/* The first of a meaning is how the program writes it; a longer sign stands before its beginning. */
static const struct {
	const char *text;
	enum op op;
} signs[] = {
	{ "!=", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE }, { "=", OP_EQ }, { "<", OP_LT }, { ">", OP_GT }, { "~", OP_HAS },
	{ "≠", OP_NE }, { "≤", OP_LE }, { "≥", OP_GE },
};

#define N_SIGNS (sizeof(signs) / sizeof(signs[0]))

uint32_t query_char(const char *text, size_t n, size_t *length)
{
	uint32_t cp = 0;

	*length = text_decode(text, n, &cp);
	if (*length == 0)
		return 0;
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	return cp == 0x3000 || cp == 0xA0 || cp == '\t' || cp == '\n' || cp == '\r' ? ' ' : cp;
}

/* How many bytes of the text are this sign; 0: it begins with something else. */
static size_t match(const char *sign, const char *text, size_t n)
{
	size_t at = 0, typed, own;

	for (; *sign; sign += own, at += typed)
		if (query_char(text + at, n - at, &typed) != query_char(sign, strlen(sign), &own))
			return 0;
	return at;
}

size_t query_sign(const char *text, size_t n, enum op *op)
{
	for (size_t i = 0; i < N_SIGNS; i++) {
		size_t length = match(signs[i].text, text, n);

		if (!length)
			continue;
		if (op)
			*op = signs[i].op;
		return length;
	}
	return 0;
}

const char *query_sign_text(enum op op)
{
	for (size_t i = 0; i < N_SIGNS; i++)
		if (signs[i].op == op)
			return signs[i].text;
	return "";
}

/* Terminals that are not of UTF-8. */
#include "ui/charset.h"

#include <iconv.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "src/mem.h"
#include "src/banned.h"

#define UTF8 "UTF-8"

static char *before;	/* LC_CTYPE while another one is set; else NULL */

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), UTF8) == 0;
}

void charset_start(void)
{
	charset_stop();
	before = xstrdup(setlocale(LC_CTYPE, NULL));
	if (!setlocale(LC_CTYPE, "") || strncmp(nl_langinfo(CODESET), "GB", 2) != 0)
		charset_stop();
}

void charset_stop(void)
{
	if (before)
		setlocale(LC_CTYPE, before);
	free(before);
	before = NULL;
}

bool charset_is_known(void)
{
	return before || is_utf8();
}

char *charset_to_utf8(char *text, size_t *n)
{
	/* No character of these sets takes more than twice its bytes in UTF-8. */
	size_t left = *n, room = 2 * *n;
	char *out, *from = text, *to;
	iconv_t cd;

	if (!before)
		return text;
	cd = iconv_open(UTF8, nl_langinfo(CODESET));
	if (cd == (iconv_t)-1)
		return text;
	out = to = xmalloc(room + 1);
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1) {
		free(out);
		out = text;
	} else {
		*n = (size_t)(to - out);
		*to = '\0';
		free(text);
	}
	iconv_close(cd);
	return out;
}

bool charset_has(wchar_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };

	return !before || wcrtomb(bytes, c, &state) != (size_t)-1;
}

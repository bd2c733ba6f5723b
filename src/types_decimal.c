/* Numbers with up to two decimals (scores): a per cent without its sign, and shown without needless zeros. */
#include "src/types.h"

#include <inttypes.h>
#include <string.h>

#include "src/i18n.h"
#include "src/banned.h"

int decimal_parse(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e)
{
	if (!strchr(typed, '%') && type_by_id(TYPE_PERCENT)->parse(f, typed, l, value, NULL) == 0)
		return 0;
	return type_refuse(e, typed, _("不是能用的数，请写成 69.9，最多两位小数。"));
}

void decimal_format(const struct field *f, const void *value, const struct lookup *l, enum style style, struct buf *out)
{
	int64_t n = ((const struct decimal *)value)->hundredths, size;

	(void)f;
	(void)l;
	(void)style;
	if (n == INT_NONE)
		return;
	size = n < 0 ? -n : n;
	buf_addf(out, "%s%" PRId64, n < 0 ? "-" : "", size / 100);
	if (size % 10)
		buf_addf(out, ".%02d", (int)(size % 100));
	else if (size % 100)
		buf_addf(out, ".%d", (int)(size % 100 / 10));
}

/* Changes of the journal in words, for the history and for the questions before undo. */
#include "ui/change.h"

#include <time.h>

#include "src/i18n.h"
#include "src/banned.h"

void change_add_value(struct store *s, const struct change *c, const char *value, struct buf *out)
{
	size_t before = out->len;

	if (value)
		journal_value(s, c, value, out);
	if (out->len == before)
		buf_adds(out, _("（空）"));
}

void change_add_time(struct buf *out, int64_t ms, bool year)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;
	char text[40];

	if (!localtime_r(&at, &tm))
		return;
	if (strftime(text, sizeof(text), year ? "%Y-%m-%d %H:%M" : "%m-%d %H:%M", &tm))
		buf_adds(out, text);
}

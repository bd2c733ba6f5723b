/* A report as a file. */
#include "db/report_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "db/journal.h"
#include "db/past.h"
#include "db/past_part.h"
#include "db/place.h"
#include "db/small_file.h"
#include "src/csv.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

struct writing {
	const struct report *report;
	struct report_style how;
	struct buf text;
	long rows;
};

static void end_line(struct buf *out)
{
	buf_adds(out, "\n");
}

static void add_header(struct writing *w)
{
	buf_addcp(&w->text, 0xFEFF);
	for (size_t i = 0; i < w->report->n; i++) {
		buf_adds(&w->text, i ? "," : "");
		csv_add_cell(&w->text, report_label(w->report, &w->report->columns[i]), ',', true);
	}
	end_line(&w->text);
}

static int add_line(void *ctx, const struct report_line *line)
{
	struct writing *w = ctx;
	struct buf cell = BUF_INIT;

	for (size_t i = 0; i < w->report->n; i++) {
		buf_clear(&cell);
		report_cell(w->report, &w->report->columns[i], line, &w->how, &cell);
		buf_adds(&w->text, i ? "," : "");
		csv_add_cell(&w->text, buf_str(&cell), ',', true);
	}
	end_line(&w->text);
	w->rows++;
	buf_release(&cell);
	return 0;
}

static int note(struct store *s, const struct writing *w, struct err *e)
{
	struct buf what = BUF_INIT;
	int rc;

	if (store_is_readonly(past_journal(s)))
		return 0;
	buf_addf(&what, _("导出「%s」"), _(w->report->title));
	if (store_moment(s)) {
		buf_adds(&what, _("（历史 "));
		moment_format(&what, store_moment(s));
		buf_adds(&what, _("）"));
	}
	buf_addf(&what, _("，%lld 条"), (long long)w->rows);
	rc = journal_note(s, ACTION_EXPORT, buf_str(&what), e);
	buf_release(&what);
	return rc;
}

static int refuse(const char *path, int why, struct err *e)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, path);
	err_set(e, ERR_IO, _("不能建立 %s：%s。"), buf_str(&shown), strerror(why));
	buf_release(&shown);
	return ERR_IO;
}

static int write_file(struct store *s, const struct writing *w, const char *path, bool replace, struct err *e)
{
	struct buf temporary = BUF_INIT;
	int fd, rc;

	place_temporary(path, &temporary);
	fd = small_file_create(buf_str(&temporary), &w->text);
	if (fd < 0) {
		rc = refuse(path, errno, e);
		goto out;
	}
	rc = close(fd) == 0 ? note(s, w, e) : refuse(path, errno, e);
	if (rc == 0)
		rc = (replace ? place_replace : place_publish)(buf_str(&temporary), path, e);
	if (rc < 0)
		unlink(buf_str(&temporary));
out:
	buf_release(&temporary);
	return rc;
}

int report_file(struct store *s, const struct report_want *want, const char *path, bool replace, long *rows, struct err *e)
{
	struct writing w = { .report = want->report, .how = { .lookup = store_lookup(s), .style = STYLE_EDIT } };
	int rc;

	add_header(&w);
	rc = store_report(s, want, add_line, &w, e);
	if (rc == 0)
		rc = write_file(s, &w, path, replace, e);
	*rows = rc == 0 ? w.rows : 0;
	buf_release(&w.text);
	return rc;
}

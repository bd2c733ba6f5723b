/* The filter of the log: few words, each of which says by itself what it is. */
#include "ui/log_filter.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

void log_filter_release(struct log_filter *f)
{
	free(f->person);
	*f = (struct log_filter){ .person = NULL };
}

bool log_filter_is_on(const struct log_filter *f)
{
	return f->person || f->reg || f->kind || !date_is_empty(f->from) || !date_is_empty(f->to);
}

static bool take_kind(const char *word, struct log_filter *out)
{
	for (int k = ACTION_EDIT; k < ACTION_KINDS; k++) {
		enum action_kind kind = (enum action_kind)k;

		if (strcmp(word, action_kind_label(kind)) == 0 || strcasecmp(word, action_kind_value(kind)) == 0) {
			out->kind = action_kind_value(kind);
			return true;
		}
	}
	return false;
}

static int take_range(struct store *s, char *word, char *dots, struct log_filter *out, struct err *e)
{
	struct date unused;
	int rc;

	*dots = '\0';
	rc = *word ? journal_days(s, word, &out->from, &unused, e) : 0;
	dots += strlen("..");
	return rc == 0 && *dots ? journal_days(s, dots, &unused, &out->to, e) : rc;
}

static int take_word(struct store *s, char *word, struct log_filter *out, struct err *e)
{
	char *dots = strstr(word, "..");
	const struct reg *reg = reg_find(word);
	struct err day = ERR_INIT;

	if (reg) {
		out->reg = reg;
		return 0;
	}
	if (dots)
		return take_range(s, word, dots, out, e);
	if (take_kind(word, out) || journal_days(s, word, &out->from, &out->to, &day) == 0)
		return 0;
	/* What looks like a day and is none is nobody's name. */
	if (strchr("0123456789+-", *word))
		return err_set(e, ERR_INVALID, "%s", day.text);
	free(out->person);
	out->person = xstrdup(word);
	return 0;
}

int log_filter_parse(struct store *s, const char *words, struct log_filter *out, struct err *e)
{
	struct log_filter f = { .person = NULL };
	struct buf clean = BUF_INIT;
	char *rest = NULL, *text;
	int rc = text_clean(&clean, words, strlen(words), TEXT_CODE, e);

	text = buf_detach(&clean);
	for (char *word = strtok_r(text ? text : (char[]){ "" }, " ", &rest); rc == 0 && word; word = strtok_r(NULL, " ", &rest))
		rc = take_word(s, word, &f, e);
	free(text);
	if (rc < 0) {
		log_filter_release(&f);
		return rc;
	}
	log_filter_release(out);
	*out = f;
	return 0;
}

static void add_word(struct buf *out, const char *word)
{
	if (out->len)
		buf_addc(out, ' ');
	buf_adds(out, word);
}

static void add_days(const struct log_filter *f, struct buf *out)
{
	if (date_is_empty(f->from) && date_is_empty(f->to))
		return;
	date_format(out, f->from);
	if (date_compare(f->from, f->to) == 0)
		return;
	buf_adds(out, "..");
	date_format(out, f->to);
}

void log_filter_format(const struct log_filter *f, struct buf *out)
{
	add_days(f, out);
	if (f->person)
		add_word(out, f->person);
	if (f->reg)
		add_word(out, _(f->reg->title));
	for (int k = ACTION_EDIT; f->kind && k < ACTION_KINDS; k++)
		if (strcmp(f->kind, action_kind_value((enum action_kind)k)) == 0)
			add_word(out, action_kind_label((enum action_kind)k));
}

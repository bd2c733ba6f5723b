/* Questions and answers as plain lines. */
#include "ui/talk.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

void talk_init(struct talk *t, FILE *in, FILE *out)
{
	*t = (struct talk){ .in = in, .out = out };
}

void talk_release(struct talk *t)
{
	free(t->line);
	*t = (struct talk){ .in = NULL };
}

/* Line by line, because a line feed is a sign that must not be shown as one. */
static void put_lines(struct talk *t, const char *text)
{
	struct buf shown = BUF_INIT;

	for (;;) {
		size_t n = strcspn(text, "\n");

		buf_clear(&shown);
		text_show_n(&shown, text, n);
		fprintf(t->out, "%s\n", buf_str(&shown));
		if (!text[n])
			break;
		text += n + 1;
	}
	buf_release(&shown);
}

void talk_say(struct talk *t, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	put_lines(t, buf_str(&text));
	buf_release(&text);
}

void talk_say_error(struct talk *t, const struct err *e)
{
	talk_say(t, _("错误：%s"), e->text);
}

static char *trim(char *line, size_t n)
{
	while (n > 0 && isspace((unsigned char)line[n - 1]))
		line[--n] = '\0';
	return line + strspn(line, " \t");
}

const char *talk_ask(struct talk *t, const char *prompt)
{
	ssize_t n;

	fprintf(t->out, "%s> ", prompt);
	fflush(t->out);
	n = t->over ? -1 : getline(&t->line, &t->cap, t->in);
	if (n < 0 || n > TALK_MOST || strlen(t->line) != (size_t)n) {
		t->over = true;
		fputc('\n', t->out);
		return NULL;
	}
	return trim(t->line, (size_t)n);
}

bool talk_is(const char *answer, const char *command)
{
	struct buf half = BUF_INIT;
	bool is;

	text_halfwidth(&half, answer, strlen(answer));
	is = strcmp(buf_str(&half), command) == 0;
	buf_release(&half);
	return is;
}

long talk_number(const char *answer, long most)
{
	struct buf half = BUF_INIT;
	const char *digits;
	long n = 0;

	text_halfwidth(&half, answer, strlen(answer));
	digits = buf_str(&half);
	if (strspn(digits, "0123456789") == half.len && half.len > 0 && half.len < 8)
		n = strtol(digits, NULL, 10);
	buf_release(&half);
	return n <= most ? n : 0;
}

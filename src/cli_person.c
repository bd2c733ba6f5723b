/*
 * Questions, progress and Ctrl-C.
 */
#include "src/cli_person.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define DRAW_EVERY_MS 100
/* An estimate from less than this is a guess. */
#define ESTIMATE_FROM_MS 500

static volatile int caught;

static void on_signal(int number)
{
	caught = number;
}

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

void person_watch(void)
{
	/* No SA_RESTART: who waits for input is woken.  SA_RESETHAND: who does not listen can be ended. */
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND }, before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		/* What the caller ignores (nohup) stays ignored. */
		if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
}

volatile int *person_stop_flag(void)
{
	return &caught;
}

int person_stop_signal(void)
{
	return caught;
}

/* ---- Questions --------------------------------------------------------------------------------- */

static bool is_yes(const char *answer)
{
	static const char *const words[] = { "y", "yes", "是", "好", "确认" };
	struct buf key = BUF_INIT;
	bool yes = false;

	text_key(&key, answer);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		yes = yes || strcmp(buf_str(&key), words[i]) == 0;
	buf_release(&key);
	return yes;
}

static int cannot_ask(const struct cli *c, struct err *e)
{
	return err_set(e, ERR_USAGE,
		_("这一步要先确认：看过上面的说明，确实要做就加 --yes（zhibu %s ... --yes）。"),
		c->command->name);
}

/*
 * Waits for a line.  Signals are let through only while we wait, so that none comes between the look
 * at "caught" and the wait; one that came while the question was being printed is in "caught".
 */
static bool read_answer(char *answer, int size)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t held, before;
	bool got;

	sigemptyset(&held);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&held, numbers[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
	got = !caught && ppoll(&p, 1, NULL, &before) == 1 && fgets(answer, size, stdin) && !feof(stdin);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return got;
}

int person_confirm(const struct cli *c, const char *question, struct err *e)
{
	char answer[64];

	if (c->yes)
		return 0;
	if (c->no_input || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return cannot_ask(c, e);
	fprintf(stderr, "%s (y/N) ", question);
	if (!read_answer(answer, sizeof(answer))) {
		fputc('\n', stderr);
		return caught ? err_set(e, ERR_STOPPED, _("已停止，没有改动。")) : 1;
	}
	answer[strcspn(answer, "\r\n")] = '\0';
	return is_yes(answer) ? 0 : 1;
}

/* ---- Progress ---------------------------------------------------------------------------------- */

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct progress *p)
{
	*p = (struct progress){ .screen = isatty(STDERR_FILENO) == 1, .started_ms = now_ms() };
}

static void add_left(struct buf *line, long long done, long long all, long long ms)
{
	long long seconds;

	if (all <= 0 || done <= 0 || ms < ESTIMATE_FROM_MS)
		return;
	seconds = (all - done > 0 ? all - done : 0) / 1000 * ms / done;
	buf_addf(line, _("，%lld%%，还要 %lld 秒"), 100 * done / all, seconds);
}

/* Whether a line is due; then it counts as drawn. */
static bool is_due(struct progress *p, long long now)
{
	if (!p->screen || now - p->drawn_ms < DRAW_EVERY_MS)
		return false;
	p->drawn_ms = now;
	p->drawn = true;
	return true;
}

/* Back to the beginning of the line, and what stood behind is erased. */
static void draw(const struct buf *line)
{
	fprintf(stderr, "\r%s\033[K", buf_str(line));
	fflush(stderr);
}

void progress_show(struct progress *p, long long done, long long all, long rows)
{
	long long now = now_ms(), ms = now - p->started_ms;
	struct buf line = BUF_INIT;

	if (!is_due(p, now))
		return;
	buf_addf(&line, _("%ld 行"), rows);
	if (ms >= ESTIMATE_FROM_MS)
		buf_addf(&line, _("，每秒 %lld 行"), rows * 1000 / ms);
	add_left(&line, done, all, ms);
	draw(&line);
	buf_release(&line);
}

void progress_show_step(struct progress *p, const char *name, long long done, long long all)
{
	struct buf line = BUF_INIT;

	if (!is_due(p, now_ms()))
		return;
	buf_adds(&line, name);
	if (all > 0)
		buf_addf(&line, _("，%lld%%"), 100 * done / all);
	draw(&line);
	buf_release(&line);
}

void progress_end(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = false;
}

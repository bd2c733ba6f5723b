/*
 * Starting and ending curses, and signals.  Keys are read in term_keys.c.
 */
#include "ui/term.h"

#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/charset.h"
#include "ui/paint.h"
#include "ui/term_part.h"
#include "src/banned.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

#define ESCAPE_MS 25
#define ESCAPE_FAR_MS 100
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Clicks and the wheel, as decimal numbers: nothing else tells columns beyond 223, and no report is text. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

static struct {
	SCREEN *screen;
	bool mouse;			/* ours, while active */
	struct termios before;
	char leave[256];		/* what a crash writes */
	size_t leave_len;
} term;

static volatile sig_atomic_t caught;

int term_signal(void)
{
	return caught;
}

void term_hang_up(void)
{
	if (!caught)
		caught = SIGHUP;
}

/* Nobody is left to tell where writing to the terminal itself fails. */
static void write_out(const char *s, size_t n)
{
	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, s, n);

		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

/* ---- Signals --------------------------------------------------------------- */

static void on_stop(int signal_number)
{
	caught = signal_number;
}

/* Only what is allowed in a handler: endwin() is not. */
static void on_crash(int signal_number)
{
	write_out(term.leave, term.leave_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.before);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static struct caught_signal {
	struct sigaction before;
	void (*handler)(int);
	int number;
	bool only_default;	/* a sanitizer's handler says more than ours */
	bool set;
} signals[] = {
	{ .number = SIGTERM, .handler = on_stop },
	{ .number = SIGHUP, .handler = on_stop },
	{ .number = SIGINT, .handler = on_stop },
	/* Others that would end the program in the middle of a screen: a limit of processor time, somebody's kill. */
	{ .number = SIGXCPU, .handler = on_stop },
	{ .number = SIGALRM, .handler = on_stop },
	{ .number = SIGUSR1, .handler = on_stop },
	{ .number = SIGUSR2, .handler = on_stop },
	/* Ctrl-Z undoes; a stop from outside would leave the terminal in our mode. */
	{ .number = SIGTSTP, .handler = SIG_IGN },
	{ .number = SIGSEGV, .handler = on_crash, .only_default = true },
	{ .number = SIGBUS, .handler = on_crash, .only_default = true },
	{ .number = SIGFPE, .handler = on_crash, .only_default = true },
	{ .number = SIGILL, .handler = on_crash, .only_default = true },
	{ .number = SIGABRT, .handler = on_crash, .only_default = true },
	{ .number = SIGQUIT, .handler = on_crash, .only_default = true },
};

static sigset_t mask_before;

/* SIGWINCH is curses' own, but it too is let through only where term_wait() waits. */
static void catch_signals(void)
{
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGWINCH);
	for (size_t i = 0; i < N_OF(signals); i++) {
		struct caught_signal *s = &signals[i];
		struct sigaction action = { .sa_handler = s->handler };

		sigaction(s->number, NULL, &s->before);
		s->set = !s->only_default || s->before.sa_handler == SIG_DFL;
		if (s->set)
			sigaction(s->number, &action, NULL);
		if (s->handler == on_stop)
			sigaddset(&blocked, s->number);
	}
	sigprocmask(SIG_BLOCK, &blocked, &mask_before);
}

static void give_back_signals(void)
{
	for (size_t i = 0; i < N_OF(signals); i++)
		if (signals[i].set)
			sigaction(signals[i].number, &signals[i].before, NULL);
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
}

const sigset_t *term_waiting_mask(void)
{
	return &mask_before;
}

/* ---- Is there a terminal? ---------------------------------------------------- */

/* What curses would end the process for, or draw rubbish on, is found out before it starts. */
static int check_type(struct err *e)
{
	const char *type = getenv("TERM"), *move = NULL;
	struct buf safe = BUF_INIT;
	int status, rc = 0;

	if (!type || !*type)
		return err_set(e, ERR_USAGE,
			_("没有设置终端类型，打不开屏幕；请设置环境变量 TERM，例如 TERM=xterm-256color。"));
	text_show(&safe, type);
	if (setupterm(NULL, STDOUT_FILENO, &status) == OK) {
		move = tigetstr("cup");
		del_curterm(cur_term);
		if (!move || move == (const char *)-1)
			rc = err_set(e, ERR_USAGE,
				_("终端类型 %s 不能移动光标；请换一个终端，或用子命令（见 zhibu --help）。"),
				buf_str(&safe));
	} else {
		rc = err_set(e, ERR_USAGE,
			_("系统不认识终端类型 %s；请设置环境变量 TERM，例如 TERM=xterm-256color。"),
			buf_str(&safe));
	}
	buf_release(&safe);
	return rc;
}

static int check_terminal(struct err *e)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(e, ERR_USAGE,
			_("这里没有终端，打不开屏幕；请在终端里运行，或用子命令（见 zhibu --help）。"));
	if (!charset_is_known())
		return err_set(e, ERR_USAGE,
			_("当前语言环境的编码既不是 UTF-8 也不是 GB18030，打不开屏幕；请设置 LC_CTYPE=C.UTF-8 后再运行。"));
	return check_type(e);
}

/* ---- Start and stop ----------------------------------------------------------- */

static void add_leaving(const char *s)
{
	size_t n;

	/* A string with delays in it is for tputs() alone, and that may not be called after a crash. */
	if (!s || s == (const char *)-1 || strstr(s, "$<"))
		return;
	n = strlen(s);
	if (n > sizeof(term.leave) - term.leave_len)
		return;
	memcpy(term.leave + term.leave_len, s, n);
	term.leave_len += n;
}

static void prepare_leaving(void)
{
	term.leave_len = 0;
	add_leaving(MOUSE_OFF);
	add_leaving(PASTE_OFF);
	add_leaving(tigetstr("sgr0"));
	add_leaving(tigetstr("cnorm"));
	add_leaving(tigetstr("rmcup"));
	add_leaving("\r\n");
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	meta(stdscr, TRUE);
	/* Whoever draws looks for waiting keys; a half-drawn picture helps nobody. */
	typeahead(-1);
	/* Behind a lone ESC the rest of a key or of a report of the mouse may be on its way, and over a network that takes longer. */
	if (!getenv("ESCDELAY"))
		set_escdelay(getenv("SSH_CONNECTION") ? ESCAPE_FAR_MS : ESCAPE_MS);
}

int term_start(const struct ui_options *o, struct err *e)
{
	static bool registered;
	const char *asked = getenv("NO_COLOR");

	charset_start();
	if (check_terminal(e) < 0) {
		charset_stop();
		return ERR_USAGE;
	}
	tcgetattr(STDIN_FILENO, &term.before);
	caught = 0;
	/* They would outrank the real size for ever; with use_tioctl() ncurses 6.4 misses resizes. */
	unsetenv("LINES");
	unsetenv("COLUMNS");
	catch_signals();
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen) {
		give_back_signals();
		charset_stop();
		return err_set(e, ERR_USAGE, _("屏幕打不开；请换一个终端，或用子命令（见 zhibu --help）。"));
	}
	if (!registered)
		registered = atexit(term_stop) == 0;
	mem_set_die_hook(term_stop);
	prepare_leaving();
	set_modes();
	paint_start(&(struct paint){ .theme = o->theme, .colours = !o->no_color && !(asked && *asked), .frames = o->frames });
	term_keys_start();
	term.mouse = !o->no_mouse;
	write_out(PASTE_ON, strlen(PASTE_ON));
	term_mouse(true);
	return 0;
}

void term_mouse(bool ours)
{
	const char *how = ours ? MOUSE_ON : MOUSE_OFF;

	if (term.screen && term.mouse)
		write_out(how, strlen(how));
}

void term_stop(void)
{
	if (!term.screen)
		return;
	term_mouse(false);
	write_out(PASTE_OFF, strlen(PASTE_OFF));
	endwin();
	give_back_signals();
	term_keys_stop();
	delscreen(term.screen);
	term.screen = NULL;
	charset_stop();
	mem_set_die_hook(NULL);
}

void term_size(int *cols, int *rows)
{
	*cols = term.screen ? getmaxx(stdscr) : 80;
	*rows = term.screen ? getmaxy(stdscr) : 24;
}

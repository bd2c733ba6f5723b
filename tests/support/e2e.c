/*
 * The program at its terminal: start, wait, look, end.
 */
#include "tests/support/e2e.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/e2e_part.h"
#include "src/banned.h"

#define TICK_MS 100

int64_t e2e_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t deadline(void)
{
	const char *seconds = getenv("E2E_SECONDS");
	long limit = seconds ? strtol(seconds, NULL, 10) : 30;

	return e2e_now_ms() + limit * 1000;
}

/* ---- Start ------------------------------------------------------------------- */

static void set_variable(const char *setting)
{
	const char *is = strchr(setting, '=');
	char *name;

	if (!is) {
		unsetenv(setting);
		return;
	}
	name = xstrndup(setting, (size_t)(is - setting));
	setenv(name, is + 1, 1);
	free(name);
}

/* What the tests run under must reach the program; nothing else of the tester's own environment may. */
static void set_environment(const char *const *env)
{
	static const char *const kept[] = {
		"PATH", "HOME", "TMPDIR", "TERMINFO", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
		"GCOV_PREFIX", "GCOV_PREFIX_STRIP", "LD_LIBRARY_PATH",
	};
	char *values[sizeof(kept) / sizeof(kept[0])];

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		values[i] = xstrdup(getenv(kept[i]));
	clearenv();
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		if (values[i])
			setenv(kept[i], values[i], 1);
		free(values[i]);
	}
	setenv("LANG", "C.UTF-8", 1);
	setenv("TERM", "xterm-256color", 1);
	for (; env && *env; env++)
		set_variable(*env);
}

/* The leak checker asks this at the end: what a child inherited from the test only looks lost there. */
static bool is_child;
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return is_child;
}

static _Noreturn void be_the_program(const struct e2e *e, const struct e2e_program *program)
{
	is_child = true;
	/* A test that is killed leaves nothing behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(e->master);
	if (login_tty(e->slave) < 0)
		_exit(126);
	set_environment(program->env);
	if (program->run)
		exit(program->run(program->ctx));
	/* execv() takes the strings as they are and does not write to them. */
	execv(program->argv[0], (char *const *)(uintptr_t)program->argv);
	fprintf(stderr, "cannot run %s: %s\n", program->argv[0], strerror(errno));
	_exit(127);
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct e2e *e = user;

	if (property == VTERM_PROP_ALTSCREEN)
		e->alternate = value->boolean;
	if (property == VTERM_PROP_CURSORVISIBLE)
		e->cursor_visible = value->boolean;
	if (property == VTERM_PROP_MOUSE)
		e->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

static void on_output(const char *bytes, size_t n, void *user)
{
	struct e2e *e = user;

	e2e_put(e, bytes, n);
}

static void start_terminal(struct e2e *e)
{
	static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

	e->vt = vterm_new(e->rows, e->cols);
	vterm_set_utf8(e->vt, 1);
	vterm_output_set_callback(e->vt, on_output, e);
	e->screen = vterm_obtain_screen(e->vt);
	vterm_screen_set_callbacks(e->screen, &callbacks, e);
	vterm_screen_enable_altscreen(e->screen, 1);
	e->cursor_visible = true;
	vterm_screen_reset(e->screen, 1);
}

struct e2e *e2e_start(const struct e2e_program *program)
{
	struct e2e *e = xcalloc(1, sizeof(*e));
	struct winsize size;

	e->cols = program->cols ? program->cols : 80;
	e->rows = program->rows ? program->rows : 24;
	size = (struct winsize){ .ws_row = (unsigned short)e->rows, .ws_col = (unsigned short)e->cols };
	if (openpty(&e->master, &e->slave, NULL, NULL, &size) < 0)
		fail_msg("no pseudo-terminal: %s", strerror(errno));
	tcgetattr(e->slave, &e->before);
	fcntl(e->master, F_SETFD, FD_CLOEXEC);
	fcntl(e->slave, F_SETFD, FD_CLOEXEC);
	fcntl(e->master, F_SETFL, O_NONBLOCK);
	start_terminal(e);
	e2e_charset_start(e, program->charset);
	fflush(NULL);
	e->pid = fork();
	if (e->pid < 0)
		fail_msg("no process: %s", strerror(errno));
	if (e->pid == 0)
		be_the_program(e, program);
	return e;
}

static void end_program(struct e2e *e)
{
	if (e->ended)
		return;
	kill(e->pid, SIGKILL);
	waitpid(e->pid, &e->status, 0);
	e->ended = true;
}

void e2e_free(struct e2e *e)
{
	end_program(e);
	e2e_hang_up(e);
	vterm_free(e->vt);
	e2e_charset_stop(e);
	buf_release(&e->out);
	buf_release(&e->text);
	free(e);
}

/* ---- Bytes to and fro ------------------------------------------------------------ */

static bool read_some(struct e2e *e)
{
	char bytes[4096];
	ssize_t n = read(e->master, bytes, sizeof(bytes));

	if (n <= 0)
		return false;
	e->bytes += (size_t)n;
	e2e_show_bytes(e, bytes, (size_t)n);
	return true;
}

static void write_some(struct e2e *e)
{
	ssize_t n = write(e->master, e->out.data + e->sent, e->out.len - e->sent);

	if (n > 0)
		e->sent += (size_t)n;
	if (e->sent < e->out.len)
		return;
	buf_clear(&e->out);
	e->sent = 0;
}

void e2e_pump(struct e2e *e, int ms)
{
	struct pollfd fd = { .fd = e->master, .events = POLLIN };

	if (e->out.len > 0)
		fd.events |= POLLOUT;
	if (e->master < 0 || poll(&fd, 1, ms) <= 0)
		return;
	if (fd.revents & POLLOUT)
		write_some(e);
	while ((fd.revents & POLLIN) && read_some(e))
		continue;
}

static void look_for_end(struct e2e *e)
{
	if (!e->ended && waitpid(e->pid, &e->status, WNOHANG) == e->pid)
		e->ended = true;
}

void e2e_flush(struct e2e *e)
{
	int64_t end = deadline();

	while (e->out.len > 0 && !e->ended && e2e_now_ms() < end) {
		e2e_pump(e, TICK_MS);
		look_for_end(e);
	}
}

/*
 * On a busy machine the kernel may hand on only later what was written to a terminal, and counts it only then; asking
 * the terminal whether there is input makes it hand that on first.
 */
int e2e_unread(const struct e2e *e)
{
	struct pollfd fd = { .fd = e->slave, .events = POLLIN };
	int n = 0;

	poll(&fd, 1, 0);
	return ioctl(e->slave, FIONREAD, &n) == 0 ? n : 0;
}

/* ---- Looking ------------------------------------------------------------------------ */

struct e2e_cell e2e_cell(struct e2e *e, int y, int x)
{
	struct e2e_cell cell = { .width = 1 };
	struct buf text = BUF_INIT;
	VTermScreenCell c;

	if (!vterm_screen_get_cell(e->screen, (VTermPos){ .row = y, .col = x }, &c))
		return cell;
	cell.bold = c.attrs.bold;
	cell.underline = c.attrs.underline != 0;
	cell.reverse = c.attrs.reverse;
	cell.coloured = !VTERM_COLOR_IS_DEFAULT_FG(&c.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&c.bg);
	cell.width = c.chars[0] == (uint32_t)-1 ? 0 : c.width;
	for (int i = 0; cell.width > 0 && i < VTERM_MAX_CHARS_PER_CELL && c.chars[i]; i++)
		buf_addcp(&text, c.chars[i]);
	snprintf(cell.text, sizeof(cell.text), "%s", text.len ? text.data : cell.width ? " " : "");
	buf_release(&text);
	return cell;
}

static void add_row(struct buf *out, struct e2e *e, int y)
{
	size_t end = out->len;

	for (int x = 0; x < e->cols; x++) {
		struct e2e_cell cell = e2e_cell(e, y, x);

		buf_adds(out, cell.text);
		if (strcmp(cell.text, " ") != 0)
			end = out->len;
	}
	buf_truncate(out, end);
}

const char *e2e_row(struct e2e *e, int y)
{
	buf_clear(&e->text);
	add_row(&e->text, e, y);
	return buf_str(&e->text);
}

const char *e2e_screen(struct e2e *e)
{
	buf_clear(&e->text);
	for (int y = 0; y < e->rows; y++) {
		add_row(&e->text, e, y);
		buf_addc(&e->text, '\n');
	}
	return buf_str(&e->text);
}

void e2e_cursor(struct e2e *e, int *y, int *x)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(e->vt), &at);
	*y = at.row;
	*x = at.col;
}

bool e2e_cursor_visible(struct e2e *e)
{
	return e->cursor_visible;
}

size_t e2e_bytes(struct e2e *e)
{
	size_t n = e->bytes;

	e->bytes = 0;
	return n;
}

/* ---- Waiting ------------------------------------------------------------------------- */

_Noreturn void e2e_fail(struct e2e *e, const char *what, const char *file, int line)
{
	int y, x;

	e2e_cursor(e, &y, &x);
	print_error("%s; the program %s; cursor in row %d, column %d:\n%s\n", what,
		e->ended ? "has ended" : "still runs", y, x, e2e_screen(e));
	end_program(e);
	_fail(file, line);
	abort();
}

static bool is_on_screen(struct e2e *e, const char *text)
{
	for (int y = 0; y < e->rows; y++)
		if (strstr(e2e_row(e, y), text))
			return true;
	return false;
}

void e2e_wait_at(struct e2e *e, const char *text, bool there, const char *file, int line)
{
	int64_t end = deadline();

	while (is_on_screen(e, text) != there) {
		struct buf what = BUF_INIT;

		/* What it wrote before it ended still counts. */
		look_for_end(e);
		e2e_pump(e, e->ended ? 0 : TICK_MS);
		if (is_on_screen(e, text) == there || (!e->ended && e2e_now_ms() < end))
			continue;
		buf_addf(&what, "waited in vain for \"%s\" %s", text, there ? "" : "to go");
		e2e_fail(e, buf_str(&what), file, line);
	}
}

/* Whether the program sleeps, as it does while it waits for a key. */
static bool is_asleep(const struct e2e *e)
{
	char path[64], stat[512] = "";
	const char *state;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)e->pid);
	f = fopen(path, "r");
	if (!f)
		return true;
	if (!fgets(stat, sizeof(stat), f))
		stat[0] = '\0';
	fclose(f);
	state = strrchr(stat, ')');
	return state && state[1] && state[2] == 'S';
}

static bool is_quiet(struct e2e *e)
{
	struct pollfd fd = { .fd = e->master, .events = POLLIN };

	return e->out.len == 0 && e2e_unread(e) == 0 && is_asleep(e) && poll(&fd, 1, 5) == 0;
}

void e2e_wait_idle_at(struct e2e *e, const char *file, int line)
{
	int64_t end = deadline();

	e2e_keep_silence(e);
	/* Twice, because it may just have been on its way from one thing to the next. */
	for (int quiet = 0; quiet < 2 && !e->ended; quiet++) {
		if (is_quiet(e))
			continue;
		quiet = -1;
		e2e_pump(e, 1);
		look_for_end(e);
		if (e2e_now_ms() > end)
			e2e_fail(e, "the program does not come to rest", file, line);
	}
	e2e_pump(e, 0);
}

int e2e_exit_status_at(struct e2e *e, const char *file, int line)
{
	int64_t end = deadline();

	while (!e->ended) {
		e2e_pump(e, TICK_MS);
		look_for_end(e);
		if (!e->ended && e2e_now_ms() > end)
			e2e_fail(e, "the program does not end", file, line);
	}
	e2e_pump(e, 0);
	return WIFSIGNALED(e->status) ? 128 + WTERMSIG(e->status) : WEXITSTATUS(e->status);
}

/* ---- What else happens to a program ---------------------------------------------------- */

void e2e_resize(struct e2e *e, int cols, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	e->cols = cols;
	e->rows = rows;
	vterm_set_size(e->vt, rows, cols);
	ioctl(e->master, TIOCSWINSZ, &size);
}

bool e2e_has_ended(struct e2e *e)
{
	look_for_end(e);
	return e->ended;
}

void e2e_kill(struct e2e *e, int signal_number)
{
	look_for_end(e);
	if (!e->ended)
		kill(e->pid, signal_number);
}

void e2e_hang_up(struct e2e *e)
{
	if (e->master < 0)
		return;
	close(e->master);
	close(e->slave);
	e->master = e->slave = -1;
}

bool e2e_has_mouse(const struct e2e *e)
{
	return e->mouse;
}

bool e2e_is_restored(struct e2e *e)
{
	struct termios now;
	bool pastes;

	if (tcgetattr(e->slave, &now) < 0)
		return false;
	/* A terminal that was told to marks pastes. */
	buf_clear(&e->out);
	vterm_keyboard_start_paste(e->vt);
	pastes = e->out.len > 0;
	buf_clear(&e->out);
	return now.c_lflag == e->before.c_lflag && now.c_iflag == e->before.c_iflag &&
		now.c_oflag == e->before.c_oflag && !e->alternate && e->cursor_visible && !e->mouse && !pastes;
}

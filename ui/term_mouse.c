/* Reports of the mouse: what a terminal sends for clicks and the wheel. */
#include <curses.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/term.h"
#include "src/clock.h"
#include "ui/term_part.h"
#include "src/banned.h"

#define REPORT_MS 100		/* the rest of a report comes within that time, or it is cut */
#define LATE_MS 1000		/* what comes so long after a cut may be its rest */
#define REPORT_MOST 40
#define NUMBER_MOST 100000
#define OLD_OFFSET 32

/* Behind which part a report broke off, and until when its rest may come; 0: none did. */
static struct {
	enum report_part part;
	int64_t until;
	bool bracket;		/* of a rest that begins with one, that was read */
} cut;

void term_report_cut(enum report_part part)
{
	cut.part = part;
	cut.until = clock_ms() + LATE_MS;
	cut.bracket = false;
}

static int waiting_bytes(void)
{
	int n = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &n) == 0 ? n : 0;
}

/* The least that stands behind the bracket of a report: "<0;1;1M". */
#define LEAST_REST 7

/* Behind a lone Esc a bracket is a key, but for one that brings a report along. */
static bool begins_rest(uint32_t cp)
{
	cut.bracket = cp == '[' && waiting_bytes() >= LEAST_REST;
	if (!cut.bracket)
		cut.until = 0;
	return cut.bracket;
}

static bool goes_on(uint32_t cp)
{
	if (cut.part == REPORT_BRACKET && cp == '<') {
		cut.part = REPORT_NUMBERS;
		return true;
	}
	if (cut.part == REPORT_NUMBERS && ((cp >= '0' && cp <= '9') || cp == ';'))
		return true;
	cut.until = 0;
	return cut.part == REPORT_NUMBERS && (cp == 'M' || cp == 'm');
}

bool term_is_rest(uint32_t cp)
{
	bool bracket = cut.bracket;

	if (!cut.until || clock_ms() > cut.until) {
		cut.until = 0;
		return false;
	}
	if (cut.part == REPORT_ESC && !bracket)
		return begins_rest(cp);
	cut.bracket = false;
	if (cut.part == REPORT_ESC)
		cut.part = REPORT_BRACKET;
	if (goes_on(cp))
		return true;
	/* It was a bracket after all, and comes before what follows it. */
	if (bracket && cp != 0x1B) {
		term_push_key(key_of_char('['));
		term_push_key(key_of_char(cp));
	}
	return bracket && cp != 0x1B;
}

/* ---- Whole reports -------------------------------------------------------------------- */

/* Past curses, which has nothing read ahead here; -1 where none comes in time. */
static int read_byte(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char c;

	if (poll(&input, 1, REPORT_MS) <= 0 || read(STDIN_FILENO, &c, 1) != 1)
		return -1;
	return c;
}

#define LEFT 0
#define WHEEL 64		/* and one more for down */

static const struct key broken = { .kind = K_MOUSE, .code = MOUSE_BROKEN, .y = -1, .x = -1 };

/* Releases, other buttons, and what is held together with Shift or Ctrl mean nothing here. */
static struct key key_of_report(int button, int x, int y, bool pressed)
{
	struct key key = { .kind = K_MOUSE, .y = y - 1, .x = x - 1 };

	if (!pressed || (button != LEFT && button != WHEEL && button != WHEEL + 1))
		return (struct key){ .kind = K_NONE };
	key.code = button == LEFT ? MOUSE_CLICK : button == WHEEL ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
	return key;
}

/* The end of what cannot be read: of another sequence, which curses shall have whole, its beginning is put back. */
static struct key skip_report(int c)
{
	for (int i = 0; i < REPORT_MOST && c >= 0 && c != 'M' && c != 'm' && c != 0x1B; i++)
		c = read_byte();
	if (c == 0x1B)
		unget_wch(0x1B);
	return broken;
}

struct key term_read_report(void)
{
	int number[3] = { 0 }, n = 0, digits = 0;

	for (int i = 0; i < REPORT_MOST; i++) {
		int c = read_byte();

		if (c < 0) {
			term_report_cut(REPORT_NUMBERS);
			return broken;
		}
		if ((c == 'M' || c == 'm') && n == 2 && digits)
			return key_of_report(number[0], number[1], number[2], c == 'M');
		if (c >= '0' && c <= '9') {
			number[n] = number[n] < NUMBER_MOST ? number[n] * 10 + c - '0' : NUMBER_MOST;
			digits++;
		} else if (c == ';' && n < 2 && digits) {
			n++;
			digits = 0;
		} else {
			return skip_report(c);
		}
	}
	return skip_report(0);
}

struct key term_read_old_report(void)
{
	int byte[3];

	for (int i = 0; i < 3; i++)
		if ((byte[i] = read_byte() - OLD_OFFSET) < 0)
			return broken;
	return key_of_report(byte[0], byte[1], byte[2], true);
}

/*
 * Reading keys: what curses decodes, what it leaves undecoded (Alt, unknown
 * sequences), and pastes.
 */
#include "ui/term.h"

#include <curses.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wctype.h>

#include "src/buf.h"
#include "src/clock.h"
#include "src/mem.h"
#include "ui/charset.h"
#include "ui/term_part.h"
#include "src/banned.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

#define CHARACTER_MS 50 /* the other bytes of a character come within that time */
#define PASTE_MS 5000   /* a terminal that stalls that long in a paste has forgotten to end it */
#define PASTE_END "\033[201~"
#define PASTE_END_LEN (sizeof(PASTE_END) - 1)

/*
 * Keys that curses has no code for get one of ours: the kind and a modifier as
 * terminals count them (1 for none, then Shift 1, Alt 2 and Ctrl 4 are added).
 * Curses numbers keys of the terminal's description from KEY_MAX on, so ours
 * begin far behind.
 */
#define OUR_KEYS (KEY_MAX + 4096)
#define OUR_KINDS 64
#define OUR_KEY(kind, modifier) (OUR_KEYS + (modifier) * OUR_KINDS + (int)(kind))
#define CODE_PASTE OUR_KEY(K_PASTE, 1)
#define CODE_IGNORED OUR_KEY(K_OTHER, 1)
#define CODE_MOUSE OUR_KEY(K_MOUSE, 1)
#define CODE_OLD_MOUSE OUR_KEY(K_MOUSE, 2)

static struct {
	WINDOW *input; /* a pad: reading from it never draws anything */
	bool look;     /* curses may hold what poll() cannot see: a new size, a key it put back */
	struct key *pushed;
	size_t first, n, cap;
} keys;

/* ---- Codes ------------------------------------------------------------------- */

static const struct {
	int code;
	struct key key;
} codes[] = {
	{ KEY_UP, { .kind = K_UP } },
	{ KEY_SR, { .kind = K_UP, .shift = true } },
	{ KEY_DOWN, { .kind = K_DOWN } },
	{ KEY_SF, { .kind = K_DOWN, .shift = true } },
	{ KEY_LEFT, { .kind = K_LEFT } },
	{ KEY_SLEFT, { .kind = K_LEFT, .shift = true } },
	{ KEY_RIGHT, { .kind = K_RIGHT } },
	{ KEY_SRIGHT, { .kind = K_RIGHT, .shift = true } },
	{ KEY_HOME, { .kind = K_HOME } },
	{ KEY_SHOME, { .kind = K_HOME, .shift = true } },
	{ KEY_FIND, { .kind = K_HOME } },
	{ KEY_A1, { .kind = K_HOME } },
	{ KEY_END, { .kind = K_END } },
	{ KEY_SEND, { .kind = K_END, .shift = true } },
	{ KEY_SELECT, { .kind = K_END } },
	{ KEY_C1, { .kind = K_END } },
	{ KEY_PPAGE, { .kind = K_PGUP } },
	{ KEY_A3, { .kind = K_PGUP } },
	{ KEY_SPREVIOUS, { .kind = K_PGUP, .shift = true } },
	{ KEY_NPAGE, { .kind = K_PGDN } },
	{ KEY_C3, { .kind = K_PGDN } },
	{ KEY_SNEXT, { .kind = K_PGDN, .shift = true } },
	{ KEY_IC, { .kind = K_INSERT } },
	{ KEY_SIC, { .kind = K_INSERT, .shift = true } },
	{ KEY_DC, { .kind = K_DELETE } },
	{ KEY_SDC, { .kind = K_DELETE, .shift = true } },
	{ KEY_BACKSPACE, { .kind = K_BACKSPACE } },
	{ KEY_ENTER, { .kind = K_ENTER } },
	{ KEY_BTAB, { .kind = K_TAB, .shift = true } },
	{ KEY_RESIZE, { .kind = K_RESIZE } },
};

/* Curses counts F13 to F24 for Shift and F25 to F36 for Ctrl. */
static struct key function_key(int n)
{
	struct key key = {
		.kind = K_F, .code = (n - 1) % 12 + 1, .shift = n > 12 && n <= 24, .ctrl = n > 24
	};

	return n >= 1 && n <= 36 ? key : (struct key){ .kind = K_OTHER };
}

static struct key key_of_code(int code)
{
	if (code >= OUR_KEYS) {
		int kind = (code - OUR_KEYS) % OUR_KINDS, bits = (code - OUR_KEYS) / OUR_KINDS - 1;

		return (struct key){
			.kind = (enum key_kind)kind, .shift = bits & 1, .alt = bits & 2, .ctrl = bits & 4
		};
	}
	if (code >= KEY_F0 && code < KEY_F0 + 64)
		return function_key(code - KEY_F0);
	for (size_t i = 0; i < N_OF(codes); i++)
		if (codes[i].code == code)
			return codes[i].key;
	return (struct key){ .kind = K_OTHER };
}

/* Cursor keys together with Shift, Alt and Ctrl, as xterm and nearly all others send them. */
static void define_modified(int modifier)
{
	static const struct {
		int number;
		char end;
		enum key_kind kind;
	} forms[] = {
		{ 1, 'A', K_UP },
		{ 1, 'B', K_DOWN },
		{ 1, 'C', K_RIGHT },
		{ 1, 'D', K_LEFT },
		{ 1, 'H', K_HOME },
		{ 1, 'F', K_END },
		{ 2, '~', K_INSERT },
		{ 3, '~', K_DELETE },
		{ 5, '~', K_PGUP },
		{ 6, '~', K_PGDN },
	};

	for (size_t i = 0; i < N_OF(forms); i++) {
		char sequence[32];

		snprintf(sequence, sizeof(sequence), "\033[%d;%d%c", forms[i].number, modifier, forms[i].end);
		define_key(sequence, OUR_KEY(forms[i].kind, modifier));
	}
}

/* What terminals send that call themselves xterm and are not; PuTTY, for example. */
static void define_others(void)
{
	static const struct {
		const char *sequence;
		int code;
	} others[] = {
		{ "\033[H", KEY_HOME },
		{ "\033OH", KEY_HOME },
		{ "\033[1~", KEY_HOME },
		{ "\033[7~", KEY_HOME },
		{ "\033[F", KEY_END },
		{ "\033OF", KEY_END },
		{ "\033[4~", KEY_END },
		{ "\033[8~", KEY_END },
		{ "\033[A", KEY_UP },
		{ "\033OA", KEY_UP },
		{ "\033[B", KEY_DOWN },
		{ "\033OB", KEY_DOWN },
		{ "\033[C", KEY_RIGHT },
		{ "\033OC", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },
		{ "\033OD", KEY_LEFT },
		{ "\033[2~", KEY_IC },
		{ "\033[3~", KEY_DC },
		{ "\033[5~", KEY_PPAGE },
		{ "\033[6~", KEY_NPAGE },
		{ "\033[Z", KEY_BTAB },
		{ "\033OM", KEY_ENTER },
		{ "\033OP", KEY_F(1) },
		{ "\033OQ", KEY_F(2) },
		{ "\033OR", KEY_F(3) },
		{ "\033OS", KEY_F(4) },
		{ "\033[11~", KEY_F(1) },
		{ "\033[12~", KEY_F(2) },
		{ "\033[13~", KEY_F(3) },
		{ "\033[14~", KEY_F(4) },
		{ "\033[[A", KEY_F(1) },
		{ "\033[[B", KEY_F(2) },
		{ "\033[[C", KEY_F(3) },
		{ "\033[[D", KEY_F(4) },
		{ "\033[[E", KEY_F(5) },
		{ "\033[15~", KEY_F(5) },
		{ "\033[17~", KEY_F(6) },
		{ "\033[18~", KEY_F(7) },
		{ "\033[19~", KEY_F(8) },
		{ "\033[20~", KEY_F(9) },
		{ "\033[21~", KEY_F(10) },
		{ "\033[23~", KEY_F(11) },
		{ "\033[24~", KEY_F(12) },
	};

	for (size_t i = 0; i < N_OF(others); i++)
		if (key_defined(others[i].sequence) == 0)
			define_key(others[i].sequence, others[i].code);
}

void term_keys_start(void)
{
	keys.input = newpad(1, 1);
	keypad(keys.input, TRUE);
	define_others();
	for (int modifier = 2; modifier <= 8; modifier++)
		define_modified(modifier);
	define_key("\033[200~", CODE_PASTE);
	define_key(PASTE_END, CODE_IGNORED);
	define_key("\033[<", CODE_MOUSE);
	/* In a few old terminals it is a function key. */
	if (key_defined("\033[M") <= 0 || key_defined("\033[M") == KEY_MOUSE)
		define_key("\033[M", CODE_OLD_MOUSE);
}

void term_keys_stop(void)
{
	delwin(keys.input);
	keys.input = NULL;
	while (keys.n > 0) {
		struct key key = term_read_key(0);

		key_release(&key);
	}
	free(keys.pushed);
	keys.pushed = NULL;
	keys.first = keys.cap = 0;
}

/* ---- Keys that were pushed ------------------------------------------------------ */

void term_push_key(struct key key)
{
	if (keys.first + keys.n == keys.cap) {
		keys.cap = keys.cap ? keys.cap * 2 : 16;
		keys.pushed = xreallocarray(keys.pushed, keys.cap, sizeof(*keys.pushed));
	}
	keys.pushed[keys.first + keys.n++] = key;
}

static bool pop_key(struct key *key)
{
	if (keys.n == 0)
		return false;
	*key = keys.pushed[keys.first++];
	if (--keys.n == 0)
		keys.first = 0;
	return true;
}

/* ---- Waiting ----------------------------------------------------------------------- */

enum wait { WAIT_READY, WAIT_TIMEOUT, WAIT_SIGNAL };

#define FOREVER (-1)

static int64_t left_until(int64_t end)
{
	int64_t left = end == FOREVER ? FOREVER : end - clock_ms();

	return left < 0 && end != FOREVER ? 0 : left;
}

static enum wait wait_for_input(int64_t ms)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec limit = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	int n = ppoll(&input, 1, ms == FOREVER ? NULL : &limit, term_waiting_mask());

	if (n < 0)
		return WAIT_SIGNAL;
	return n > 0 ? WAIT_READY : WAIT_TIMEOUT;
}

static int waiting_bytes(void)
{
	int n = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &n) == 0 ? n : 0;
}

/* Whether the terminal says it is readable and has nothing to read: it is gone. */
static bool input_ended(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&input, 1, 0) > 0 && waiting_bytes() == 0;
}

bool term_pending(void)
{
	if (keys.n > 0 || term_signal() || keys.look)
		return true;
	if (!keys.input)
		return false;
	return wait_for_input(0) != WAIT_TIMEOUT;
}

/* ---- Pastes -------------------------------------------------------------------------- */

/*
 * Bytes are read past curses, which has nothing read ahead here, and never more than
 * the end mark still needs: what follows it are keys again, and curses must get them.
 */
static size_t read_part(int *waiting, char *part, size_t n)
{
	ssize_t done;

	if (*waiting <= 0) {
		while (wait_for_input(PASTE_MS) == WAIT_SIGNAL)
			if (term_signal())
				return 0;
		*waiting = waiting_bytes();
	}
	if (*waiting <= 0)
		return 0;
	done = read(STDIN_FILENO, part, n < (size_t)*waiting ? n : (size_t)*waiting);
	*waiting -= (int)done;
	return done > 0 ? (size_t)done : 0;
}

struct paste {
	struct buf text;     /* no more than could be taken, and the end mark */
	size_t len, matched; /* bytes that came; how much of the end mark the last ones are */
};

static void take_part(struct paste *paste, const char *part, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = part[i];

		/* ESC stands only at the mark's beginning, so a mismatch can begin a new match at once. */
		paste->matched = c == PASTE_END[paste->matched] ? paste->matched + 1 : c == PASTE_END[0];
		if (++paste->len <= TERM_PASTE_MAX + PASTE_END_LEN)
			buf_addc(&paste->text, c);
	}
}

static struct key read_paste(void)
{
	struct paste paste = { .text = BUF_INIT };
	struct key key = { .kind = K_PASTE };
	char part[PASTE_END_LEN];
	int waiting = 0;
	size_t n;

	while (paste.matched < PASTE_END_LEN &&
		(n = read_part(&waiting, part, PASTE_END_LEN - paste.matched)) > 0)
		take_part(&paste, part, n);
	if (paste.matched == PASTE_END_LEN)
		paste.len -= PASTE_END_LEN;
	if (paste.len > TERM_PASTE_MAX) {
		buf_release(&paste.text);
		return (struct key){ .kind = K_PASTE, .len = paste.len };
	}
	buf_truncate(&paste.text, paste.len);
	key.len = paste.len;
	buf_addc(&paste.text, '\0');
	key.text = charset_to_utf8(buf_detach(&paste.text), &key.len);
	return key;
}

/* ---- Reading ------------------------------------------------------------------------- */

static int get(int ms, wint_t *c)
{
	wtimeout(keys.input, ms);
	return wget_wch(keys.input, c);
}

static struct key key_of_curses(int rc, wint_t c)
{
	if (rc != KEY_CODE_YES)
		return key_of_char((uint32_t)c);
	if (c == (wint_t)CODE_PASTE)
		return read_paste();
	if (c == (wint_t)CODE_MOUSE)
		return term_read_report();
	if (c == (wint_t)CODE_OLD_MOUSE)
		return term_read_old_report();
	if (c == KEY_RESIZE)
		keys.look = false;
	return key_of_code((int)c);
}

/* A sequence nobody knows must not be typed into a field: it is read to its end. */
static struct key skip_sequence(wint_t introducer)
{
	wint_t c;
	int rc;

	if ((rc = get(0, &c)) == ERR && introducer == '[')
		term_report_cut(REPORT_BRACKET);
	if (rc == ERR)
		return (struct key){ .kind = K_CHAR, .cp = (uint32_t)towlower(introducer), .alt = true };
	while (introducer == '[' && rc == OK && c < 0x40)
		rc = get(0, &c);
	return (struct key){ .kind = K_OTHER };
}

/*
 * After ESC: Alt is ESC and a character that come together.  Whatever else comes
 * at once was typed ahead, and Esc was a key of its own.
 */
static struct key after_escape(void)
{
	struct key key;
	wint_t c = 0;
	int rc = get(0, &c);

	if (rc == ERR) {
		term_report_cut(REPORT_ESC);
		return (struct key){ .kind = K_ESC };
	}
	if (rc == OK && (c == '[' || c == 'O'))
		return skip_sequence(c);
	key = key_of_curses(rc, c);
	if (key.kind == K_PASTE || key.kind == K_RESIZE || key.kind == K_ESC || (rc == OK && c >= 0x80)) {
		term_push_key(key);
		return (struct key){ .kind = K_ESC };
	}
	if (key.kind == K_CHAR)
		key.cp = (uint32_t)towlower((wint_t)key.cp);
	key.alt = true;
	return key;
}

static bool read_one(struct key *key)
{
	bool looked = keys.look;
	wint_t c = 0;
	int rc = get(CHARACTER_MS, &c);

	if (rc == ERR) {
		/* Nothing to read, or bytes that are no character; a key after those curses has put back. */
		keys.look = !looked;
		if (!looked && input_ended())
			term_hang_up();
		return false;
	}
	if (rc == OK && term_is_rest((uint32_t)c))
		return false;
	*key = rc == OK && c == 0x1B ? after_escape() : key_of_curses(rc, c);
	return key->kind != K_NONE;
}

struct key term_read_key(int timeout_ms)
{
	int64_t end = timeout_ms < 0 ? FOREVER : clock_ms() + timeout_ms;
	struct key key;

	while (!pop_key(&key)) {
		enum wait wait = WAIT_READY;

		if (!keys.input || term_signal())
			return (struct key){ .kind = K_HANGUP };
		if (!keys.look)
			wait = wait_for_input(left_until(end));
		if (wait == WAIT_TIMEOUT)
			return (struct key){ .kind = K_NONE };
		/* Any signal but those that end the program may have been about the size. */
		if (wait == WAIT_SIGNAL)
			keys.look = true;
		else if (read_one(&key))
			return key;
	}
	return key;
}

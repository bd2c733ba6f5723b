/*
 * Keys by name, sent the way the terminal sends them in the modes the program set.
 */
#include "tests/support/e2e.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/text.h"
#include "tests/support/e2e_part.h"
#include "src/banned.h"

/* Four times what the program waits for what follows an ESC: a busy machine may be late. */
#define ESCAPE_MS 100

static const struct {
	const char *name;
	VTermKey key;
} named[] = {
	{ "Enter", VTERM_KEY_ENTER }, { "Tab", VTERM_KEY_TAB }, { "BS", VTERM_KEY_BACKSPACE },
	{ "Esc", VTERM_KEY_ESCAPE }, { "Up", VTERM_KEY_UP }, { "Down", VTERM_KEY_DOWN },
	{ "Left", VTERM_KEY_LEFT }, { "Right", VTERM_KEY_RIGHT }, { "Ins", VTERM_KEY_INS },
	{ "Del", VTERM_KEY_DEL }, { "Home", VTERM_KEY_HOME }, { "End", VTERM_KEY_END },
	{ "PgUp", VTERM_KEY_PAGEUP }, { "PgDn", VTERM_KEY_PAGEDOWN },
};

/* ---- Esc is told by the silence behind it ---------------------------------------- */

static void remember_escape(struct e2e *e)
{
	int64_t end = e2e_now_ms() + 30000;

	e2e_flush(e);
	while (e2e_unread(e) > 0 && e2e_now_ms() < end && !e2e_has_ended(e))
		e2e_pump(e, 1);
	e->escaped = e2e_now_ms();
}

void e2e_keep_silence(struct e2e *e)
{
	while (e->escaped && e2e_now_ms() < e->escaped + ESCAPE_MS)
		e2e_pump(e, (int)(e->escaped + ESCAPE_MS - e2e_now_ms()));
	e->escaped = 0;
}

/* ---- Keys --------------------------------------------------------------------------- */

static const char *modifiers(const char *name, VTermModifier *mod)
{
	for (; name[0] && name[1] == '-' && name[2]; name += 2) {
		if (name[0] == 'C')
			*mod |= VTERM_MOD_CTRL;
		else if (name[0] == 'M')
			*mod |= VTERM_MOD_ALT;
		else if (name[0] == 'S')
			*mod |= VTERM_MOD_SHIFT;
		else
			break;
	}
	return name;
}

static bool send_named(struct e2e *e, const char *name, VTermModifier mod)
{
	long number = name[0] == 'F' && name[1] ? strtol(name + 1, NULL, 10) : 0;

	if (number >= 1 && number <= 12) {
		vterm_keyboard_key(e->vt, (VTermKey)VTERM_KEY_FUNCTION((int)number), mod);
		return true;
	}
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (strcmp(named[i].name, name) == 0) {
			vterm_keyboard_key(e->vt, named[i].key, mod);
			return true;
		}
	}
	return false;
}

static bool send_character(struct e2e *e, const char *name, VTermModifier mod)
{
	uint32_t cp;

	if (strcmp(name, "lt") == 0)
		name = "<";
	if (strcmp(name, "Space") == 0)
		name = " ";
	if (text_decode(name, strlen(name), &cp) != strlen(name))
		return false;
	vterm_keyboard_unichar(e->vt, cp, mod);
	return true;
}

static void send_key(struct e2e *e, const char *name)
{
	VTermModifier mod = VTERM_MOD_NONE;
	const char *base = modifiers(name, &mod);

	if (!send_named(e, base, mod) && !send_character(e, base, mod))
		fail_msg("no key is called <%s>", name);
	if (strcmp(name, "Esc") == 0)
		remember_escape(e);
}

/* Sends what stands at keys and gives what follows it. */
static const char *send_next(struct e2e *e, const char *keys)
{
	const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
	struct buf name = BUF_INIT;
	uint32_t cp;
	size_t n;

	if (!end) {
		n = text_decode(keys, strlen(keys), &cp);
		if (n == 0)
			fail_msg("keys are written in UTF-8: %s", keys);
		vterm_keyboard_unichar(e->vt, cp, VTERM_MOD_NONE);
		return keys + n;
	}
	buf_add(&name, keys + 1, (size_t)(end - keys - 1));
	if (strncmp(buf_str(&name), "Paste:", 6) == 0)
		e2e_paste(e, name.data + 6, name.len - 6);
	else
		send_key(e, buf_str(&name));
	buf_release(&name);
	return end + 1;
}

void e2e_send(struct e2e *e, const char *keys)
{
	while (*keys) {
		e2e_keep_silence(e);
		keys = send_next(e, keys);
	}
	e2e_flush(e);
}

void e2e_write(struct e2e *e, const void *bytes, size_t n)
{
	e2e_keep_silence(e);
	buf_add(&e->out, bytes, n);
	e2e_flush(e);
	if (n > 0 && ((const char *)bytes)[n - 1] == 0x1B)
		remember_escape(e);
}

/* Terminals send the line ends of a paste as Enter does. */
void e2e_paste(struct e2e *e, const char *text, size_t n)
{
	struct buf typed = BUF_INIT;

	e2e_keep_silence(e);
	vterm_keyboard_start_paste(e->vt);
	for (size_t i = 0; i < n; i++)
		buf_addc(&typed, text[i] == '\n' ? '\r' : text[i]);
	e2e_put(e, buf_str(&typed), typed.len);
	vterm_keyboard_end_paste(e->vt);
	buf_release(&typed);
	e2e_flush(e);
}

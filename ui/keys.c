/*
 * Keys: their names, and which control character is which key.
 */
#include "ui/keys.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

/* ---- Keys from characters -------------------------------------------------- */

struct key key_of_char(uint32_t cp)
{
	switch (cp) {
	case 0x1B:
		return (struct key){ .kind = K_ESC };
	case '\r':
	case '\n':
		return (struct key){ .kind = K_ENTER };
	case '\t':
		return (struct key){ .kind = K_TAB };
	case 0x08:
	case 0x7F:
		return (struct key){ .kind = K_BACKSPACE };
	default:
		break;
	}
	if (cp == 0)
		return (struct key){ .kind = K_CTRL, .cp = ' ' };
	if (cp < 0x20)
		return (struct key){ .kind = K_CTRL, .cp = (uint32_t)towlower((wint_t)(cp + '@')) };
	/* The upper control characters are no keys, and a text may not hold them. */
	if (cp < 0xA0 && cp > 0x7F)
		return (struct key){ .kind = K_OTHER };
	return (struct key){ .kind = K_CHAR, .cp = cp };
}

bool key_equal(const struct key *a, const struct key *b)
{
	return a->kind == b->kind && a->cp == b->cp && a->code == b->code &&
		a->alt == b->alt && a->ctrl == b->ctrl && a->shift == b->shift;
}

bool key_is_text(const struct key *key)
{
	return key->kind == K_CHAR && !key->alt;
}

void key_release(struct key *key)
{
	free(key->text);
	*key = (struct key){ .kind = K_NONE };
}

/* ---- Names ----------------------------------------------------------------- */

static const struct key_word {
	const char *word;
	enum key_kind kind;
	uint32_t cp;
} words[] = {
	{ "Enter", K_ENTER, 0 }, { "Esc", K_ESC, 0 }, { "Tab", K_TAB, 0 },
	{ "Backspace", K_BACKSPACE, 0 }, { "Del", K_DELETE, 0 }, { "Ins", K_INSERT, 0 },
	{ "Up", K_UP, 0 }, { "Down", K_DOWN, 0 }, { "Left", K_LEFT, 0 }, { "Right", K_RIGHT, 0 },
	{ "Home", K_HOME, 0 }, { "End", K_END, 0 }, { "PgUp", K_PGUP, 0 }, { "PgDn", K_PGDN, 0 },
	{ "Space", K_CHAR, ' ' },
};

#define N_WORDS (sizeof(words) / sizeof(words[0]))

static bool parse_word(struct key *key, const char *s)
{
	for (size_t i = 0; i < N_WORDS; i++) {
		if (strcmp(words[i].word, s) == 0) {
			key->kind = words[i].kind;
			key->cp = words[i].cp;
			return true;
		}
	}
	return false;
}

/* "F1" to "F12". */
static bool parse_function(struct key *key, const char *s)
{
	int n = 0;

	if (*s++ != 'F' || *s < '1' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9' && n <= 12; s++)
		n = n * 10 + (*s - '0');
	if (*s != '\0' || n > 12)
		return false;
	key->kind = K_F;
	key->code = n;
	return true;
}

static bool parse_char(struct key *key, const char *s)
{
	size_t n = strlen(s);
	uint32_t cp;

	if (n == 0 || text_decode(s, n, &cp) != n || key_of_char(cp).kind != K_CHAR)
		return false;
	key->kind = K_CHAR;
	key->cp = cp;
	return true;
}

static const char *parse_modifiers(struct key *key, const char *s)
{
	static const struct {
		const char *word;
		size_t at;
	} modifiers[] = {
		{ "Alt-", offsetof(struct key, alt) },
		{ "Ctrl-", offsetof(struct key, ctrl) },
		{ "Shift-", offsetof(struct key, shift) },
	};

	for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
		size_t n = strlen(modifiers[i].word);

		if (strncmp(s, modifiers[i].word, n) == 0) {
			*(bool *)((char *)key + modifiers[i].at) = true;
			s += n;
		}
	}
	return s;
}

/* Letters with Ctrl and Alt are one key in either case; false where a terminal cannot send such a key. */
static bool settle(struct key *key)
{
	if (key->kind != K_CHAR)
		return true;
	if (key->shift)
		return false;
	if (key->ctrl) {
		key->kind = K_CTRL;
		key->ctrl = false;
	}
	if (key->kind == K_CTRL || key->alt)
		key->cp = (uint32_t)towlower((wint_t)key->cp);
	/* Some letters with Ctrl are other keys: Ctrl-I is Tab. */
	return key->kind != K_CTRL || key->cp == ' ' ||
		(key->cp < 0x80 && key_of_char((uint32_t)towupper((wint_t)key->cp) ^ '@').cp == key->cp);
}

int key_parse(struct key *out, const char *name, struct err *e)
{
	struct key key = { .kind = K_NONE };
	const char *s = parse_modifiers(&key, name);

	if ((parse_word(&key, s) || parse_function(&key, s) || parse_char(&key, s)) && settle(&key)) {
		*out = key;
		return 0;
	}
	return err_set(e, ERR_INVALID,
		_("没有叫 %s 的键；写法如 F4、Ctrl-S、Alt-1、PgUp、Space 或一个字符。"), name);
}

/* The word for a key, or NULL for one that is written by its character or number. */
static const char *word_of(const struct key *key)
{
	for (size_t i = 0; i < N_WORDS; i++)
		if (words[i].kind == key->kind && words[i].cp == key->cp)
			return words[i].word;
	return key->kind == K_CTRL && key->cp == ' ' ? "Space" : NULL;
}

void key_add_name(struct buf *out, const struct key *key)
{
	const char *word = word_of(key);
	bool upper = key->kind == K_CTRL || key->alt;

	if (key->alt)
		buf_adds(out, "Alt-");
	if (key->ctrl || key->kind == K_CTRL)
		buf_adds(out, "Ctrl-");
	if (key->shift)
		buf_adds(out, "Shift-");
	if (word)
		buf_adds(out, word);
	else if (key->kind == K_F)
		buf_addf(out, "F%d", key->code);
	else if (key->kind == K_CHAR || key->kind == K_CTRL)
		buf_addcp(out, upper ? (uint32_t)towupper((wint_t)key->cp) : key->cp);
	else
		buf_addc(out, '?');
}

/*
 * Texts with their caret, and keys by name, for tests of the line editor.
 */
#include "tests/support/typing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

/* Presses "<Left>", "<Ctrl-W>" or a character; gives what follows it. */
static const char *press_one(struct edit *e, const char *keys, bool *mine)
{
	struct key key = { .kind = K_NONE };
	const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
	char name[32] = "";
	uint32_t cp;
	size_t n;

	if (end) {
		n = (size_t)(end - keys - 1);
		assert_true(n < sizeof(name));
		memcpy(name, keys + 1, n);
		assert_int_equal(key_parse(&key, name, NULL), 0);
		n += 2;
	} else {
		n = text_decode(keys, strlen(keys), &cp);
		assert_true(n > 0);
		key = (struct key){ .kind = K_CHAR, .cp = cp };
	}
	*mine = edit_key(e, &key);
	return keys + n;
}

bool type_keys(struct edit *e, const char *keys)
{
	bool mine = false;

	while (*keys)
		keys = press_one(e, keys, &mine);
	return mine;
}

void load_text(struct edit *e, const char *marked)
{
	const char *bar = strchr(marked, '|');
	struct buf text = BUF_INIT;

	buf_add(&text, marked, bar ? (size_t)(bar - marked) : strlen(marked));
	if (bar)
		buf_adds(&text, bar + 1);
	edit_load(e, buf_str(&text));
	buf_release(&text);
	if (bar)
		e->caret = (size_t)(bar - marked);
}

static void add_marked(struct buf *out, const struct edit *e)
{
	buf_add(out, edit_text(e), e->caret);
	buf_addc(out, '|');
	buf_adds(out, edit_text(e) + e->caret);
}

void expect_text(const struct edit *e, const char *marked)
{
	struct buf text = BUF_INIT;

	add_marked(&text, e);
	assert_string_equal(buf_str(&text), marked);
	buf_release(&text);
}

void type_steps(enum text_kind kind, size_t max, const struct typing_step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf text = BUF_INIT;
		struct edit e;

		edit_init(&e, kind, max);
		load_text(&e, steps[i].before);
		type_keys(&e, steps[i].keys);
		add_marked(&text, &e);
		if (strcmp(buf_str(&text), steps[i].after) != 0)
			fail_msg("%s: \"%s\" instead of \"%s\"", steps[i].what, buf_str(&text),
				steps[i].after);
		buf_release(&text);
		edit_release(&e);
	}
}

/* See secret.h. */
#include "ui/secret.h"

#include <string.h>

#include "db/pin.h"
#include "src/text.h"
#include "src/banned.h"

void secret_forget(struct secret *s)
{
	if (s->typed.data)
		explicit_bzero(s->typed.data, s->typed.len);
	buf_clear(&s->typed);
}

void secret_release(struct secret *s)
{
	secret_forget(s);
	buf_release(&s->typed);
}

bool secret_key(struct secret *s, const struct key *k)
{
	struct buf *b = &s->typed;

	if (k->kind == K_BACKSPACE)
		buf_truncate(b, b->len - (b->len ? text_prev(buf_str(b), b->len) : 0));
	else if (key_is_text(k) && b->len < (size_t)4 * PIN_MOST)
		buf_addcp(b, k->cp);
	else
		return false;
	return true;
}

void secret_draw(const struct secret *s, struct picture *p, struct spot at)
{
	struct buf stars = BUF_INIT;
	uint32_t cp;
	int n = 0;

	for (size_t i = 0; i < s->typed.len && n < at.cells - 1; n++)
		i += text_decode(s->typed.data + i, s->typed.len - i, &cp);
	buf_fill(&stars, '*', (size_t)n);
	picture_put(p, at, buf_str(&stars), LOOK_FIELD);
	picture_cursor(p, at.y, at.x + n);
	buf_release(&stars);
}

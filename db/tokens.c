/*
 * From text to tokens.  This runs for every searched text of every record, so it
 * looks only once at each character and hands over each token once.
 */
#include "db/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "src/banned.h"

/* Enough for names; a long note takes more from the heap.  A power of two. */
#define SEEN_SLOTS 256

struct letter {
	uint32_t cp;
	uint32_t initials;
	size_t n;
	char utf8[4];
};

struct tokens {
	int (*emit)(void *ctx, const char *token, size_t n);
	void *ctx;
	int rc;
	struct letter before, now;
	size_t digits; /* how many in a row end with `before` */
	char row[3];   /* the last of them */
	/* Tokens handed over already, by open addressing. */
	uint64_t *seen;
	size_t nseen, slots;
	uint64_t near[SEEN_SLOTS];
};

/* The slot with this token, or the free one where it belongs. */
static uint64_t *slot_of(uint64_t *seen, size_t slots, uint64_t key)
{
	size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (slots - 1);

	while (seen[at] != 0 && seen[at] != key)
		at = (at + 1) & (slots - 1);
	return &seen[at];
}

static void grow(struct tokens *t)
{
	uint64_t *more = xcalloc(t->slots * 2, sizeof(*more));

	for (size_t i = 0; i < t->slots; i++) {
		if (t->seen[i])
			*slot_of(more, t->slots * 2, t->seen[i]) = t->seen[i];
	}
	if (t->seen != t->near)
		free(t->seen);
	t->seen = more;
	t->slots *= 2;
}

/* Whether the token was handed over before.  Tokens have one to eight bytes, none of them zero. */
static bool is_seen(struct tokens *t, const char *token, size_t n)
{
	uint64_t key = 0, *slot;

	memcpy(&key, token, n);
	slot = slot_of(t->seen, t->slots, key);
	if (*slot == key)
		return true;
	*slot = key;
	if (++t->nseen * 4 > t->slots * 3)
		grow(t);
	return false;
}

static void emit(struct tokens *t, const char *token, size_t n)
{
	if (t->rc == 0 && !is_seen(t, token, n))
		t->rc = t->emit(t->ctx, token, n);
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* ---- The kinds of tokens ----------------------------------------------------------------------- */

static void emit_readings(struct tokens *t)
{
	const char *reading = t->now.initials ? pinyin_readings(t->now.cp) : NULL;

	while (reading) {
		size_t n = strcspn(reading, " ");
		char token[8];

		if (n <= sizeof(token)) {
			memcpy(token, reading, n);
			token[0] = (char)(token[0] - 'a' + 'A');
			emit(t, token, n);
		}
		reading = reading[n] ? reading + n + 1 : NULL;
	}
}

/* The capitals that stand for a character: its initials, or itself when it is a letter or a digit. */
static size_t capitals(const struct letter *l, char out[26])
{
	size_t n = 0;

	if (is_digit(l->cp))
		out[n++] = (char)l->cp;
	if (l->cp >= 'a' && l->cp <= 'z')
		out[n++] = (char)(l->cp - 'a' + 'A');
	for (uint32_t bits = l->initials; bits; bits &= bits - 1)
		out[n++] = (char)('A' + __builtin_ctz(bits));
	return n;
}

static void emit_initials(struct tokens *t)
{
	char one[26], other[26];
	size_t n, m;

	if (!(t->before.initials | t->now.initials))
		return;
	n = capitals(&t->before, one);
	m = capitals(&t->now, other);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < m; j++)
			emit(t, (char[2]){ one[i], other[j] }, 2);
	}
}

static void emit_pair(struct tokens *t)
{
	char token[8];

	memcpy(token, t->before.utf8, t->before.n);
	memcpy(token + t->before.n, t->now.utf8, t->now.n);
	emit(t, token, t->before.n + t->now.n);
}

/* Three digits in a row; a row's last two come when it is over. */
static void take_digit(struct tokens *t)
{
	t->row[0] = t->row[1];
	t->row[1] = t->row[2];
	t->row[2] = t->now.utf8[0];
	t->digits++;
	if (t->digits >= 3)
		emit(t, t->row, 3);
}

static void end_digits(struct tokens *t)
{
	if (t->digits >= 2)
		emit(t, t->row + 1, 2);
	t->digits = 0;
}

static void take(struct tokens *t, const char *utf8, size_t n, uint32_t cp)
{
	t->now = (struct letter){ .cp = cp, .initials = pinyin_initials(cp), .n = n };
	memcpy(t->now.utf8, utf8, n);
	emit(t, utf8, n);
	emit_readings(t);
	if (t->before.n > 0 && !(is_digit(t->before.cp) && is_digit(cp)))
		emit_pair(t);
	if (t->before.n > 0)
		emit_initials(t);
	if (is_digit(cp))
		take_digit(t);
	else
		end_digits(t);
	t->before = t->now;
}

/* ---- Texts ------------------------------------------------------------------------------------- */

/* Bytes of a character whose key is plain to see (ASCII, U+4E00..U+9FFF), else 0. */
static size_t plain_length(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (*u < 0x80)
		return 1;
	if (*u < 0xE4 || *u > 0xE9 || n < 3)
		return 0;
	return *u == 0xE4 && u[1] < 0xB8 ? 0 : 3;
}

static bool is_plain(const char *s, size_t n)
{
	size_t at = 0, step;

	while (at < n && (step = plain_length(s + at, n - at)) > 0)
		at += step;
	return at == n;
}

static void take_plain(struct tokens *t, const char *s, size_t n)
{
	size_t at = 0;

	while (at < n && t->rc == 0) {
		uint32_t cp = 0;
		size_t step = text_decode(s + at, n - at, &cp);
		char small;

		if (step == 0)
			return;
		small = (char)(cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : 0);
		if (small)
			take(t, &small, 1, (unsigned char)small);
		else if (cp != ' ')
			take(t, s + at, step, cp);
		at += step;
	}
}

static void take_field(struct tokens *t, const char *s, size_t n)
{
	t->before.n = 0;
	t->digits = 0;
	if (is_plain(s, n)) {
		take_plain(t, s, n);
	} else {
		struct buf one = BUF_INIT, key = BUF_INIT;

		buf_add(&one, s, n);
		text_key(&key, buf_str(&one));
		take_plain(t, key.data, key.len);
		buf_release(&one);
		buf_release(&key);
	}
	end_digits(t);
}

/* The end of a number: the mark gives way to a sign that no text has as its first. */
static void take_tail(struct tokens *t, const char *s, size_t n)
{
	char token[8] = "=";

	if (n > 1 && n <= sizeof(token)) {
		memcpy(token + 1, s + 1, n - 1);
		emit(t, token, n);
	}
}

int tokens_of_text(
	const char *text, size_t n, int (*emit_token)(void *ctx, const char *token, size_t n), void *ctx)
{
	struct tokens t = { .emit = emit_token, .ctx = ctx, .slots = SEEN_SLOTS };
	const char *end = text + n;

	t.seen = t.near;
	while (text < end && t.rc == 0) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (!stop)
			stop = end;
		if (stop > text && *text == TOKENS_TAIL)
			take_tail(&t, text, (size_t)(stop - text));
		else if (stop > text)
			take_field(&t, text, (size_t)(stop - text));
		text = stop + 1;
	}
	if (t.seen != t.near)
		free(t.seen);
	return t.rc;
}

static int pack(void *ctx, const char *token, size_t n)
{
	struct buf *out = ctx;

	buf_addc(out, (char)n);
	buf_add(out, token, n);
	return 0;
}

void tokens_pack(const char *text, size_t n, struct buf *out)
{
	tokens_of_text(text, n, pack, out);
}

const char *tokens_next(const char **at, const char *end, size_t *n)
{
	const char *token = *at + 1;

	if (*at >= end)
		return NULL;
	*n = (unsigned char)**at;
	if ((size_t)(end - token) < *n)
		return NULL;
	*at = token + *n;
	return token;
}

void tokens_version(struct buf *out)
{
	uint64_t sum = 0;

	/* Another pinyin table makes other tokens; the common characters tell one from another. */
	for (uint32_t cp = 0x4E00; cp < 0xA000; cp++)
		sum = sum * 31 + pinyin_initials(cp);
	buf_addf(out, "tokens %d pinyin %llx\n", TOKENS_VERSION, (unsigned long long)sum);
}

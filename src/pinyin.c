/*
 * Pinyin: looking up readings, and finding what a person typed in a text.
 *
 * Both text and word are folded into lines of cells: one cell is one code point of the text_key(),
 * and remembers which bytes of the original it came from, so that a match can be shown where it is.
 * The searches work on cells alone.  They take time in proportion to text times word, whatever is
 * typed: readings are followed side by side, never tried one after the other with a way back.
 */

#include "src/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "src/buf.h"
#include "src/mem.h"
#include "src/pinyin-table.h"
#include "src/text.h"
#include "src/banned.h"

/* Names are shorter than this, so that matching them takes no memory from the heap. */
#define NEAR_CELLS 96
#define NEAR_PATHS 48

/* What a key has in place of a byte that is not UTF-8. */
#define BAD_BYTE 0xFFFDU

struct cell {
	uint32_t cp, initials;
	size_t from, to;
};

struct line {
	struct cell *cells, *heap;
	size_t n, cap;
	bool letters;	/* some cell is one of a to z */
	struct buf one, key;
	struct cell near[NEAR_CELLS];
};

/* A range of cells. */
struct hit { size_t from, to; };

static size_t set_of(uint32_t cp)
{
	size_t block;

	if (cp > PINYIN_LAST)
		return 0;
	block = pinyin_block[cp >> PINYIN_SHIFT];
	return pinyin_set[block << PINYIN_SHIFT | (cp & ((1U << PINYIN_SHIFT) - 1))];
}

uint32_t pinyin_initials(uint32_t cp)
{
	return pinyin_mask[set_of(cp)];
}

const char *pinyin_readings(uint32_t cp)
{
	size_t set = set_of(cp);
	size_t at = pinyin_offset[set];

	return set == 0 ? NULL : &pinyin_pool[at / PINYIN_ROW][at % PINYIN_ROW];
}

/* The bit of a letter, as in pinyin_initials(); 0 for everything else. */
static uint32_t letter_bit(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z' ? 1U << (cp - 'a') : 0;
}

static void line_init(struct line *l)
{
	l->cells = l->near;
	l->heap = NULL;
	l->n = 0;
	l->cap = NEAR_CELLS;
	l->letters = false;
	l->one = l->key = (struct buf)BUF_INIT;
}

static void line_release(struct line *l)
{
	free(l->heap);
	buf_release(&l->one);
	buf_release(&l->key);
}

static void line_grow(struct line *l)
{
	struct cell *more = xreallocarray(l->heap, l->cap * 2, sizeof *more);

	if (l->heap == NULL)
		memcpy(more, l->near, sizeof l->near);
	l->heap = l->cells = more;
	l->cap *= 2;
}

static void line_add(struct line *l, uint32_t cp, size_t from, size_t to)
{
	if (l->n == l->cap)
		line_grow(l);
	l->letters |= letter_bit(cp) != 0;
	l->cells[l->n++] = (struct cell){ cp, pinyin_initials(cp), from, to };
}

/*
 * Characters that make up nearly every text, that join with no other of them and whose key is plain
 * to see.  All others go through text_key(), which is the authority but takes memory and time.
 */
static bool is_plain(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= ' ' && cp < 0x7F;
	if (cp >= 0x3400 && cp <= 0x9FFF)
		return true;
	if (cp >= 0x20000)
		return cp < 0x2F800 || (cp > 0x2FA1F && cp < 0x32400);
	return cp == 0xB7 || (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x3000 && cp <= 0x3029) ||
		(cp >= 0xFF01 && cp <= 0xFF5E);
}

static void fold_plain(struct line *l, uint32_t cp, size_t from, size_t to)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFF01 - '!';
	if (cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	if (cp != ' ' && cp != 0x3000)
		line_add(l, cp, from, to);
}

/* Adds the cells of the grapheme that starts at from, through its key; returns where it ends. */
static size_t fold_grapheme(struct line *l, const char *s, size_t from, size_t n)
{
	size_t to = from + text_next(s + from, n - from);
	size_t at, step;
	uint32_t cp = 0;

	buf_clear(&l->one);
	buf_clear(&l->key);
	buf_add(&l->one, s + from, to - from);
	text_key(&l->key, buf_str(&l->one));
	for (at = 0; at < l->key.len; at += step) {
		step = text_decode(l->key.data + at, l->key.len - at, &cp);
		line_add(l, step == 0 ? BAD_BYTE : cp, from, to);
		step += step == 0;
	}
	return to;
}

static void line_fold(struct line *l, const char *s)
{
	size_t n = strlen(s), at = 0, step;
	uint32_t cp = 0, next = 0;

	line_init(l);
	step = text_decode(s, n, &cp);
	while (at < n) {
		size_t next_step = step == 0 ? 0 : text_decode(s + at + step, n - at - step, &next);
		if (step == 0) {
			line_add(l, BAD_BYTE, at, at + 1);
			at++;
		} else if (is_plain(cp) && (next_step == 0 || is_plain(next))) {
			fold_plain(l, cp, at, at + step);
			at += step;
			step = next_step;
			cp = next;
			continue;
		} else {
			at = fold_grapheme(l, s, at, n);
		}
		step = text_decode(s + at, n - at, &cp);
	}
}

static bool stands_at(const struct line *t, const struct line *w, size_t at)
{
	size_t j;

	if (w->n > t->n - at)
		return false;
	for (j = 0; j < w->n; j++) {
		if (t->cells[at + j].cp != w->cells[j].cp)
			return false;
	}
	return true;
}

static bool find_inside(const struct line *t, const struct line *w, struct hit *hit)
{
	size_t at;

	for (at = 1; at < t->n; at++) {
		if (stands_at(t, w, at)) {
			*hit = (struct hit){ at, at + w->n };
			return true;
		}
	}
	return false;
}

/* Each typed character is that of the text or an initial of it; what is only literal does not count here. */
static bool initials_at(const struct line *t, const struct line *w, size_t at)
{
	bool read = false;
	size_t j;

	for (j = 0; j < w->n; j++) {
		const struct cell *c = &t->cells[at + j];
		uint32_t typed = w->cells[j].cp;

		if (typed == c->cp)
			continue;
		if ((letter_bit(typed) & c->initials) == 0)
			return false;
		read = true;
	}
	return read;
}

static bool find_initials(const struct line *t, const struct line *w, struct hit *hit)
{
	size_t at;

	for (at = 0; at + w->n <= t->n; at++) {
		if (initials_at(t, w, at)) {
			*hit = (struct hit){ at, at + w->n };
			return true;
		}
	}
	return false;
}

/*
 * The search for full readings keeps, for every length of word, the best way in which the cells up
 * to here spell that much of it.  One pass over the text follows all beginnings at once.
 */
enum way { WAY_NONE, WAY_LITERAL, WAY_READ };

struct path {
	size_t start;	/* the cell with which it begins */
	enum way way;
};

/* A path that has read something is worth more than a literal one, which is none of pinyin's business. */
static void path_offer(struct path *to, size_t start, enum way way)
{
	if (way > to->way || (way == to->way && start < to->start))
		*to = (struct path){ start, way };
}

/* u is what many type for v (lue for 略), where it cannot be meant otherwise; ü is what it is. */
static bool same_letter(uint32_t typed, const char *letter)
{
	if (typed == (uint32_t)(unsigned char)*letter)
		return true;
	return *letter == 'v' && (typed == 0xFC || (typed == 'u' && letter[1] == 'e'));
}

/* Follows one reading from word position j; next is indexed by how much of the word is spelt. */
static void spell_reading(const struct line *w, size_t j, const char *reading,
	const struct path *p, struct path *next)
{
	size_t k = j;

	while (*reading >= 'a' && k < w->n && same_letter(w->cells[k].cp, reading)) {
		reading++;
		k++;
	}
	/* Half-typed readings count at the end of the word only. */
	if (*reading < 'a' || k == w->n)
		path_offer(&next[k], p->start, WAY_READ);
}

static const char *reading_after(const char *reading)
{
	const char *space = strchr(reading, ' ');

	return space == NULL ? NULL : space + 1;
}

/* Follows one path through one more cell of the text. */
static void spell_cell(const struct cell *c, const struct line *w, size_t j,
	const struct path *p, struct path *next)
{
	uint32_t typed = w->cells[j].cp;
	const char *reading;

	if (typed == c->cp)
		path_offer(&next[j + 1], p->start, p->way);
	if ((letter_bit(typed) & c->initials) == 0)
		return;
	for (reading = pinyin_readings(c->cp); reading != NULL; reading = reading_after(reading))
		spell_reading(w, j, reading, p, next);
}

static bool spell(const struct line *t, const struct line *w, struct path *paths, struct hit *hit)
{
	struct path *now = paths, *next = paths + w->n + 1, *spare;
	size_t i, j;

	memset(now, 0, (w->n + 1) * sizeof *now);
	for (i = 0; i < t->n; i++) {
		now[0] = (struct path){ i, WAY_LITERAL };
		memset(next, 0, (w->n + 1) * sizeof *next);
		for (j = 0; j < w->n; j++) {
			if (now[j].way != WAY_NONE)
				spell_cell(&t->cells[i], w, j, &now[j], next);
		}
		if (next[w->n].way == WAY_READ) {
			*hit = (struct hit){ next[w->n].start, i + 1 };
			return true;
		}
		spare = now;
		now = next;
		next = spare;
	}
	return false;
}

static bool find_full(const struct line *t, const struct line *w, struct hit *hit)
{
	struct path near[2 * (NEAR_PATHS + 1)], *paths = near;
	bool found;

	if (w->n > NEAR_PATHS)
		paths = xcalloc(2 * (w->n + 1), sizeof *paths);
	found = spell(t, w, paths, hit);
	if (paths != near)
		free(paths);
	return found;
}

static enum match find(const struct line *t, const struct line *w, struct hit *hit)
{
	*hit = (struct hit){ 0, w->n };
	if (stands_at(t, w, 0))
		return t->n == w->n ? MATCH_EXACT : MATCH_PREFIX;
	if (w->letters && find_initials(t, w, hit))
		return MATCH_INITIALS;
	if (w->letters && find_full(t, w, hit))
		return MATCH_FULL;
	return find_inside(t, w, hit) ? MATCH_INSIDE : MATCH_NONE;
}

enum match pinyin_match(const char *text, const char *word, struct span *span)
{
	struct line t, w;
	struct hit hit;
	struct span where = { 0, 0 };
	enum match m;

	line_fold(&t, text);
	line_fold(&w, word);
	m = find(&t, &w, &hit);
	if (m != MATCH_NONE && hit.to > hit.from)
		where = (struct span){ t.cells[hit.from].from, t.cells[hit.to - 1].to };
	if (span != NULL)
		*span = where;
	line_release(&t);
	line_release(&w);
	return m;
}

#ifndef DB_TOKENS_H
#define DB_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "src/buf.h"

/*
 * What the search index is made of.  Text counts as its text_key(): lower case, half width,
 * no spaces.  For each searched field, and never across two of them, there are
 *
 *	南  s  7	each character;
 *	南沙  a区	each two neighbours that are not both digits;
 *	632  32		each three digits in a row, and the last two of a row;
 *	NS  A3		initials of two neighbours, every reading counting, when one of them has a reading;
 *	Nan		each reading of each character.
 *
 * The key has no capitals, so the last two kinds cannot be mistaken for text.
 *
 * A line that begins with TOKENS_TAIL is no text but the end of a number that is not searched by its words
 * (of a telephone, of a person): it is one token, with "=" in front, which nothing that is typed as a word asks for.
 */
#define TOKENS_TAIL '\001'

/* Grows when the tokens become others: the index is then made anew. */
#define TOKENS_VERSION 2

/* Calls emit for each token of a text with line feeds between fields; a return other than 0 ends it. */
int tokens_of_text(
	const char *text, size_t n, int (*emit)(void *ctx, const char *token, size_t n), void *ctx);

/*
 * The same tokens one behind the other, each after a byte that says how long it is: what the index is given,
 * so that they can be made apart from it.  tokens_next() takes the next one from *at, NULL at the end.
 */
struct packed {
	const char *bytes; /* borrowed */
	size_t n;
};

void tokens_pack(const char *text, size_t n, struct buf *out);
const char *tokens_next(const char **at, const char *end, size_t *n);

/*
 * Adds the expression (FTS5) that every record with the word meets: its text, its initials or its
 * readings.  Others may meet it too, so pinyin_match() has the last word.  false: nothing to
 * look for, every record may have it.
 */
bool tokens_of_word(const char *word, struct buf *out);

/* The same for a part of a text, letter by letter. */
bool tokens_of_part(const char *part, struct buf *out);

/* What the tokens depend on besides the text, for the fingerprint. */
void tokens_version(struct buf *out);

#endif

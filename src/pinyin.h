#ifndef SRC_PINYIN_H
#define SRC_PINYIN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Pinyin for searching: every reading of every character counts, because a
 * name's reading cannot be known (都兰 is du lan, 长江 chang jiang, 厦门 xia men).
 * The table is generated from Unihan by src/pinyin-gen.py.
 */

/* Bit n set: some reading begins with the letter 'a' + n.  An ASCII letter or digit has none; 0 where no reading is known. */
uint32_t pinyin_initials(uint32_t cp);
/* All readings without tones, separated by spaces ("dou du"), or NULL. */
const char *pinyin_readings(uint32_t cp);

/* How a typed word was found in a text, best first. */
enum match { MATCH_EXACT, MATCH_PREFIX, MATCH_INITIALS, MATCH_FULL, MATCH_INSIDE, MATCH_NONE };

struct span { size_t from, to; };	/* bytes of the text that matched */

/*
 * Finds word in text, both compared by text_key(): the whole, its beginning, the initials of
 * consecutive characters from any place ("nsg" in 南沙沟村党支部), their full readings
 * ("nansha", also half-typed at the end "nansh"), or anywhere inside.  Spaces in word are ignored.  span may be NULL.
 */
enum match pinyin_match(const char *text, const char *word, struct span *span);

#endif

#ifndef SRC_CMD_SAMPLE_WORDS_H
#define SRC_CMD_SAMPLE_WORDS_H

#include <stddef.h>

/* The words that names of the sample are made of. */

/* A unit that seats of some size have; large seats have more than a branch in it. */
struct sample_unit {
	const char *name; /* 教育局, after 乌兰县 */
	int least;	  /* size of the seat */
	int weight;	  /* 0: a branch; 1: a general branch in large seats; 2: a committee there */
	const char *called; /* in everyday names, 人社局; NULL: as it is */
};

struct sample_units {
	const struct sample_unit *items;
	size_t n;
	const char *domain, *nature;
};

extern const struct sample_units sample_agencies, sample_schools, sample_hospitals, sample_companies,
	sample_societies;
/* What only the prefecture itself has. */
extern const struct sample_units sample_prefecture_schools, sample_prefecture_hospitals,
	sample_prefecture_companies;

struct sample_words {
	const char *const *items;
	size_t n;
};

extern const struct sample_words sample_brands, sample_trades, sample_farm_trades;
extern const struct sample_words sample_surnames, sample_given_names, sample_tibetan_names,
	sample_mongol_names;
/* Names with rare characters and separators, so that every screen and file meets them. */
extern const struct sample_words sample_rare_names;

#endif

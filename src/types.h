#ifndef SRC_TYPES_H
#define SRC_TYPES_H

#include "src/field.h"

/*
 * What the files of the field types share: types.c has the table and the types
 * that explain themselves, types_code.c those that look something up, types_decimal.c scores.
 */

/* Refuses: 「what was typed」 and why, which goes on from there. */
int type_refuse(struct err *e, const char *typed, const char *why);

/* Every type whose value is one owned text that may be NULL. */
void text_take(void *value, char *text);	/* gives the old text back and keeps the new one */
void text_put(const void *value, struct cell *out);
int text_get(void *value, const struct cell *in);
void text_release(void *value);

int code_parse(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e);
void code_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		 struct buf *out);

int codes_parse(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e);
void codes_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		  struct buf *out);

int decimal_parse(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e);
void decimal_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		    struct buf *out);

int ref_parse(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e);
void ref_format(const struct field *f, const void *value, const struct lookup *l, enum style style,
		struct buf *out);
void ref_put(const void *value, struct cell *out);
int ref_get(void *value, const struct cell *in);
void ref_release(void *value);

#endif

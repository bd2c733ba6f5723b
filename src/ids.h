#ifndef SRC_IDS_H
#define SRC_IDS_H

#include "src/buf.h"
#include "src/date.h"
#include "src/err.h"

/*
 * Identity numbers and addresses.  Each function takes the text as typed,
 * normalises it (full-width to ASCII, spaces and hyphens out, x to X) into out,
 * and refuses it with the reason that a clerk can act on.  out is unchanged on refusal.
 */

enum sex { SEX_UNKNOWN = 0, SEX_MALE = 1, SEX_FEMALE = 2, SEX_UNSTATED = 9 };	/* GB/T 2261.1 */

/* GB 11643-1999: 17 digits and a check character; birth and sex (NULL allowed) are read off. */
int ids_citizen(const char *s, struct buf *out, struct date *birth, enum sex *sex, struct err *e);
/* GB 32100-2015: 18 characters, weights 3^(i-1) mod 31. */
int ids_credit(const char *s, struct buf *out, struct err *e);
/* Mobile ^1[3-9]\d{9}$, or a landline with its area code (0977-8221234, optional extension "-123"). */
int ids_phone(const char *s, struct buf *out, struct err *e);
/* 12 to 19 digits.  *luhn_ok (NULL allowed) says whether the check digit fits: a warning, not an error. */
int ids_card(const char *s, struct buf *out, int *luhn_ok, struct err *e);
/* A number that a spreadsheet has destroyed (3.4082E+17, or 15 digits and 000): refused with that reason; 0 when it looks whole. */
int ids_destroyed(const char *s, struct err *e);

/* What a 12-digit division code (GB/T 2260 + GB/T 10114 + 3) stands for, by its digits. */
enum division_kind {
	DIVISION_INVALID, DIVISION_PROVINCE, DIVISION_PREFECTURE, DIVISION_COUNTY, DIVISION_TOWNSHIP,
	DIVISION_COMMUNITY,	/* last three 0xx or 1xx */
	DIVISION_VILLAGE,	/* 2xx or 3xx */
	DIVISION_LIKE_VILLAGE,	/* 4xx and above: farm living areas and the like */
};
enum division_kind ids_division_kind(int64_t code);

#endif

#ifndef SRC_MONEY_H
#define SRC_MONEY_H

#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"

/* Yuan in fen (1/100 yuan), checked at every step; no floating point anywhere. */
struct money {
	int64_t fen;	/* MONEY_NONE: not filled */
};

#define MONEY_NONE INT64_MIN
#define MONEY_MAX INT64_C(999999999999999)	/* 9,999,999,999,999.99 yuan; the minimum is its negative */

/* Digits with optional sign, thousands commas (in their places), ￥ or 元 around it, at most two decimals;
 * 1.5万 and 3亿 are exact multiples.  Full-width forms are accepted, a third decimal is refused. Empty text gives MONEY_NONE. */
int money_parse(const char *s, struct money *out, struct err *e);
void money_format(struct buf *out, struct money m);		/* 1234.50 */
void money_format_grouped(struct buf *out, struct money m);	/* 1,234.50 */
/* Capital characters for documents: 壹仟贰佰叁拾肆元伍角整, 零元整, 负…, after the rules of the
 * People's Bank (《正确填写票据和结算凭证的基本规定》). */
void money_format_capital(struct buf *out, struct money m);
/* Sum; ERR_INVALID when it leaves the range.  MONEY_NONE counts as nothing. */
int money_add(struct money a, struct money b, struct money *out, struct err *e);
/* m * numerator / denominator, rounded half away from zero; denominator > 0. */
int money_scale(struct money m, int64_t numerator, int64_t denominator, struct money *out, struct err *e);

#endif

#ifndef SRC_QUERY_H
#define SRC_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "src/err.h"
#include "src/reg.h"

/*
 * Conditions as data, parsed from the words a person types.  The same text
 * works in a list's filter line, in --where and in a register's default view:
 *
 *	状态=在用 党员>30 成立<2010      all of them (space = and)
 *	类别=611,621                     one of several values
 *	成立=2010..2015   党员=30..      from .. to, both included; one end may be left out
 *	书记=空   书记=非空               without a value for whatever reason, or with one (also: empty, filled)
 *	书记=未填  书记=无  电话=不适用     for this reason (unfilled, none, n/a), where the field knows it
 *	!=  <=  >=  ~                    not equal, at most, at least, contains
 *	行政区划<=乌兰县  上级<某镇党委     of a record of a tree: it and all below it; only what is below
 *	上级~柯柯                        the name of the record referred to has the word, or its pinyin
 *	党组织=@整顿案件                   a record of that register which has not ended refers to the same record; of the record
 *	状态=@整顿案件                    itself with 状态
 *	完成时限="2026-11"                just this text, not all days of the month
 *	-东河   -类别=631                 not
 *	东河 | 西岭    东河 或 西岭        either; `and` binds tighter
 *	"两个 词"                         a word with a space in it
 *	dhc                              a bare word: text, pinyin initials or full pinyin of searched fields
 *
 * Field names are English names, labels or aliases.  状态 / state is known to every
 * register: 在用 (current), 停用 (retired).  Partial dates compare as ranges: 成立=2010 is the year.
 */

/* OP_LE and OP_LT of a reference ask for a branch of a tree, whose topmost record is the value; a small branch becomes
 * OP_EQ with its records as values. */
enum op { OP_WORD, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_HAS, OP_EMPTY, OP_UNFILLED, OP_FILLED,
	OP_CURRENT, OP_RETIRED, OP_OPEN };

struct cond {
	enum op op;
	bool negate;
	const struct field *field;	/* NULL for OP_WORD, OP_CURRENT and OP_RETIRED, and for OP_OPEN of the record itself */
	const struct field *by;		/* of OP_OPEN: the field of by_reg that refers; else NULL */
	const struct reg *by_reg;
	enum op sign;			/* as typed: OP_EQ for =空, OP_HAS, OP_LE or OP_LT for what became values of a reference */
	bool minus;			/* typed with a minus before it */
	char *text;			/* as typed, without the field and the sign */
	struct cell *values;		/* typed values (one, or several joined by comma); text owned */
	size_t nvalues;
	struct cell upper;		/* the end of a range, or the last day of a typed year or month, values[0] being the beginning; else CELL_NULL */
};

struct all_of { struct cond *conds; size_t n; };

/* Alternatives of conjunctions.  No alternatives at all means everything. */
struct query {
	struct all_of *any;
	size_t n;
};

/* Errors name the word and where it stands; an unknown field names the nearest known one. *out needs no release on error. */
int query_parse(const struct reg *reg, const char *text, const struct lookup *l, struct query *out, struct err *e);
/* The same without a database, and nothing is kept: fields, signs and what can be said of a value; which codes and records
 * there are is not judged. */
int query_check(const struct reg *reg, const char *text, struct err *e);
/* Conditions one in a line, all of which must hold; NULL: none.  The first that makes no sense is in e; *out has the others, and is
 * the caller's in any case. */
int query_parse_lines(const struct reg *reg, const char *lines, const struct lookup *l, struct query *out, struct err *e);
/* Adds a further demand to every alternative: how --where twice and a view with a filter combine. Takes more's contents. */
void query_and(struct query *q, struct query *more);
void query_copy(struct query *to, const struct query *from);
void query_release(struct query *q);
bool query_is_empty(const struct query *q);
/* The bare words in it (for marking what matched), joined by spaces. */
void query_words(const struct query *q, struct buf *out);
/* Whether the field refers to records of a tree, so that <= and < ask for a branch. */
bool query_has_branches(const struct field *f);
/* What a field is called in conditions that the program writes: its label, or its name where that is several words. */
const char *query_field_name(const struct field *f);

#endif

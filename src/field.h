#ifndef SRC_FIELD_H
#define SRC_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/date.h"
#include "src/err.h"
#include "src/lookup.h"
#include "src/money.h"
#include "src/text.h"

/*
 * A field is one row of a register's table: where the value stands in the C
 * struct, of which type it is, and facts about it.  Behaviour belongs to the
 * type: one row of functions per type in types.c, never a switch over fields.
 *
 * The C type of the struct member decides the field type (FIELD takes both from
 * the member by _Generic), so a table cannot disagree with its struct.
 */

struct reg;

/* C types that are text in memory but not the same thing.  s is owned; NULL means not filled. */
struct note { char *s; };		/* several lines */
struct code { char *s; };		/* one value of a code set */
struct codes { char *s; };		/* several values, sorted, separated by commas */
struct phone { char *s; };
struct citizen_no { char *s; };		/* GB 11643-1999 */
struct credit_code { char *s; };	/* GB 32100-2015 */
struct card_no { char *s; };
struct percent { int64_t hundredths; };	/* 12.34 % is 1234; INT64_MIN: not filled */
struct decimal { int64_t hundredths; };	/* 69.9 is 6990; INT64_MIN: not filled */
struct ref { int64_t id; };		/* a record of another register; 0: none */

#define INT_NONE INT64_MIN		/* an integer that is not filled */

enum type_id {
	TYPE_TEXT, TYPE_NOTE, TYPE_INT, TYPE_BOOL, TYPE_DATE, TYPE_MONTH, TYPE_MONEY, TYPE_PERCENT, TYPE_DECIMAL,
	TYPE_CODE, TYPE_CODES, TYPE_REF, TYPE_PHONE, TYPE_CITIZEN, TYPE_CREDIT, TYPE_CARD,
	TYPE_COUNT
};

#define FIELD_TYPE_OF(member) _Generic((member), \
	char *: TYPE_TEXT, struct note: TYPE_NOTE, int64_t: TYPE_INT, bool: TYPE_BOOL, \
	struct date: TYPE_DATE, struct month: TYPE_MONTH, struct money: TYPE_MONEY, \
	struct percent: TYPE_PERCENT, struct decimal: TYPE_DECIMAL, struct code: TYPE_CODE, struct codes: TYPE_CODES, \
	struct ref: TYPE_REF, struct phone: TYPE_PHONE, struct citizen_no: TYPE_CITIZEN, \
	struct credit_code: TYPE_CREDIT, struct card_no: TYPE_CARD)

/* The beginning of a table row: name (also SQL column, JSON key, English name), place and type. */
#define FIELD(record, member) \
	.name = #member, .offset = offsetof(record, member), \
	.type = FIELD_TYPE_OF(((record *)0)->member)

enum field_flag {
	FIELD_REQUIRED = 1 << 0,
	FIELD_UNIQUE = 1 << 1,		/* among all records of the register, retired ones too */
	FIELD_LISTED = 1 << 2,		/* a list column by default; every listed field can be sorted by */
	FIELD_SEARCHED = 1 << 3,	/* found by bare words and pinyin */
	FIELD_READONLY = 1 << 4,	/* the program fills it */
	FIELD_PERSONAL = 1 << 5,	/* masked until revealed */
	FIELD_TREE = 1 << 6,		/* a reference to the same register that makes it a tree */
	FIELD_FIXED = 1 << 7,		/* typed once, never changed afterwards */
	FIELD_TALLIED = 1 << 8,		/* the store keeps the count of current records for each value */
	FIELD_MAY_BE_NONE = 1 << 9,	/* 无 is an answer; see empty.h */
	FIELD_MAY_NOT_APPLY = 1 << 10,	/* 不适用 is an answer */
	FIELD_SUMMED = 1 << 11,		/* an integer worth adding up: trees show its sum for each branch */
	FIELD_YEAR = 1 << 12,		/* an integer that is a year: no sign between its thousands */
	FIELD_WIDE = 1 << 13,		/* a list column too where the window is wide, before others that are not listed */
	FIELD_MORE = 1 << 14,		/* says more of the field before it: a person's post, unit and since when */
};

struct field {
	const char *name;
	const char *label;		/* N_() */
	size_t offset;
	enum type_id type;
	unsigned int flags;		/* enum field_flag */
	int width;			/* cells of its list column; 0: the type's own */
	int max;			/* most characters; 0: the type's own */
	int64_t least, most;		/* limits of integers; both 0: none */
	const char *set;		/* code set of a code(s) field */
	const struct reg *target;	/* register of a reference */
	const char *section;		/* N_(): starts this section of the form; NULL: same as the field before */
	const char *help;		/* N_(): meaning and rule */
	const char *example;
	const char *source;		/* standard or document the rule follows */
	const char *const *aliases;	/* further header names and condition names, NULL-terminated */
};

/* One storable value: what SQL and the journal see. text is borrowed. */
struct cell {
	enum { CELL_NULL, CELL_INT, CELL_TEXT } kind;
	int64_t number;
	const char *text;
	char scratch[24];	/* room for a formatted date */
};

enum storage { STORAGE_INTEGER, STORAGE_TEXT };

struct type {
	const char *name;	/* "date", for the manual and for messages */
	const char *label;	/* N_("日期") */
	enum storage storage;
	int width;		/* default column cells */
	bool right;		/* aligned right */
	bool ordered;		/* < and > mean something (numbers, dates, money) */
	int max;		/* default most characters when typed */
	enum text_kind kind;	/* how text_clean() treats what is typed */
	bool personal;		/* masked even where the table forgets FIELD_PERSONAL */
	bool seen_in_scope;	/* shown in full too to who may write the record within a scope of their own */
	int tail;		/* a record is found by so many last characters of a value; 0: it is not */
	int mask_head, mask_tail;	/* what stays of personal data in lists; both 0: not even its length */
	/* Reads cleaned text into an initialised value (releases the old one); on refusal the value is unchanged. */
	int (*parse)(const struct field *f, const char *typed, const struct lookup *l, void *value, struct err *e);
	void (*format)(const struct field *f, const void *value, const struct lookup *l, enum style style,
		       struct buf *out);
	void (*put)(const void *value, struct cell *out);
	int (*get)(void *value, const struct cell *in);	/* ERR_DATABASE when the cell cannot be such a value */
	void (*release)(void *value);		/* becomes empty */
};

const struct type *field_type(const struct field *f);
const struct type *type_by_id(enum type_id id);

/* The value inside a record. */
void *field_value(const struct field *f, void *rec);
const void *field_const(const struct field *f, const void *rec);

/*
 * Reads what a person typed, pasted or imported: text_clean() for the type, length and range, then the
 * type's parse.  Empty text empties the field.  On refusal rec is unchanged and e->field is set.
 */
int field_parse(const struct field *f, const char *typed, const struct lookup *l, void *rec, struct err *e);
/* Adds the value as text. */
void field_format(const struct field *f, const void *rec, const struct lookup *l, enum style style, struct buf *out);
/* The same with personal data masked. */
void field_format_masked(const struct field *f, const void *rec, const struct lookup *l, enum style style,
			 struct buf *out);
bool field_is_personal(const struct field *f);
/* The last letters and digits of a value's text by which its record is found, in capitals: NULL-terminated in out, which has
 * room for FIELD_TAIL and one more; false where the type has none or the text is too short. */
#define FIELD_TAIL 4
bool field_tail(const struct field *f, const char *text, char out[FIELD_TAIL + 1]);
/* Not filled in; 无 and 不适用 are answers.  A bool always has a value. */
bool field_is_empty(const struct field *f, const void *rec);
bool field_equal(const struct field *f, const void *a, const void *b);
void field_copy(const struct field *f, void *to, const void *from);
/* The canonical text of a cell (journal, hash, JSON numbers): NULL for CELL_NULL; else borrowed from the cell. */
const char *cell_text(struct cell *c);
/* The reverse for a field's type: text NULL gives CELL_NULL. */
void cell_from_text(struct cell *c, const struct type *t, const char *text);
bool cell_equal(const struct cell *a, const struct cell *b);

#endif

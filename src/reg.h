#ifndef SRC_REG_H
#define SRC_REG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/field.h"
#include "src/rule.h"

/*
 * A register (台账) is one kind of record: a struct, a table of its fields and
 * a check().  Lists, forms, validation, SQL, filters, files, history labels and
 * the manual follow from the table alone.  (`register` is a C keyword.)
 */

/* Every record begins with this. */
struct rec {
	int64_t id;		/* 0: not saved yet */
	int64_t version;	/* counts saves, from 1 */
	struct date retired_on;	/* empty: in use */
	char *retired_reason;
};

enum role { ROLE_VIEWER, ROLE_CLERK, ROLE_CHECKER, ROLE_APPROVER, ROLE_ADMIN };
/* Code values of the set "role", in the order of enum role; NULL past the end. */
const char *role_value(enum role role);
enum role role_from_value(const char *value);	/* ROLE_VIEWER for anything unknown */

/* What a check looks at and where it reports. */
struct check {
	const struct lookup *lookup;
	struct findings *found;
};

/*
 * Reports by a dated rule: nothing when it is off.  The sentence should name the document's demand and the value; it
 * is marked with N_() and translated here, only when it is made: an import merely counts.
 */
void check_rule(const struct check *c, const char *rule, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The rule's number on the day of the check, or fallback when it is off or has none. */
int64_t check_param(const struct check *c, const char *rule, int64_t fallback);

/* A published figure that the records must reproduce: how many current records meet a condition. */
struct figure {
	const char *key;	/* "orgs" */
	const char *label;	/* N_() */
	const char *where;	/* condition in the words of query.h; NULL: the default view */
	const char *worklist;	/* the key of the one that is counted, instead of a condition */
	const char *by;		/* field: one line per value of it; NULL: one number */
};

/*
 * What somebody has to see to: a named condition.  Every register with a workflow has those of worklist.h without a word;
 * a register names its others here.
 */
enum urgency { URGENCY_OVERDUE, URGENCY_SOON, URGENCY_WAITING, URGENCY_CHECK };

struct worklist {
	const char *key;	/* "no-secretary" */
	const char *label;	/* N_() */
	const char *where;	/* condition in the words of query.h, among records in use */
	enum urgency urgency;
	enum role role;		/* least role that it is shown to at first */
	const char *since;	/* date field: how long it has been so, or until when there is time; NULL: none */
};

/* What follows from a record on this day, read only: "the term is over in 40 days". */
struct fact {
	const char *name;	/* "term" */
	const char *label;	/* N_() */
	void (*add)(const struct lookup *l, const void *rec, struct buf *out);	/* adds nothing where there is none */
	bool of_way;		/* said already where the state and the deadline of the workflow are shown */
};

/*
 * By this reference a record belongs to another one, and is told on the page that tells the story of that one: the problems
 * of a case, its notes and its acceptances.
 */
struct belonging {
	const char *by;			/* reference field: what it belongs to */
	const char *label;		/* N_(): what they are called there; NULL: the register's title */
	const char *const *says;	/* what a line says: fields in their order, NULL at the end */
	const char *order;		/* field they are sorted by; NULL: as they were added */
	bool newest_first;
	bool whole;			/* with what belongs to them in turn */
	char key;			/* the small letter that adds one there; 0: none is added there */
	const char *signs;		/* text field that takes the name of who adds one there; NULL: none */
};

/* Records that belong to persons: for whom one of this kind is, and who writes it. */
struct share {
	const char *kind;	/* code value */
	bool seen;		/* by everybody; else by whose it is, and by those who may write it for others (db/seen.h) */
	enum role own, others;	/* least role that may write one's own, and somebody else's */
};

struct sharing {
	const char *owner;	/* text field: login of the person; the store fills it in */
	const char *kind;	/* code field */
	const struct share *shares;
	size_t n;
};

/*
 * Ledgers that people keep have one row for a record with what belongs to it in cells, several in one ("1.… 2.…").  A part says
 * which columns of such a file become records of another register below that row's record.
 */
struct reg_part_field {
	const char *name;	/* of the part's register */
	/* A field of the row's own register whose column serves both: one value is for the record and all of its parts, several are
	 * for the parts alone.  NULL: the part has a column of its own. */
	const char *shared;
};

struct reg_part {
	const struct reg *reg;
	const char *by;				/* its reference to what it belongs to: the row's record, or the part above */
	const struct reg_part_field *fields;	/* each item of the first one's cell makes a record; the register's label */
	size_t nfields;
	const struct reg_part *below;		/* what belongs to these, from further columns of the same row; or NULL */
};

struct reg {
	const char *name;	/* "org": SQL table, command line */
	const char *title;	/* N_("党组织") */
	size_t size;		/* of the struct */
	const struct field *fields;
	size_t nfields;
	const char *key;	/* the field people name a record by; FIELD_UNIQUE */
	const char *label;	/* the field that is the record's name */
	const char *view;	/* default condition, or NULL: everything in use */
	const char *view_label;	/* N_(): the default condition in words */
	const char *sort;	/* field lists are sorted by at first */
	enum role writers;	/* least role that may write; ROLE_ADMIN for the program's own bookkeeping */
	/* Reference fields, NULL at the end: records that share one are counted among each other by fill(), which is asked again
	 * for all of them when one comes or goes; NULL: fill() looks at no others. */
	const char *const *kin;
	const char *scope;	/* reference field that says whose subtree a record belongs to ("" = the record itself) */
	const struct sharing *sharing;	/* whose a record is; NULL: nobody's own */
	bool key_is_id;		/* the key's number is the record's id (divisions: the same in every office) */
	const struct figure *figures;
	size_t nfigures;
	const struct worklist *worklists;
	size_t nworklists;
	const struct fact *facts;	/* shown beside the fields */
	size_t nfacts;
	const struct belonging *belongings;	/* to what its records belong (belonging.h) */
	size_t nbelongings;
	const struct reg_part *parts;	/* what an import of it makes besides, or NULL */
	const struct workflow *workflow;	/* the way its records go (workflow.h), or NULL */
	/* Fills in what follows from other fields of a new or changed record; may be NULL. */
	void (*fill)(const struct lookup *l, void *rec, const void *before);
	/* Judges a record; before is NULL for a new one.  May be NULL. */
	void (*check)(const struct check *c, const void *rec, const void *before);
};

#define REG_STRUCT(record) .size = sizeof(record)
#define REG_FIELDS(table) .fields = (table), .nfields = sizeof(table) / sizeof((table)[0])
#define REG_FACTS(table) .facts = (table), .nfacts = sizeof(table) / sizeof((table)[0])
#define REG_BELONGS(table) .belongings = (table), .nbelongings = sizeof(table) / sizeof((table)[0])
#define REG_WORKLISTS(table) .worklists = (table), .nworklists = sizeof(table) / sizeof((table)[0])
#define REG_FIGURES(table) .figures = (table), .nfigures = sizeof(table) / sizeof((table)[0])

/* All registers, in the order of menus. */
extern const struct reg *const registers[];
extern const size_t registers_n;
const struct reg *reg_find(const char *name_or_title);	/* by English name or Chinese title; NULL */

const struct field *reg_field(const struct reg *reg, const char *name);		/* exact English name; NULL */
/* By name, label (either language) or alias, blind to case, width and spaces; NULL. */
const struct field *reg_field_typed(const struct reg *reg, const char *typed);
/* The known field nearest to a wrong name (edit distance), for messages; NULL. */
const struct field *reg_field_nearest(const struct reg *reg, const char *typed);
const struct field *reg_tree(const struct reg *reg);	/* the FIELD_TREE field or NULL */
const struct field *reg_key(const struct reg *reg);
bool reg_has_personal(const struct reg *reg);		/* whether any field is personal data */
/* The field by which records of reg refer to one of target: the one that says whose they are, else the first; NULL. */
const struct field *reg_reference(const struct reg *reg, const struct reg *target);
const struct field *reg_label(const struct reg *reg);
/* Fields that lists can sort by: those listed, in table order; index for the store's key columns. */
bool field_is_sortable(const struct field *f);
/* What holds for a record of a register with sharing; where its kind is not known, the strictest. */
const struct share *reg_share(const struct reg *reg, const void *rec);
/* Login of the person whose it is, "" where nobody's; borrowed. */
const char *reg_owner(const struct reg *reg, const void *rec);

/* Records: zeroed memory with every value empty. */
void *reg_new(const struct reg *reg);
void reg_init(const struct reg *reg, void *rec);
void reg_release(const struct reg *reg, void *rec);	/* contents; memory stays the caller's */
void reg_free(const struct reg *reg, void *rec);	/* what reg_new() gave */
void reg_copy(const struct reg *reg, void *to, const void *from);	/* to is initialised; deep copy */
bool reg_equal(const struct reg *reg, const void *a, const void *b);	/* fields only, not id and version */

/*
 * Judges a record: required fields, then the register's check().  Returns 0, or ERR_INVALID with the first
 * error-level finding (field and sentence); warnings do not refuse.  found (NULL allowed) gets everything.
 */
int reg_check(const struct reg *reg, const struct lookup *l, const void *rec, const void *before,
	      struct findings *found, struct err *e);

/*
 * Takes away from found those warnings that the record as it was before has too (the same rule about the same
 * field): what is left is new with this change, and a person should give a reason for it.  before may be NULL.
 */
void reg_drop_old_warnings(const struct reg *reg, const struct lookup *l, const void *before, struct findings *found);

/* Adds the record's name for messages: label (key). */
void reg_describe(const struct reg *reg, const void *rec, struct buf *out);

#endif

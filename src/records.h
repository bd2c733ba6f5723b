#ifndef SRC_RECORDS_H
#define SRC_RECORDS_H

#include "src/reg.h"

/* The registers' own structs, for the few places that name one: the store's opening (codes, rules, operators) and the sample. */

struct division {
	struct rec rec;
	char *code;		/* 12 digits: GB/T 2260 (6) + GB/T 10114 (3) + 3 */
	char *name;
	struct code level;
	struct ref parent;
};

struct org {
	struct rec rec;
	char *code;
	char *name;
	char *short_name;
	struct code category;
	struct ref superior;
	struct code domain;
	struct ref division;
	struct code unit_situation;
	char *units;
	struct codes unit_nature;
	struct credit_code credit_code;
	struct date founded;
	char *founding_document;
	struct date dissolved;
	struct code dissolved_reason;
	char *secretary;
	struct phone secretary_phone;
	struct date secretary_since;
	char *contact;
	struct phone phone;
	int64_t full_members;
	int64_t probationary_members;
	int64_t committee_size;
	struct date term_from;
	struct date term_to;
	struct code election_method;
	int64_t stars;
	bool centre;
	struct note note;
};

struct code_row {
	struct rec rec;
	char *key;		/* set.value, filled by the program */
	char *set_name;
	char *value;
	char *label;
	char *label_en;
	int64_t position;
	struct date effective_from;
	struct date effective_to;
	struct note note;
};

struct rule_row {
	struct rec rec;
	char *key;		/* name@effective_from, filled by the program */
	char *name;
	char *label;
	struct code level;
	int64_t param;
	struct date effective_from;
	struct date effective_to;
	char *document;
	struct note note;
};

struct operator_row {
	struct rec rec;
	char *login;		/* OS account */
	char *name;
	struct code role;
	struct ref scope;	/* the organization whose subtree is theirs; empty: everything */
	struct phone phone;
	struct note note;
};

struct view_row {
	struct rec rec;
	char *key;		/* ledger/name@owner, filled by the program */
	char *name;
	char *ledger;		/* name of a register */
	struct code kind;	/* for whom it is */
	char *owner;		/* login */
	struct note filter;	/* conditions in the words of query.h, one in a line, all of which must hold */
	bool all;		/* also what the register's default view leaves out */
	char *sort;		/* name of a field; empty: the register's own order */
	bool descending;
	bool tree;
	char *columns;		/* in the words of layout.h; empty: as the window has room */
	struct note note;
};

extern const struct reg division_reg, org_reg, code_reg, rule_reg, operator_reg, view_reg;

#endif

#ifndef TESTS_SUPPORT_FAKE_H
#define TESTS_SUPPORT_FAKE_H

#include "src/lookup.h"
#include "src/reg.h"

/*
 * A world small enough for a unit test: a day, a few codes, rules and records
 * in memory behind an ordinary struct lookup; and two registers, one of which
 * has a field of every type.  The test program defines `registers` itself, or
 * takes the real ones from the library.
 */

#define FAKE_RECORDS 32

struct fake {
	struct lookup lookup;
	struct codebook codes;
	struct ruleset rules;
	struct { const struct reg *reg; void *rec; } records[FAKE_RECORDS];
	size_t n;
};

/* A day and nothing else.  The fake must not move in memory afterwards: its lookup points into it. */
void fake_init(struct fake *f, int year, int month, int day);
/* 2024-06-15, with the codes and places below. */
void fake_init_filled(struct fake *f);
void fake_release(struct fake *f);

/* Each is found at once; a code's position is the order of the calls. */
void fake_code(struct fake *f, const char *set, const char *value, const char *label, const char *label_en);
void fake_code_item(struct fake *f, const struct code_item *item);
void fake_rule(struct fake *f, const char *name, enum rule_level level, int64_t param, const char *document);
/* Keeps a copy, found by its register's key and label. */
void fake_record(struct fake *f, const struct reg *reg, const void *rec);
void fake_place(struct fake *f, int64_t id, const char *code, const char *name);

struct place {
	struct rec rec;
	char *code;
	char *name;
};

/*
 * Codes of fake_init_filled():
 *	category	611 党委 Committee, 621 党总支, 631 党支部 Party branch, 632 联合党支部;
 *			699 旧支部 is retired, 698 试点支部 ended on 2023-12-31, 697 明年支部 begins in 2025
 *	criteria	1 班子不团结、内耗严重, 2 书记不胜任现职, 10 无活动场所, 11 班子不团结;
 *			99 旧标准 is retired
 * and places: 630000000000 示例省 (id 63), 632800000000 示例州 (id 6328).
 */
struct thing {
	struct rec rec;
	char *code;
	char *name;
	struct note note;
	int64_t members;
	int64_t stars;		/* 1 to 10 */
	bool centre;
	struct date founded;
	struct month opened;
	struct money funds;
	struct money pay;	/* personal */
	struct percent share;
	struct decimal score;
	struct code category;
	struct codes criteria;
	struct ref place;
	struct ref superior;
	char *person;		/* personal */
	struct phone phone;
	struct citizen_no citizen;
	struct credit_code credit;
	struct card_no card;
};

extern const struct reg place_reg, thing_reg;

#endif

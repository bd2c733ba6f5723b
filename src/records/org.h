#ifndef SRC_RECORDS_ORG_H
#define SRC_RECORDS_ORG_H

#include "src/records.h"

/* What the two files about organizations share: what a category means, and terms of office. */

enum shape { SHAPE_NODE, SHAPE_COMMITTEE, SHAPE_GENERAL, SHAPE_BRANCH, SHAPE_GROUP };

struct org_category {
	const char *value;
	enum shape shape;
	bool joint;
	bool temporary; /* has no term and no fixed name */
};

/* Never NULL: what is unknown is a node without demands. */
const struct org_category *org_category(const struct org *o);
/* Thresholds, terms and facts are asked of organizations at work only. */
bool org_is_at_work(const struct org *o);
/* An organization of a village or a community itself, not of a school or a shop that stands in one. */
bool org_is_of_village(const struct org *o);
/* Of the two, a community: by its domain, and where none is filled in by its division. */
bool org_is_of_community(const struct org *o);

/* Proposes a missing end of term (before may be NULL); a date that stands is never recomputed. */
void org_fill_term(const struct lookup *l, struct org *o, const struct org *before);
/* What is shown beside the record; see struct fact. */
enum { ORG_FACTS = 5 };
extern const struct fact org_facts[ORG_FACTS];
/* How long the term is, and whether it is over or nearly so. */
void org_check_term(const struct check *c, const struct org *o);

#endif

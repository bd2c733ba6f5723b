#ifndef SRC_CMD_SAMPLE_PAST_H
#define SRC_CMD_SAMPLE_PAST_H

#include "db/store.h"
#include "src/cmd/sample.h"

/*
 * What happened in the sample's office since its ledgers were brought in, on earlier days: some of what the sample says came
 * only then, and a few things were done and taken back.  In the end everything is as the sample has it, but for the days on
 * which it came about.
 */

/* Days before today. */
#define SAMPLE_BEGUN 41	 /* the database was made */
#define SAMPLE_BROUGHT 40	 /* the ledgers were brought in */

struct sample_past;
/* Gives the records that changed later what they had before.  The sample must outlive it, and be saved before sample_live(). */
struct sample_past *sample_past_new(struct sample *s);
void sample_past_free(struct sample_past *p);
/* So many days before today, at that minute of the day, since 1970 UTC. */
int64_t sample_moment_ms(int days, int minute);
/* Makes the changes one after the other, each as the person and on the day.  o names the database and how to wait. */
int sample_live(const struct sample_past *p, const struct store_options *o, struct err *e);

#endif

#ifndef SRC_CLOCK_H
#define SRC_CLOCK_H

#include <stdint.h>

/* Times in milliseconds. */

/* Of a clock that nobody sets: for how long something has taken, or may. */
int64_t clock_ms(void);
/* Since 1970 UTC. */
int64_t clock_wall_ms(void);

#endif

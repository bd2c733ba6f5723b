#ifndef SRC_BANNED_H
#define SRC_BANNED_H

/*
 * Functions that write without a limit or read a number without saying that it
 * is none.  Each of our .c files includes this last; struct buf, text_fit() and
 * the parsers of src/ take their place.  The headers that declare them are read
 * first, because a poisoned name may not even be declared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat strtok atoi atol atoll atof strtod gets

/* Where fortified headers define these as macros (clang), poisoning them would be an error of its own. */
#ifndef sprintf
#pragma GCC poison sprintf vsprintf
#endif

#endif

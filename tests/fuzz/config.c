/* Bad input for one target, see tests/support/fuzz.h. */
#include "tests/support/fuzz.h"
#include "src/banned.h"

FUZZ_MAIN(fuzz_config)

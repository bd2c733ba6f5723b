/*
 * All registers, in the order of menus: the one place to name a new register.
 */
#include "src/reg.h"

#include "src/records.h"
#include "src/banned.h"

const struct reg *const registers[] = { &org_reg, &division_reg, &code_reg, &rule_reg, &operator_reg };
const size_t registers_n = sizeof(registers) / sizeof(registers[0]);

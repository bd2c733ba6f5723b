/*
 * All registers, in the order of menus: the one place to name a new register.
 */
#include "src/reg.h"

#include "src/records.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
#include "src/banned.h"

const struct reg *const registers[] = {
	&org_reg, &rectification_reg, &problem_reg, &measure_reg, &progress_reg, &acceptance_reg, &review_reg, &site_reg,
	&site_review_reg, &view_reg, &division_reg, &code_reg, &rule_reg, &operator_reg,
};
const size_t registers_n = sizeof(registers) / sizeof(registers[0]);

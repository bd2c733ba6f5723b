#ifndef TESTS_SUPPORT_E2E_DEMO_H
#define TESTS_SUPPORT_E2E_DEMO_H

#include "tests/support/e2e.h"
#include "tests/support/run.h"

/*
 * The program on its sample, as a person has it, in a home of its own, so that a test neither finds nor leaves drafts in
 * the home of whoever runs it.  The sample is made once for a test program; commands beside the screens are run_zhibu().
 *
 *	cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown)
 */

int e2e_demo_setup(void **state);
int e2e_demo_teardown(void **state);

/* On the home screen, on the sample's own day; 0 columns and rows: 80x24. */
struct e2e *e2e_demo_start(int cols, int rows);
struct e2e *e2e_demo_start_as(const char *operator);	/* one of the sample's: "demo-clerk" */
/* What the command says, which must go well; valid until the next call. */
#define e2e_demo_run(...) e2e_demo_run_with((const char *const[]){ __VA_ARGS__, NULL })
const char *e2e_demo_run_with(const char *const *args);
/* Leaves by Ctrl-Q; the program must end with 0 and give the terminal back as it was. */
void e2e_quit(struct e2e *e);

#endif

/* Screens that lock themselves, and `zhibu pin`, at a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "db/pin.h"
#include "db/store.h"
#include "src/cli_locale.h"
#include "tests/support/e2e.h"
#include "tests/support/run.h"
#include "ui/ui.h"

/* Soon enough for a test, and longer than anything it types takes. */
#define SOON_MS 4000

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static struct e2e *start_pin(const char *a, const char *b)
{
	const char *const argv[] = { run_program(), "--db", run_database(), "pin", a, b, NULL };

	return e2e_start(&(struct e2e_program){ .argv = argv });
}

static void ended(struct e2e *e, int status, const char *words)
{
	e2e_wait(e, words);
	assert_int_equal(e2e_exit_status(e), status);
	assert_true(e2e_is_restored(e));
	assert_null(strstr(e2e_screen(e), "2580"));
	e2e_free(e);
}

static void set_pin(void)
{
	struct e2e *e = start_pin(NULL, NULL);

	e2e_wait(e, "新的 PIN");
	e2e_send(e, "2580<Enter>");
	e2e_wait(e, "再输一次");
	e2e_send(e, "259<BS>80<Enter>");
	ended(e, 0, "已设置");
}

static void test_e2e_lock__a_pin_is_asked_for_twice_and_not_shown(void **state)
{
	struct e2e *e = start_pin(NULL, NULL);

	(void)state;
	e2e_wait(e, "新的 PIN");
	e2e_send(e, "2580<Enter>");
	e2e_wait(e, "再输一次");
	e2e_send(e, "2581<Enter>");
	ended(e, 4, "不一样");
	set_pin();
	run_zhibu(&r, "log");
	assert_non_null(strstr(r.out, "PIN"));
	assert_null(strstr(r.out, "2580"));
	run_zhibu(&r, "export", "operator", "--reveal");
	assert_null(strstr(r.out, "scrypt"));
}

static void test_e2e_lock__who_changes_a_pin_knows_it(void **state)
{
	struct e2e *e;

	(void)state;
	set_pin();
	e = start_pin(NULL, NULL);
	e2e_wait(e, "现在的 PIN");
	e2e_send(e, "1111<Enter>");
	ended(e, 5, "没有改动");
	e = start_pin(NULL, NULL);
	e2e_wait(e, "现在的 PIN");
	e2e_send(e, "2580<Enter>");
	e2e_wait(e, "新的 PIN");
	e2e_send(e, "<C-c>");
	ended(e, 130, "已停止");
}

static void test_e2e_lock__a_pin_needs_a_terminal(void **state)
{
	(void)state;
	run_zhibu(&r, "pin");
	assert_int_equal(r.status, 2);
	assert_non_null(strstr(r.err, "终端"));
	run_zhibu(&r, "pin", "nobody", "--clear");
	assert_int_equal(r.status, 1);
	run_zhibu(&r, "pin", "nobody");
	assert_int_equal(r.status, 2);
}

/* The screens, with a time to lock that a person would not set. */
static int screens(void *ctx)
{
	struct store_options o = { .path = run_database(), .channel = "form" };
	struct ui_options options = { .idle_lock_ms = *(const int64_t *)ctx, .drafts = run_path("drafts") };
	struct store *s = NULL;
	struct err e = ERR_INIT;
	int rc;

	locale_start();
	rc = store_open(&o, &s, &e);

	if (rc == 0)
		rc = ui_run(s, &options, &e);
	store_close(s);
	return rc < 0;
}

static void test_e2e_lock__screens_that_nobody_uses_lock_themselves(void **state)
{
	static int64_t soon = SOON_MS;
	struct e2e *e;

	(void)state;
	set_pin();
	e = e2e_start(&(struct e2e_program){ .run = screens, .ctx = &soon });
	e2e_wait(e, "已锁屏");
	e2e_send(e, "2580<Enter>");
	e2e_wait(e, "首页");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "B1");
	e2e_send(e, "<F7>秘密支部");
	e2e_wait(e, "秘密支部");
	/* Nobody types: it comes by itself. */
	e2e_wait(e, "已锁屏");
	assert_null(strstr(e2e_screen(e), "秘密"));
	assert_null(strstr(e2e_screen(e), "B1"));
	e2e_resize(e, 40, 12);
	e2e_wait_gone(e, "     +- 已锁屏");
	assert_null(strstr(e2e_screen(e), "秘密"));
	e2e_resize(e, 80, 24);
	e2e_wait(e, "     +- 已锁屏");
	e2e_send(e, "1111<Enter>");
	e2e_wait(e, "PIN 不对");
	/* Ctrl-Q keeps what was typed. */
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
	e = e2e_start(&(struct e2e_program){ .run = screens, .ctx = &soon });
	e2e_wait(e, "已锁屏");
	e2e_send(e, "2580<Enter>");
	e2e_wait(e, "草稿");
	e2e_hang_up(e);
	e2e_exit_status(e);
	e2e_free(e);
}

static void test_e2e_lock__without_a_pin_it_says_so_and_opens(void **state)
{
	static int64_t soon = 600000;
	struct e2e *e;

	(void)state;
	e = e2e_start(&(struct e2e_program){ .run = screens, .ctx = &soon });
	e2e_wait(e, "zhibu pin");
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	e2e_free(e);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_e2e_lock__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_pin_is_asked_for_twice_and_not_shown),
		TEST(who_changes_a_pin_knows_it),
		TEST(a_pin_needs_a_terminal),
		TEST(screens_that_nobody_uses_lock_themselves),
		TEST(without_a_pin_it_says_so_and_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

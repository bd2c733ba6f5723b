#ifndef TESTS_SUPPORT_STAGE_H
#define TESTS_SUPPORT_STAGE_H

#include "tests/support/office.h"
#include "ui/screen.h"

/*
 * The screens without a terminal: an office with a handful of organizations, keys
 * as a person presses them, and pictures to compare with literal ones.  Each picture
 * is also looked over: no half of a wide character, nothing beyond the edge.
 *
 *	cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown)
 *	cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)		*state is the struct stage
 */
struct stage {
	struct office *office;
	struct app *app;	/* no screen stands on it in the beginning */
	struct picture picture;
	int cols, rows;		/* 80x24; stage_size() changes them */
	struct buf lines;
};

/* The day is 2024-05-20; the person is 示例管理员, an administrator. */
int stage_group_setup(void **state);
int stage_setup(void **state);
int stage_teardown(void **state);

/* The organizations, whose codes are 001 and so on. */
int64_t stage_org(struct stage *s, const char *code);
/* Goes on as this operator, or for reading only; what was on the stage is gone. */
void stage_enter(struct stage *s, const char *login);
void stage_enter_readonly(struct stage *s);
void stage_size(struct stage *s, int cols, int rows);

/* Presses keys: "<F4>", "<Enter>", "<Ctrl-S>", "<Paste:text>", "<lt>" for "<"; all else is typed as it stands.  After each one
 * the screen is drawn, and at the end waiting work is done. */
void stage_keys(struct stage *s, const char *keys);
const char *stage_lines(struct stage *s);		/* the picture; valid until the next call */
const char *stage_row(struct stage *s, int y);

/* The whole picture is this one, with moments of the journal as 0000-00-00 00:00. */
#define stage_is(s, ...) stage_is_at(s, (const char *const[]){ __VA_ARGS__, NULL }, __FILE__, __LINE__)
void stage_is_at(struct stage *s, const char *const *lines, const char *file, int line);
#define stage_shows(s, text) stage_shows_at(s, text, true, __FILE__, __LINE__)
#define stage_hides(s, text) stage_shows_at(s, text, false, __FILE__, __LINE__)
void stage_shows_at(struct stage *s, const char *text, bool shown, const char *file, int line);
/* The message line says these words; as an error or not. */
void stage_says(struct stage *s, const char *words);
void stage_errs(struct stage *s, const char *words);
const char *stage_current(struct stage *s);	/* the row with the cursor, or "" */
/* It has this text. */
#define stage_current_is(s, text) stage_current_is_at(s, text, __FILE__, __LINE__)
void stage_current_is_at(struct stage *s, const char *text, const char *file, int line);
/* The look of the cell under this text where it stands first. */
enum look stage_look_of(struct stage *s, const char *text);

#endif

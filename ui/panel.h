#ifndef UI_PANEL_H
#define UI_PANEL_H

#include "ui/screen.h"

/* Panels over another screen: a question with a few answers, and a line to fill in.  They copy what they are given. */

/* Where a panel with so many lines inside stands: in the middle, on even cells, so that a wide character beside it stays whole. */
struct box panel_box(const struct picture *p, int lines);

/* Puts "[ key what it does ]" side by side into a panel from line y on, none of them broken; returns the lines they take.
 * y < 0 only counts. */
int panel_answers(struct picture *p, struct box b, int y, char *const *labels, int n);

#define ANSWERS_MAX 4

/* An answer and its key ("Ctrl-S" "保存"); no printable key, so that nothing typed or pasted blindly decides. */
struct answer {
	const char *key, *label;
};

struct question {
	const char *title, *text;
	const struct answer *answers;
	int n;
	const char *esc;		/* what Esc does, in a word; NULL: 返回 */
	/* Called exactly once, with the panel gone: the index of the answer, or -1 for Esc and when the program ends. */
	void (*done)(void *ctx, int answer);
	void *ctx;
};
struct screen *question_new(struct app *a, const struct question *question);

struct prompt {
	const char *title, *label;	/* the label may be some lines long */
	const char *initial;		/* what stands in the line at first; NULL: nothing */
	int max;			/* most characters; 0: 200 */
	bool required;
	/* A second way on, by F7: what it is called, and what is called instead of done.  NULL: none. */
	const char *more;
	void (*more_done)(void *ctx, const char *text);
	int rows;			/* of the box; above 1 the text has several lines, and Ctrl-S enters it instead of Enter; 0: 1 */
	/* Judges what was entered: what it refuses stays in the line, and the message line says why.  May be NULL. */
	int (*check)(void *ctx, const char *text, struct err *e);
	/* Called with the text when it was entered, not after Esc. */
	void (*done)(void *ctx, const char *text);
	void (*free)(void *ctx);	/* with the panel gone, in any case; may be NULL */
	void *ctx;
};
struct screen *prompt_new(struct app *a, const struct prompt *prompt);

#endif

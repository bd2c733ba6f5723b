#ifndef UI_LOOK_H
#define UI_LOOK_H

/* How a piece of the screen is meant.  paint.c maps a look to attributes and colours; nothing is ever told by colour alone. */
enum look {
	LOOK_TEXT, LOOK_TITLE, LOOK_CURRENT, LOOK_SELECTED, LOOK_WARN, LOOK_ERROR, LOOK_DIM, LOOK_MATCH,
	LOOK_KEYBAR, LOOK_FIELD, LOOK_CHANGED, LOOK_HEAD, LOOK_CURRENT_MATCH,
	LOOK_FRAME,	/* its + - | become lines where the terminal has them */
	LOOK_COUNT
};

#endif

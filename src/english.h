#ifndef SRC_ENGLISH_H
#define SRC_ENGLISH_H

/*
 * What the English catalogue says for a text of the source while another language is spoken, for those who look for "save"
 * in a Chinese program.  All of it stands between english_begin() and english_end(), on the main thread, and what
 * english() gave stays valid after that.
 */
void english_begin(void);
const char *english(const char *text);		/* the text itself where there is no catalogue */
void english_end(void);

#endif

#ifndef SRC_CLI_LOCALE_H
#define SRC_CLI_LOCALE_H

/*
 * Languages.  Chinese stands in the source and needs nothing; another language is a
 * catalogue that gettext finds by LANGUAGE.  Characters are always UTF-8 inside, whatever
 * the terminal's locale says.
 */

/* Takes the locale of the environment; once, before anything is said. */
void locale_start(void);
/* "zh" or "en" from now on; "auto" leaves it to the environment. */
void locale_language(const char *language);
/* What the environment's locale calls its characters ("UTF-8", "GB18030", "ANSI_X3.4-1968"), before
 * locale_start() made it UTF-8. */
const char *locale_codeset(void);

#endif

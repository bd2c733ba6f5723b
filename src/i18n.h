#ifndef SRC_I18N_H
#define SRC_I18N_H

#include <libintl.h>

/*
 * UI text is Chinese in the source, the users' own language, so it needs no
 * catalogue and no locale; other languages are gettext catalogues in ui/po/.
 * N_() marks text in static tables; the place that shows it calls _().
 */
#define _(text) gettext(text)
#define N_(text) text

#endif

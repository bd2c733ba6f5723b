#ifndef UI_EXPORT_H
#define UI_EXPORT_H

#include "ui/list.h"

/*
 * A list as a CSV file: which records is asked, then the file's name; a file that is there is not overwritten unasked.
 * Personal data is masked, and the export journaled, as by `zhibu export`.
 */
void export_ask(struct list *l);

#endif

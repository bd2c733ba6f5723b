#ifndef SRC_CONFIG_H
#define SRC_CONFIG_H

#include <stdbool.h>

#include "src/err.h"

/*
 * Settings and where they come from.  A setting is one row of a table; its
 * value is the one with the strongest origin: command line, environment, the
 * person's file, the site's file, built in.  A file is read by us and refused
 * as a whole when anything in it is wrong, so that no half of it counts.
 */

enum setting_id { SETTING_DATABASE, SETTING_LANGUAGE, SETTING_COLOR, SETTING_BUSY_SECONDS, SETTINGS_N };

/* From the weakest to the strongest. */
enum setting_origin { FROM_BUILTIN, FROM_SITE, FROM_USER, FROM_ENVIRONMENT, FROM_COMMAND };

struct setting {
	const char *name;
	const char *choices;	 /* values it may have, separated by spaces; NULL: see least and path */
	int least, most;	 /* of a number */
	bool path;		 /* a file: absolute or below ~ where a configuration file names it */
	const char *environment; /* name of its variable */
	const char *option;	 /* how the command line calls it */
	const char *builtin;	 /* NULL: made from the surroundings */
	const char *help;	 /* N_() */
};

extern const struct setting setting_rows[SETTINGS_N];

struct setting_value {
	char *text;
	enum setting_origin origin;
	char *place; /* "/home/x/.config/zhibu/config:3", "ZHIBU_DB", "--db"; NULL: built in */
};

struct settings {
	struct setting_value values[SETTINGS_N];
};

/* The built-in values. */
void settings_init(struct settings *c);
void settings_release(struct settings *c);
/* Reads one file.  ERR_NOT_FOUND where there is none; any other error names file and line, and nothing was
 * taken. */
int settings_read(struct settings *c, const char *path, enum setting_origin origin, struct err *e);
/* Takes what the environment says; an empty variable says nothing. */
int settings_environment(struct settings *c, struct err *e);
/* Takes one value (stronger than what is there), after the same checks. */
int settings_set(
	struct settings *c, enum setting_id id, const char *text, enum setting_origin origin, struct err *e);

const char *settings_text(const struct settings *c, enum setting_id id);
int settings_number(const struct settings *c, enum setting_id id);
const char *setting_origin_label(enum setting_origin origin); /* in words, in the person's language */
const char *setting_origin_value(enum setting_origin origin); /* "builtin", for programs */

const char *settings_library(void); /* version of the library that reads the files */

/* The person's own file, and a path below one of the XDG folders; NULL without a home.  The caller frees. */
char *xdg_user_config(void);
char *xdg_path(const char *variable, const char *fallback, const char *below);

#endif

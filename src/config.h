#ifndef SRC_CONFIG_H
#define SRC_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "src/err.h"

/*
 * Settings and where they come from.  A setting is one row of a table; its
 * value is the one with the strongest origin: command line, environment, the
 * person's file, the site's file, built in.  A file is read by us and refused
 * as a whole when anything in it is wrong, so that no half of it counts.
 *
 * What a document demands (how many stars there are, how many months before its
 * end a term is called to mind) is no setting but a dated row of the rules.
 */

enum setting_id {
	SETTING_DATABASE, SETTING_LANGUAGE, SETTING_COLOR, SETTING_THEME, SETTING_UNICODE, SETTING_CHINESE_CONSOLE,
	SETTING_MOUSE, SETTING_IDLE_LOCK, SETTING_BUSY_SECONDS, SETTING_EXPORT_MASKS, SETTING_FILTERS, SETTING_KEYS,
	SETTINGS_N
};

enum setting_kind {
	KIND_CHOICE,	/* one of the words in `choices` */
	KIND_SWITCH,	/* true or false */
	KIND_NUMBER,	/* from least to most */
	KIND_PATH,	/* a file: absolute or below ~ where a configuration file names it */
	KIND_LIST,	/* words; the lists of all origins together */
	KIND_TEXTS,	/* a group: name = "text" */
	KIND_KEYS,	/* a group of groups: screen = { action = [ "F4", "&" ]; } */
};

/* From the weakest to the strongest. */
enum setting_origin { FROM_BUILTIN, FROM_SITE, FROM_USER, FROM_ENVIRONMENT, FROM_COMMAND };

struct setting {
	const char *name;
	enum setting_kind kind;
	const char *choices;	 /* separated by spaces */
	int least, most;	 /* of a number */
	const char *environment; /* name of its variable; NULL: a group has none */
	const char *option;	 /* how the command line calls it, or NULL */
	const char *builtin;	 /* NULL: made from the surroundings */
	/* Judges one word of a list, or one line of a group; may be NULL. */
	int (*check)(const char *key, const char *text, struct err *e);
	const char *help;	 /* N_() */
};

extern const struct setting setting_rows[SETTINGS_N];

/* One line of a group: "list.filter" and its keys, separated by spaces; "org" and its filter. */
struct setting_entry {
	char *key, *text;
	enum setting_origin origin;
	char *place;
};

struct setting_value {
	char *text;		/* a number in digits, words of a list separated by spaces; "" for a group */
	enum setting_origin origin;
	char *place; /* "/home/x/.config/zhibu/config:3", "ZHIBU_DB", "--db"; NULL: built in */
	struct setting_entry *entries; /* of a group */
	size_t n;
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
/* Puts where the value stands, a file and its line, before a sentence about it.  Returns ERR_USAGE. */
int settings_blame(const struct setting_value *v, struct err *e);
/* Takes what the environment says; an empty variable says nothing. */
int settings_environment(struct settings *c, struct err *e);
/* Takes one value (stronger than what is there), after the same checks. */
int settings_set(
	struct settings *c, enum setting_id id, const char *text, enum setting_origin origin, struct err *e);

const char *settings_text(const struct settings *c, enum setting_id id);
int settings_number(const struct settings *c, enum setting_id id);
bool settings_on(const struct settings *c, enum setting_id id);	/* of a switch */
const char *setting_origin_label(enum setting_origin origin); /* in words, in the person's language */
const char *setting_origin_value(enum setting_origin origin); /* "builtin", for programs */

const char *settings_library(void); /* version of the library that reads the files */

/* The person's own file, and a path below one of the XDG folders; NULL without a home.  The caller frees. */
char *xdg_user_config(void);
char *xdg_path(const char *variable, const char *fallback, const char *below);

#endif

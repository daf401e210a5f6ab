/* config.h - settings by a table: what exists, what it may hold, what it is otherwise.
 *
 * A value comes from the environment, else from a file of KEY=value lines, else from the table.
 * Where NAME is not set, NAME_FILE may name a file that holds the value (how container platforms
 * hand over secrets); that works for every setting, in the environment and in the file. An environment variable that is empty counts as
 * not set. A line of the file is blank, a comment (#), or NAME=value; quotes have no meaning; an
 * unknown name in it is an error, since it is probably a misspelt one.
 */
#ifndef ET_BASE_CONFIG_H
#define ET_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_buf;

enum et_setting_kind {
    ET_SETTING_TEXT,
    ET_SETTING_SECRET,  /* text that no error message and no listing shows */
    ET_SETTING_INTEGER, /* within min..max */
    ET_SETTING_SECONDS, /* an integer; the help says the unit */
    ET_SETTING_CHOICE,  /* one of `choices` */
    ET_SETTING_ON_OFF,  /* "on" or "off" */
};

struct et_setting {
    const char *name;
    enum et_setting_kind kind;
    const char *otherwise; /* the default as text; NULL: must be set; "": may be empty */
    int64_t min;           /* INTEGER and SECONDS */
    int64_t max;
    const char *choices; /* CHOICE: "debug|info|warning|error" */
    const char *help;    /* one line, without a full stop */
};

struct et_config {
    const struct et_setting *table;
    size_t count;
    struct et_slice *values; /* values[i] belongs to table[i]; NUL-terminated, in the arena */
};

/* Reads all settings. `environment` is as environ, NULL ends it; `file` is a path or NULL. On
 * failure *ret_error names each fault, a sentence a line, with the setting and what to do; the first
 * decides what is returned: ET_EINVAL for a wrong or missing value, ET_EIO when a file can't be
 * read, ET_ENOMEM. */
int et_config_read(struct et_arena *arena, const struct et_setting *table, size_t count,
                   const char *const *environment, const char *file, struct et_config *ret_config,
                   struct et_slice *ret_error);

/* A value by its name, which must be in the table (else the program stops: our slip). */
struct et_slice et_config_text(const struct et_config *config, const char *name);
int64_t et_config_integer(const struct et_config *config, const char *name); /* 0 when empty */
bool et_config_on(const struct et_config *config, const char *name);

/* True when the value is not empty. */
bool et_config_has(const struct et_config *config, const char *name);

/* The table as text for --help, 100 columns. */
void et_config_help(struct et_buf *buf, const struct et_setting *table, size_t count);

#endif

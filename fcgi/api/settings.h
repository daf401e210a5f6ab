/* settings.h - a person's settings as JSON; GET /api/session shows them too. */
#ifndef ET_FCGI_API_SETTINGS_H
#define ET_FCGI_API_SETTINGS_H

#include <stddef.h>

#include "lib/db/unit.h"
#include "lib/http/json_out.h"

/* The columns of app.user_settings `s` that et_settings_put() reads, in order. */
#define ET_SQL_SETTINGS                                                                            \
    "s.theme, s.currency, s.locale, s.time_zone, s.notifications, s.first_day_of_week,\n"          \
    "       s.month_start_day, s.shortcuts, s.version"

enum et_settings_column {
    ET_SETTINGS_THEME,
    ET_SETTINGS_CURRENCY,
    ET_SETTINGS_LOCALE,
    ET_SETTINGS_TIME_ZONE,
    ET_SETTINGS_NOTIFICATIONS,
    ET_SETTINGS_FIRST_DAY_OF_WEEK,
    ET_SETTINGS_MONTH_START_DAY,
    ET_SETTINGS_SHORTCUTS,
    ET_SETTINGS_VERSION,
    ET_SETTINGS_COLUMNS
};

/* Writes the settings of the first row as an object; they begin at column `first`. */
void et_settings_put(struct et_json_out *out, const struct et_rows *rows, size_t first);

#endif

/* sqlstate.c - see sqlstate.h. Exact codes stand before their classes; the last row catches all. */
#include "lib/db/sqlstate.h"

#include <string.h>

#define UNAVAILABLE "The service is busy or restarting. Please try again in a moment."
#define BAD_VALUE "A value is outside what can be stored."
#define INTERNAL "Something went wrong on our side. It has been recorded."

/* clang-format off */
const struct et_sqlstate_rule et_sqlstate_rules[] = {
    /* state  status code                    detail                            wait again  reconn alarm */
    {"ET401", 401, "unauthenticated",        "Please sign in.",                   0, false, false, false},
    {"ET403", 403, "forbidden",              "You may not do this.",              0, false, false, false},
    {"ET404", 404, "not_found",              "This does not exist.",              0, false, false, false},
    {"ET409", 409, "conflict",               "This conflicts with other data.",   0, false, false, false},
    {"ET412", 412, "version_mismatch",       "This was changed in the meantime.", 0, false, false, false},
    {"ET422", 422, "invalid",                "The request is not valid.",         0, false, false, false},
    {"23505", 409, "conflict",               "This already exists.",              0, false, false, false},
    {"23503", 422, "invalid_reference",      "Something named here does not exist.", 0, false, false, false},
    {"23514", 422, "out_of_range",           BAD_VALUE,                           0, false, false, false},
    {"23502", 422, "required",               "A required value is missing.",      0, false, false, false},
    {"22001", 422, "too_long",               "A text is too long.",               0, false, false, false},
    {"22003", 422, "out_of_range",           BAD_VALUE,                           0, false, false, false},
    {"22007", 422, "invalid_date",           "A date or time is not valid.",      0, false, false, false},
    {"22008", 422, "invalid_date",           "A date or time is out of range.",   0, false, false, false},
    {"22021", 422, "invalid_text",           "A text is not valid UTF-8.",        0, false, false, false},
    {"22023", 422, "invalid_value",          "A value is not valid.",             0, false, false, false},
    {"22P02", 422, "invalid_value",          "A value does not have the right form.", 0, false, false, false},
    {"22P05", 422, "invalid_text",           "A text holds a character that cannot be stored.", 0, false, false, false},
    {"40001", 503, "busy",                   UNAVAILABLE,                         1, true,  false, false},
    {"40P01", 503, "busy",                   UNAVAILABLE,                         1, true,  false, false},
    {"55P03", 503, "busy",                   "Someone else is changing this. Please try again.", 1, false, false, false},
    {"57014", 504, "too_slow",               "This took too long. Please try again.", 1, false, false, false},
    {"25006", 503, "database_unavailable",   UNAVAILABLE,                         2, false, true,  true},
    {"53100", 503, "storage_full",           "Nothing can be saved at the moment. Please try again later.", 30, false, false, true},
    {"53200", 503, "database_unavailable",   UNAVAILABLE,                         2, false, false, true},
    {"53300", 503, "database_unavailable",   UNAVAILABLE,                         2, false, true,  true},
    {"57P01", 503, "database_unavailable",   UNAVAILABLE,                         1, false, true,  false},
    {"57P02", 503, "database_unavailable",   UNAVAILABLE,                         1, false, true,  false},
    {"57P03", 503, "database_unavailable",   UNAVAILABLE,                         1, false, true,  false},
    {"0A000", 503, "busy",                   UNAVAILABLE,                         1, true,  true,  false},
    {"26000", 503, "busy",                   UNAVAILABLE,                         1, true,  true,  false},
    {"42501", 403, "forbidden",              "You may not do this.",              0, false, false, true},
    {"08",    503, "database_unavailable",   UNAVAILABLE,                         1, false, true,  false},
    {"53",    503, "database_unavailable",   UNAVAILABLE,                         2, false, false, true},
    {"42",    500, "internal",               INTERNAL,                            0, false, false, true},
    {"XX",    500, "internal",               INTERNAL,                            0, false, false, true},
    {"",      500, "internal",               INTERNAL,                            0, false, false, true},
};
/* clang-format on */

const size_t et_sqlstate_rule_count = sizeof(et_sqlstate_rules) / sizeof(et_sqlstate_rules[0]);

static const struct et_sqlstate_rule lost = {
    "08006", 503, "database_unavailable", UNAVAILABLE, 1, false, true, false};

const struct et_sqlstate_rule *et_sqlstate_rule(const char *sqlstate)
{
    size_t last = et_sqlstate_rule_count - 1;

    if (sqlstate[0] == '\0')
        return &lost;
    for (size_t i = 0; i < last; i++) {
        const struct et_sqlstate_rule *rule = &et_sqlstate_rules[i];

        if (strncmp(sqlstate, rule->state, strlen(rule->state)) == 0)
            return rule;
    }
    return &et_sqlstate_rules[last];
}

int et_sqlstate_own(const char *sqlstate)
{
    int status = 0;

    if (strlen(sqlstate) != 5 || sqlstate[0] != 'E' || sqlstate[1] != 'T')
        return 0;
    for (int i = 2; i < 5; i++) {
        if (sqlstate[i] < '0' || sqlstate[i] > '9')
            return 0;
        status = status * 10 + (sqlstate[i] - '0');
    }
    return status;
}

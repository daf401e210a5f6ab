/* settings.c - GET and PUT /api/user-settings, and the same store in its older form as
 * /api/expenses/settings. */
#include "fcgi/api/settings.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_in.h"

#define LOCALE_MAX 35
#define LOCALE_SUBTAG_MAX 8
#define TIME_ZONE_MAX 64
#define MATCHED ET_SETTINGS_COLUMNS

const struct et_statement et_stmt_settings_get = {
    .name = "settings_get",
    .sql = "select " ET_SQL_SETTINGS "\n"
           "  from app.user_settings s\n"
           " where s.user_id = $1::bigint",
    .params = 1,
};

/* What each of them becomes: as asked, else as it is. $8 tells a week day that is asked to be null
 * from one that isn't asked for. */
#define SQL_WANTED                                                                                 \
    "coalesce($2::text, t.theme), coalesce($3::text, t.currency),\n"                               \
    "          coalesce($4::text, t.locale), coalesce($5::text, t.time_zone),\n"                   \
    "          coalesce($6::boolean, t.notifications),\n"                                          \
    "          case when $8::boolean then $7::smallint else t.first_day_of_week end,\n"            \
    "          coalesce($9::smallint, t.month_start_day), coalesce($10::boolean, t.shortcuts)"
#define SQL_SET                                                                                    \
    "theme, currency, locale, time_zone, notifications, first_day_of_week, month_start_day,\n"     \
    "          shortcuts"
#define SQL_IS                                                                                     \
    "t.theme, t.currency, t.locale, t.time_zone, t.notifications, t.first_day_of_week,\n"          \
    "          t.month_start_day, t.shortcuts"

/* The time zone is checked by a trigger against the server's time zone database. */
const struct et_statement et_stmt_settings_update = {
    .name = "settings_update",
    .sql =
        "with target as materialized (\n"
        "  select s.*, " ET_SQL_MATCHED(
            "s.version",
            "$11") " as matched\n"
                   "    from app.user_settings s\n"
                   "   where s.user_id = $1::bigint\n"
                   "     for update\n"
                   "),\n"
                   "changed as (\n"
                   "  update app.user_settings s\n"
                   "     set (" SQL_SET ")\n"
                   "       = row (" SQL_WANTED ")\n"
                   "    from target t\n"
                   "   where s.user_id = t.user_id\n"
                   "     and t.matched\n"
                   "     and (" SQL_IS ")\n"
                   "         is distinct from\n"
                   "         (" SQL_WANTED ")\n"
                   "  returning s.*\n"
                   "),\n"
                   "e as (\n"
                   "  select " ET_SQL_SETTINGS ", s.matched\n"
                   "    from (select n.*, true as matched from changed n\n"
                   "           union all\n"
                   "          select t.* from target t where not exists (select from changed)) s\n"
                   "),\n" ET_SQL_KEEP_ONLY("$12", "$13", " and e.matched") "select * from e",
    .params = 13,
};

void et_settings_put(struct et_json_out *out, const struct et_rows *rows, size_t first)
{
    struct et_slice week = et_cell(rows, 0, first + ET_SETTINGS_FIRST_DAY_OF_WEEK);
    et_json_begin_object(out);
    et_json_pair_text(out, "theme", et_cell(rows, 0, first + ET_SETTINGS_THEME));
    et_json_pair_text(out, "currency", et_cell(rows, 0, first + ET_SETTINGS_CURRENCY));
    et_json_pair_text(out, "locale", et_cell(rows, 0, first + ET_SETTINGS_LOCALE));
    et_json_pair_text(out, "time_zone", et_cell(rows, 0, first + ET_SETTINGS_TIME_ZONE));
    et_json_pair_bool(out, "notifications",
                      et_cell_bool(rows, 0, first + ET_SETTINGS_NOTIFICATIONS));
    et_json_pair_raw(out, "first_day_of_week", et_slice_present(week) ? week : ET_LIT("null"));
    et_json_pair_raw(out, "month_start_day", et_cell(rows, 0, first + ET_SETTINGS_MONTH_START_DAY));
    et_json_pair_bool(out, "shortcuts", et_cell_bool(rows, 0, first + ET_SETTINGS_SHORTCUTS));
    et_json_pair_raw(out, "version", et_cell(rows, 0, first + ET_SETTINGS_VERSION));
    et_json_end_object(out);
}

static void put_older_form(struct et_json_out *out, const struct et_rows *rows)
{
    et_json_begin_object(out);
    et_json_pair_text(out, "currency", et_cell(rows, 0, ET_SETTINGS_CURRENCY));
    et_json_pair_text(out, "theme", et_cell(rows, 0, ET_SETTINGS_THEME));
    et_json_pair_bool(out, "notifications", et_cell_bool(rows, 0, ET_SETTINGS_NOTIFICATIONS));
    et_json_end_object(out);
}

enum {
    THEME,
    CURRENCY,
    NOTIFICATIONS,
    OLDER_FIELDS,
    LOCALE = OLDER_FIELDS,
    TIME_ZONE,
    FIRST_DAY_OF_WEEK,
    MONTH_START_DAY,
    SHORTCUTS,
    FIELDS
};

/* The older form knows the first three only. */
static const struct et_json_field fields[FIELDS] = {
    [THEME] = {"theme", ET_JSON_TEXT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false},
    [NOTIFICATIONS] = {"notifications", ET_JSON_BOOLEAN, false},
    [LOCALE] = {"locale", ET_JSON_TEXT, false},
    [TIME_ZONE] = {"time_zone", ET_JSON_TEXT, false},
    [FIRST_DAY_OF_WEEK] = {"first_day_of_week", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
    [MONTH_START_DAY] = {"month_start_day", ET_JSON_INTEGER, false},
    [SHORTCUTS] = {"shortcuts", ET_JSON_BOOLEAN, false},
};

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* The shape of a BCP 47 tag: 2 to 8 letters, then subtags of 1 to 8 letters or digits. */
static bool is_locale(struct et_slice text)
{
    size_t subtag = 0;
    size_t length = 0;
    if (text.len > LOCALE_MAX) {
        return false;
    }
    for (size_t i = 0; i <= text.len; i++) {
        if (i == text.len || text.ptr[i] == '-') {
            if (length < (subtag == 0 ? 2U : 1U) || length > LOCALE_SUBTAG_MAX) {
                return false;
            }
            subtag++;
            length = 0;
        } else if (subtag == 0 ? is_letter(text.ptr[i]) : is_letter_or_digit(text.ptr[i])) {
            length++;
        } else {
            return false;
        }
    }
    return true;
}

static void check_theme(struct et_problems *problems, struct et_slice text)
{
    if (!et_slice_eq(text, ET_LIT("light")) && !et_slice_eq(text, ET_LIT("dark")) &&
        !et_slice_eq(text, ET_LIT("system"))) {
        et_problems_add(problems, "theme", "unknown_theme", "Choose light, dark or system.");
    }
}

static void check_days(struct et_problems *problems, const struct et_json_value values[FIELDS])
{
    const struct et_json_value *week = &values[FIRST_DAY_OF_WEEK];
    const struct et_json_value *month = &values[MONTH_START_DAY];
    if (week->present && !week->null && (week->integer < 0 || week->integer > 6)) {
        et_problems_add(problems, "first_day_of_week", "out_of_range",
                        "Use 0 for Sunday to 6 for Saturday, or null for what is usual.");
    }
    if (month->present && (month->integer < 1 || month->integer > 31)) {
        et_problems_add(problems, "month_start_day", "out_of_range", "Choose a day from 1 to 31.");
    }
}

/* Checks what is there and turns the currency into its code. */
static void check(struct et_arena *arena, struct et_problems *problems,
                  struct et_json_value values[FIELDS])
{
    if (values[THEME].present) {
        check_theme(problems, values[THEME].text);
    }
    if (values[CURRENCY].present) {
        const struct et_currency *currency =
            et_input_currency(problems, "currency", values[CURRENCY].text);
        values[CURRENCY].text = currency != NULL ? et_slice_from(currency->code) : ET_ABSENT;
    }
    if (values[LOCALE].present && !is_locale(values[LOCALE].text)) {
        et_problems_add(problems, "locale", "bad_locale", "Use a language tag such as en-IN.");
    }
    if (values[TIME_ZONE].present) {
        et_input_text(arena, problems, "time_zone", values[TIME_ZONE].text, "The time zone",
                      TIME_ZONE_MAX, ET_INPUT_BLANK_REFUSED);
    }
    check_days(problems, values);
}

static void add_boolean(struct et_unit *unit, const struct et_json_value *value)
{
    if (value->present) {
        et_unit_bool(unit, value->boolean);
    } else {
        et_unit_null(unit);
    }
}

static void add_integer(struct et_unit *unit, const struct et_json_value *value)
{
    if (value->present && !value->null) {
        et_unit_i64(unit, value->integer);
    } else {
        et_unit_null(unit);
    }
}

static enum et_verdict plan_get(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_settings_get);
    et_unit_i64(exchange->unit, exchange->caller.user);
    return ET_RUN;
}

static enum et_verdict plan_update(struct et_exchange *exchange, size_t count)
{
    struct et_request *request = exchange->request;
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[FIELDS] = {{.present = false}};
    struct json_object *body;
    struct et_slice versions;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_precondition_read(exchange, &versions) ||
        !et_json_body(request, exchange->response, &body)) {
        return ET_ANSWERED;
    }
    et_json_read(request->arena, body, fields, count, "", problems, values);
    check(request->arena, problems, values);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_settings_update);
    et_unit_i64(unit, exchange->caller.user);
    et_unit_text(unit, values[THEME].text);
    et_unit_text(unit, values[CURRENCY].text);
    et_unit_text(unit, values[LOCALE].text);
    et_unit_text(unit, values[TIME_ZONE].text);
    add_boolean(unit, &values[NOTIFICATIONS]);
    add_integer(unit, &values[FIRST_DAY_OF_WEEK]);
    et_unit_bool(unit, values[FIRST_DAY_OF_WEEK].present);
    add_integer(unit, &values[MONTH_START_DAY]);
    add_boolean(unit, &values[SHORTCUTS]);
    et_unit_text(unit, versions);
    et_api_idempotency(exchange);
    return ET_RUN;
}

/* True when the row may be shown; else the response is the problem. */
static bool answer_version(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_slice version = et_cell(rows, 0, ET_SETTINGS_VERSION);
    if (rows->columns > MATCHED && !et_cell_bool(rows, 0, MATCHED)) {
        et_answer_stale(exchange, version);
        return false;
    }
    et_answer_etag(exchange, version);
    return true;
}

static void answer(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (answer_version(exchange, rows)) {
        et_settings_put(&out, rows, 0);
    }
}

static void answer_older_form(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (answer_version(exchange, rows)) {
        put_older_form(&out, rows);
    }
}

enum et_verdict et_plan_settings_get(struct et_exchange *exchange)
{
    return plan_get(exchange);
}

void et_answer_settings_get(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    answer(exchange, &rows[0]);
}

enum et_verdict et_plan_settings_update(struct et_exchange *exchange)
{
    return plan_update(exchange, FIELDS);
}

void et_answer_settings_update(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    answer(exchange, &rows[0]);
}

enum et_verdict et_plan_expense_settings_get(struct et_exchange *exchange)
{
    return plan_get(exchange);
}

void et_answer_expense_settings_get(struct et_exchange *exchange, const struct et_rows *rows,
                                    size_t count)
{
    (void)count;
    answer_older_form(exchange, &rows[0]);
}

enum et_verdict et_plan_expense_settings_update(struct et_exchange *exchange)
{
    return plan_update(exchange, OLDER_FIELDS);
}

void et_answer_expense_settings_update(struct et_exchange *exchange, const struct et_rows *rows,
                                       size_t count)
{
    (void)count;
    answer_older_form(exchange, &rows[0]);
}

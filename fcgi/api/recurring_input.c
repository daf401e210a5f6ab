/* recurring_input.c - see recurring_input.h. */
#include "fcgi/api/recurring_input.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/extras.h"
#include "fcgi/api/input.h"
#include "lib/base/arena.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

#define EVERY_MAX 999
#define COUNT_MAX 10000
#define JSON_MAX ((size_t)48 * 1024)

/* Groups that stay together, so that each form is a run of them. */
enum place {
    TITLE,
    AMOUNT,
    CATEGORY,
    CURRENCY,
    EXTRA,
    MERCHANT = EXTRA + ET_EXTRA_MERCHANT,
    PAYMENT_METHOD = EXTRA + ET_EXTRA_PAYMENT_METHOD,
    NOTE = EXTRA + ET_EXTRA_NOTE,
    TAGS = EXTRA + ET_EXTRA_TAGS,
    UNIT = EXTRA + ET_EXTRAS,
    EVERY,
    LAST_DAY,
    STARTS_ON,
    ENDS_ON,
    COUNT,
    FROM_EXPENSE,
    EXPECTED_COUNT,
    PAUSED,
    SCOPE,
    DATE,
    EXPENSE_ID,
    RECURRING_ID,
    PLACES
};

static const struct et_json_field known[PLACES] = {
    [TITLE] = {"title", ET_JSON_TEXT, false},
    [AMOUNT] = {"amount", ET_JSON_AMOUNT, false},
    [CATEGORY] = {"category", ET_JSON_TEXT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false},
    ET_EXTRA_FIELDS(EXTRA),
    [UNIT] = {"unit", ET_JSON_TEXT, false},
    [EVERY] = {"every", ET_JSON_INTEGER, false},
    [LAST_DAY] = {"last_day", ET_JSON_BOOLEAN, false},
    [STARTS_ON] = {"starts_on", ET_JSON_TEXT, false},
    [ENDS_ON] = {"ends_on", ET_JSON_TEXT | ET_JSON_OR_NULL, false},
    [COUNT] = {"count", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
    [FROM_EXPENSE] = {"from_expense", ET_JSON_INTEGER, false},
    [EXPECTED_COUNT] = {"expected_count", ET_JSON_INTEGER, false},
    [PAUSED] = {"paused", ET_JSON_BOOLEAN, false},
    [SCOPE] = {"scope", ET_JSON_TEXT, false},
    [DATE] = {"date", ET_JSON_TEXT, false},
    [EXPENSE_ID] = {"expense_id", ET_JSON_INTEGER, false},
    [RECURRING_ID] = {"recurring_id", ET_JSON_INTEGER, false},
};

/* What a form may have; the first ones are required. */
struct form {
    enum place places[PLACES];
    size_t count;
    size_t required;
};

static const struct form forms[] = {
    [ET_RECURRING_CREATE] = {.places = {TITLE, AMOUNT, UNIT, CATEGORY, CURRENCY, MERCHANT,
                                        PAYMENT_METHOD, NOTE, TAGS, EVERY, LAST_DAY, STARTS_ON,
                                        ENDS_ON, COUNT, FROM_EXPENSE, EXPECTED_COUNT},
                             .count = 16,
                             .required = 3},
    [ET_RECURRING_CHANGE] = {.places = {TITLE, AMOUNT, UNIT, CATEGORY, CURRENCY, MERCHANT,
                                        PAYMENT_METHOD, NOTE, TAGS, EVERY, LAST_DAY, STARTS_ON,
                                        ENDS_ON, COUNT, EXPECTED_COUNT, PAUSED, SCOPE, DATE,
                                        EXPENSE_ID},
                             .count = 19},
    [ET_RECURRING_PREVIEW] = {.places = {UNIT, EVERY, LAST_DAY, STARTS_ON, ENDS_ON, COUNT,
                                         FROM_EXPENSE, SCOPE, DATE, EXPENSE_ID, RECURRING_ID},
                              .count = 11},
};

struct reading {
    struct et_arena *arena;
    struct et_problems *problems;
    struct et_json_value values[PLACES];
};

static bool is_given(const struct reading *reading, enum place place)
{
    return reading->values[place].present && !reading->values[place].null;
}

static bool is_text(const struct reading *reading, enum place place, const char *text)
{
    return is_given(reading, place) &&
           et_slice_eq(reading->values[place].text, et_slice_from(text));
}

static void refuse(struct reading *reading, enum place place, const char *code, const char *why)
{
    et_problems_add(reading->problems, known[place].name, code, why);
}

static void check_range(struct reading *reading, enum place place, int64_t least, int64_t most)
{
    int64_t value = reading->values[place].integer;

    if (is_given(reading, place) && (value < least || value > most)) {
        refuse(reading, place, "out_of_range",
               et_input_printf(reading->arena, "Use a whole number from %lld to %lld.",
                               (long long)least, (long long)most));
    }
}

static void check_id(struct reading *reading, enum place place)
{
    if (is_given(reading, place) && reading->values[place].integer < 1) {
        refuse(reading, place, "out_of_range", "An id is a positive number.");
    }
}

static void check_own(struct reading *reading)
{
    struct et_json_value *values = reading->values;
    const struct et_currency *currency = NULL;
    int64_t minor;

    if (is_given(reading, TITLE)) {
        et_input_text(reading->arena, reading->problems, "title", values[TITLE].text, "The title",
                      ET_TITLE_POINTS_MAX, ET_INPUT_BLANK_REFUSED);
    }
    if (is_given(reading, CURRENCY)) {
        currency = et_input_currency(reading->problems, "currency", values[CURRENCY].text);
        if (currency != NULL) {
            values[CURRENCY].text = et_slice_from(currency->code);
        }
    }
    if (is_given(reading, AMOUNT)) {
        (void)et_input_amount(reading->arena, reading->problems, "amount", values[AMOUNT].text,
                              currency, &minor);
    }
    if (is_given(reading, CATEGORY)) {
        et_input_text(reading->arena, reading->problems, "category", values[CATEGORY].text,
                      "The category", ET_CATEGORY_POINTS_MAX, ET_INPUT_BLANK_ALLOWED);
    }
}

/* What is cleared becomes empty, so that the database gets text and a list, whatever was sent. */
static void check_extras(struct reading *reading)
{
    struct et_extras extras;

    et_extras_read(reading->arena, reading->problems, &reading->values[EXTRA], &extras);
    for (size_t i = 0; i < ET_EXTRAS; i++) {
        reading->values[EXTRA + i].null = false;
        reading->values[EXTRA + i].text = extras.text[i];
    }
}

static void check_schedule(struct reading *reading)
{
    static const enum place days[] = {STARTS_ON, ENDS_ON, DATE};

    if (is_given(reading, UNIT) && !is_text(reading, UNIT, "day") &&
        !is_text(reading, UNIT, "week") && !is_text(reading, UNIT, "month") &&
        !is_text(reading, UNIT, "year")) {
        refuse(reading, UNIT, "unknown_unit", "Choose day, week, month or year.");
    }
    check_range(reading, EVERY, 1, EVERY_MAX);
    check_range(reading, COUNT, 1, COUNT_MAX);
    check_range(reading, EXPECTED_COUNT, 0, COUNT_MAX);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        if (is_given(reading, days[i])) {
            et_input_day(reading->problems, known[days[i]].name, reading->values[days[i]].text);
        }
    }
    if (is_given(reading, ENDS_ON) && is_given(reading, COUNT)) {
        refuse(reading, COUNT, "two_ends", "Choose an end date or a count, not both.");
    }
}

/* Only an entry's own fields can be changed in one entry. */
static void check_this(struct reading *reading)
{
    for (enum place place = UNIT; place <= PAUSED; place++) {
        if (reading->values[place].present) {
            refuse(reading, place, "not_of_one_entry",
                   "This belongs to the recurring expense, not to one entry.");
        }
    }
}

static void check_scope(struct reading *reading)
{
    bool from_one = is_text(reading, SCOPE, "this") || is_text(reading, SCOPE, "following");
    bool date = reading->values[DATE].present;
    bool expense = reading->values[EXPENSE_ID].present;

    check_id(reading, EXPENSE_ID);
    check_id(reading, FROM_EXPENSE);
    check_id(reading, RECURRING_ID);
    if (is_given(reading, SCOPE) && !from_one && !is_text(reading, SCOPE, "all")) {
        refuse(reading, SCOPE, "unknown_scope", "Choose this, following or all.");
    } else if (from_one && date == expense) {
        refuse(reading, SCOPE, "which_entry", "Name the entry by date or by expense_id.");
    } else if (!from_one && (date || expense)) {
        refuse(reading, date ? DATE : EXPENSE_ID, "without_scope",
               "Only the scopes this and following begin with one entry.");
    }
    if (is_text(reading, SCOPE, "this")) {
        check_this(reading);
    }
}

static void put_value(struct et_json_out *out, enum place place, const struct et_json_value *value)
{
    int kind = known[place].kind & ~ET_JSON_OR_NULL;

    et_json_key(out, known[place].name);
    if (value->null) {
        et_json_null(out);
    } else if (kind == ET_JSON_INTEGER) {
        et_json_i64(out, value->integer);
    } else if (kind == ET_JSON_BOOLEAN) {
        et_json_bool(out, value->boolean);
    } else if (kind == ET_JSON_ARRAY) {
        et_json_raw(out, value->text);
    } else {
        et_json_text(out, value->text); /* an amount, too: its digits */
    }
}

static bool write_json(struct et_exchange *exchange, const struct reading *reading,
                       struct et_slice *ret_json)
{
    struct et_buf text;
    struct et_json_out out;

    et_buf_init(&text, exchange->request->arena, JSON_MAX);
    out = et_json_out(&text);
    et_json_begin_object(&out);
    for (enum place place = 0; place < PLACES; place++) {
        if (reading->values[place].present) {
            put_value(&out, place, &reading->values[place]);
        }
    }
    et_json_end_object(&out);
    if (et_buf_failed(&text)) {
        (void)et_answer_no_memory(exchange);
        return false;
    }
    *ret_json = et_buf_text(&text);
    return true;
}

static void read_values(struct reading *reading, struct json_object *body, const struct form *form)
{
    struct et_json_field fields[PLACES];
    struct et_json_value values[PLACES] = {{.present = false}};

    for (size_t i = 0; i < form->count; i++) {
        fields[i] = known[form->places[i]];
        fields[i].required = i < form->required;
    }
    et_json_read(reading->arena, body, fields, form->count, "", reading->problems, values);
    for (size_t i = 0; i < form->count; i++) {
        reading->values[form->places[i]] = values[i];
    }
}

bool et_recurring_read(struct et_exchange *exchange, enum et_recurring_form form,
                       struct et_slice *ret_json)
{
    struct reading reading = {.arena = exchange->request->arena};
    struct json_object *body;

    reading.problems = et_input_problems(exchange);
    if (reading.problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return false;
    }
    read_values(&reading, body, &forms[form]);
    check_own(&reading);
    check_extras(&reading);
    check_schedule(&reading);
    check_scope(&reading);
    if (form == ET_RECURRING_PREVIEW && !is_given(&reading, RECURRING_ID) &&
        !is_given(&reading, UNIT) && reading.problems->count == 0) {
        refuse(&reading, UNIT, "required", "Choose day, week, month or year.");
    }
    return et_input_good(exchange, reading.problems) && write_json(exchange, &reading, ret_json);
}

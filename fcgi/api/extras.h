/* extras.h - what an expense may have besides: merchant, payment method, note and tags, as they
 * come in bodies of expenses and in rows of imports. */
#ifndef ET_FCGI_API_EXTRAS_H
#define ET_FCGI_API_EXTRAS_H

#include "fcgi/api/api.h"
#include "lib/http/json_in.h"

#define ET_MERCHANT_POINTS_MAX 100
#define ET_LABEL_POINTS_MAX 60
#define ET_NOTE_POINTS_MAX 2000
#define ET_TAGS_MAX 10

/* Lines of a table of et_json_field, in this order; null clears, as an empty value does. */
enum et_extra {
    ET_EXTRA_MERCHANT,
    ET_EXTRA_PAYMENT_METHOD,
    ET_EXTRA_NOTE,
    ET_EXTRA_TAGS,
    ET_EXTRAS
};
#define ET_EXTRA_FIELDS(first)                                                                     \
    [(first) + ET_EXTRA_MERCHANT] = {"merchant", ET_JSON_TEXT | ET_JSON_OR_NULL, false},           \
               [(first) + ET_EXTRA_PAYMENT_METHOD] = {"payment_method",                            \
                                                      ET_JSON_TEXT | ET_JSON_OR_NULL, false},      \
               [(first) + ET_EXTRA_NOTE] = {"note", ET_JSON_TEXT | ET_JSON_OR_NULL, false},        \
               [(first) + ET_EXTRA_TAGS] = {"tags", ET_JSON_ARRAY | ET_JSON_OR_NULL, false}

/* Absent: not in the body. Empty ("[]" for tags): to be cleared. Else checked; a note's line breaks
 * are line feeds, tags are a JSON array of names. */
struct et_extras {
    struct et_slice text[ET_EXTRAS];
};

/* Checks the values of ET_EXTRA_FIELDS; adds at most one problem for each, by its name. */
void et_extras_read(struct et_arena *arena, struct et_problems *problems,
                    const struct et_json_value values[ET_EXTRAS], struct et_extras *ret_extras);

/* Adds the four as parameters of a statement, in their order. */
void et_extras_add(struct et_unit *unit, const struct et_extras *extras);

#endif

/* recurring_input.h - what people say about a recurring expense, as the one JSON object that the
 * functions of db/deploy/recurring_changes.sql take: only what is there, so that absent and null
 * stay apart, and every value of the right form. */
#ifndef ET_FCGI_API_RECURRING_INPUT_H
#define ET_FCGI_API_RECURRING_INPUT_H

#include <stdbool.h>

#include "fcgi/api/api.h"

enum et_recurring_form {
    ET_RECURRING_CREATE,
    ET_RECURRING_CHANGE,
    ET_RECURRING_PREVIEW,
};

/* Reads and checks the body. False: the response is the problem. The text lives in the arena. */
bool et_recurring_read(struct et_exchange *exchange, enum et_recurring_form form,
                       struct et_slice *ret_json);

#endif

/* imports.h - the body of an import. */
#ifndef ET_FCGI_API_IMPORTS_H
#define ET_FCGI_API_IMPORTS_H

#include <stdbool.h>

#include "fcgi/api/api.h"

#define ET_IMPORT_ROWS_MAX 10000

/* A checked import, in the form that app.import_expenses() takes. */
struct et_import_input {
    struct et_slice file_name;
    struct et_slice currency; /* ISO 4217 code */
    bool create_categories;
    bool skip_repeats;
    struct et_slice rows; /* JSON array of app.import_row */
};

/* Reads and checks a whole import. False: the response is the problem, which names at most 100 bad
 * fields and counts them all. */
bool et_import_read(struct et_exchange *exchange, struct et_import_input *ret_input);

#endif

/* export_rows.h - expenses as one file, CSV or JSON, part by part.
 *
 * Which expenses, and how they are found, is the business of who calls: everything that a list
 * shows (expense_export.c), or those that were named (export_named.c).
 */
#ifndef ET_FCGI_API_EXPORT_ROWS_H
#define ET_FCGI_API_EXPORT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/api/api.h"

/* Rows of a part. */
#define ET_EXPORT_PART_ROWS 500

enum et_export_format { ET_EXPORT_CSV, ET_EXPORT_JSON };

/* What lasts from part to part; made by plan(). */
struct et_export {
    enum et_export_format format;
    bool marked;   /* a byte order mark, for spreadsheets that would guess otherwise */
    int64_t bound; /* rows with a higher id are left out */
    bool begun;    /* the first part is made */
    bool any;      /* a row was written */
};

/* "csv" or "json"; a problem at `format` for anything else. */
void et_export_format_read(struct et_problems *problems, struct et_slice text,
                           struct et_export *export);

/* Puts a part into the response's body, from rows with the columns of enum et_expense_column; the
 * first one also names the file. There may be parts without rows. */
void et_export_part(struct et_exchange *exchange, struct et_export *export,
                    const struct et_rows *rows, bool last);

#endif

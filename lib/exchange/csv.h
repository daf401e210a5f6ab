/* csv.h - comma-separated values (RFC 4180), in and out.
 *
 * The reader takes a row at a time out of text in memory, so a file of any size costs the memory of
 * one row. Lines end with CRLF or LF; a byte order mark at the start is skipped; a quote within an
 * unquoted cell is taken as it stands, as spreadsheets do.
 *
 * The writer keeps a spreadsheet from running what a person typed: text that begins with = + - @
 * (or their full-width forms), TAB, CR or LF gets an apostrophe in front (OWASP, "CSV injection").
 * So does text that begins with an apostrophe: whoever reads the file takes one off where there is
 * one, and has what was typed. Numbers go out as they are.
 */
#ifndef ET_EXCHANGE_CSV_H
#define ET_EXCHANGE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_buf;

#define ET_CSV_CELLS_MAX 64
#define ET_CSV_ROW_MAX ((size_t)64 * 1024) /* bytes */

struct et_csv_reader {
    struct et_slice text;
    size_t at;
    size_t line; /* from 1: the line that the next row begins on, or that an error was found on */
    char separator;
};

struct et_csv_row {
    struct et_slice cells[ET_CSV_CELLS_MAX]; /* view the text, or lie in the arena when unescaped */
    size_t count;
    size_t line; /* the line that it began on; a quoted cell may span lines */
};

/* Starts at the front of a text. `separator` is usually ','; also ';' or TAB. */
void et_csv_begin(struct et_csv_reader *reader, struct et_slice text, char separator);

/* Reads the next row; an empty line is a row of one empty cell. ET_ENOENT at the end; ET_EINVAL for
 * an unclosed quote, text behind a closing quote, or a NUL; ET_ETOOBIG beyond the limits;
 * ET_ENOMEM. After an error the reader stays where it was. */
int et_csv_read(struct et_csv_reader *reader, struct et_arena *arena, struct et_csv_row *ret_row);

struct et_csv_writer {
    struct et_buf *buf;
    bool inside; /* a row has begun */
};

/* Append a cell; text is quoted where it has to be and made harmless; a number is put as it is. */
void et_csv_put_text(struct et_csv_writer *writer, struct et_slice text);
void et_csv_put_number(struct et_csv_writer *writer, struct et_slice number);

/* Ends the row with CRLF. */
void et_csv_end_row(struct et_csv_writer *writer);

#endif

#include "lib/exchange/csv.h"

#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

void et_csv_begin(struct et_csv_reader *reader, struct et_slice text, char separator)
{
    bool marked = text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0;
    *reader = (struct et_csv_reader){
        .text = text, .at = marked ? 3 : 0, .line = 1, .separator = separator};
}

static bool is_at(const struct et_csv_reader *reader, char c)
{
    return reader->at < reader->text.len && reader->text.ptr[reader->at] == c;
}

/* True at a line's end or at the text's; *ret_len is how many bytes it takes. */
static bool at_line_end(const struct et_csv_reader *reader, size_t *ret_len)
{
    bool crlf = is_at(reader, '\r') && reader->at + 1 < reader->text.len &&
                reader->text.ptr[reader->at + 1] == '\n';
    *ret_len = crlf ? 2 : is_at(reader, '\n') ? 1 : 0;
    return *ret_len > 0 || reader->at == reader->text.len;
}

/* Finds the closing quote and counts the doubled ones and the line feeds before it. */
static int find_close(struct et_csv_reader *reader, size_t *ret_doubled)
{
    size_t start = reader->at;
    size_t doubled = 0;
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.ptr[reader->at];
        if (c == '\0') {
            return ET_EINVAL;
        }
        if (reader->at - start > ET_CSV_ROW_MAX) {
            return ET_ETOOBIG;
        }
        reader->line += c == '\n';
        if (c != '"') {
            continue;
        }
        if (reader->at + 1 == reader->text.len || reader->text.ptr[reader->at + 1] != '"') {
            *ret_doubled = doubled;
            return ET_OK;
        }
        doubled++;
        reader->at++;
    }
    return ET_EINVAL;
}

static int unescape(struct et_arena *arena, struct et_slice raw, struct et_slice *ret_cell)
{
    char *out = et_arena_alloc(arena, raw.len + 1);
    size_t len = 0;
    if (out == NULL) {
        return ET_ENOMEM;
    }
    for (size_t i = 0; i < raw.len; i++) {
        out[len++] = raw.ptr[i];
        i += raw.ptr[i] == '"'; /* its double */
    }
    *ret_cell = (struct et_slice){out, len};
    return ET_OK;
}

static int quoted_cell(struct et_csv_reader *reader, struct et_arena *arena,
                       struct et_slice *ret_cell)
{
    size_t doubled;
    size_t opened_on = reader->line;
    size_t start = ++reader->at;
    int status = find_close(reader, &doubled);
    if (status != ET_OK) {
        reader->line = opened_on;
        return status;
    }
    struct et_slice raw = {reader->text.ptr + start, reader->at - start};
    size_t ignored;
    reader->at++;
    if (!is_at(reader, reader->separator) && !at_line_end(reader, &ignored)) {
        return ET_EINVAL;
    }
    if (doubled == 0) {
        *ret_cell = raw;
        return ET_OK;
    }
    return unescape(arena, raw, ret_cell);
}

static int plain_cell(struct et_csv_reader *reader, struct et_slice *ret_cell)
{
    size_t start = reader->at;
    size_t ignored;
    while (!is_at(reader, reader->separator) && !at_line_end(reader, &ignored)) {
        if (is_at(reader, '\0')) {
            return ET_EINVAL;
        }
        if (reader->at - start > ET_CSV_ROW_MAX) {
            return ET_ETOOBIG;
        }
        reader->at++;
    }
    *ret_cell = (struct et_slice){reader->text.ptr + start, reader->at - start};
    return ET_OK;
}

static int read_row(struct et_csv_reader *reader, struct et_arena *arena, struct et_csv_row *row)
{
    size_t start = reader->at;
    size_t end_len;
    do {
        if (row->count == ET_CSV_CELLS_MAX) {
            return ET_ETOOBIG;
        }
        reader->at += row->count > 0 ? 1 : 0; /* the separator */
        struct et_slice *cell = &row->cells[row->count++];
        int status =
            is_at(reader, '"') ? quoted_cell(reader, arena, cell) : plain_cell(reader, cell);
        if (status != ET_OK) {
            return status;
        }
        if (reader->at - start > ET_CSV_ROW_MAX) {
            return ET_ETOOBIG;
        }
    } while (!at_line_end(reader, &end_len));
    reader->at += end_len;
    reader->line++;
    return ET_OK;
}

int et_csv_read(struct et_csv_reader *reader, struct et_arena *arena, struct et_csv_row *ret_row)
{
    if (reader->at >= reader->text.len) {
        return ET_ENOENT;
    }
    struct et_csv_reader next = *reader;
    struct et_csv_row row = {.count = 0, .line = reader->line};
    int status = read_row(&next, arena, &row);
    if (status != ET_OK) {
        reader->line = next.line;
        return status;
    }
    *reader = next;
    *ret_row = row;
    return ET_OK;
}

static void separate(struct et_csv_writer *writer)
{
    if (writer->inside) {
        et_buf_putc(writer->buf, ',');
    }
    writer->inside = true;
}

/* Any of these bytes in a text; NUL is never one of them. */
static bool has_any(struct et_slice text, const char *bytes)
{
    for (; *bytes != '\0'; bytes++) {
        if (text.len > 0 && memchr(text.ptr, *bytes, text.len) != NULL) {
            return true;
        }
    }
    return false;
}

/* Would a spreadsheet take it for a formula, or is it one that was made harmless before? The
 * full-width forms of = + - @ count too: some take them for the plain ones. */
static bool is_dangerous(struct et_slice text)
{
    static const char wide[][4] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    if (text.len == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (text.len >= 3 && memcmp(text.ptr, wide[i], 3) == 0) {
            return true;
        }
    }
    return has_any((struct et_slice){text.ptr, 1}, "=+-@\t\r\n'");
}

void et_csv_put_text(struct et_csv_writer *writer, struct et_slice text)
{
    separate(writer);
    bool quoted = has_any(text, ",;\t\"\r\n");
    if (quoted) {
        et_buf_putc(writer->buf, '"');
    }
    if (is_dangerous(text)) {
        et_buf_putc(writer->buf, '\'');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            et_buf_putc(writer->buf, '"');
        }
        et_buf_putc(writer->buf, text.ptr[i]);
    }
    if (quoted) {
        et_buf_putc(writer->buf, '"');
    }
}

void et_csv_put_number(struct et_csv_writer *writer, struct et_slice number)
{
    separate(writer);
    et_buf_put(writer->buf, number);
}

void et_csv_end_row(struct et_csv_writer *writer)
{
    et_buf_puts(writer->buf, "\r\n");
    writer->inside = false;
}

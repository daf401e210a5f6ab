/* The reader ends on every input, and each row written back is read as the same cells. */
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/exchange/csv.h"
#include "tests/fuzz/fuzz.h"

static void write_and_read(struct et_arena *arena, const struct et_csv_row *row)
{
    struct et_buf buf;
    struct et_csv_reader reader;
    struct et_csv_row again;
    et_buf_init(&buf, arena, 4 * ET_CSV_ROW_MAX);
    struct et_csv_writer writer = {.buf = &buf};
    et_csv_put_text(&writer, ET_LIT("head")); /* so that a cell's U+FEFF is no byte order mark */
    et_csv_end_row(&writer);
    for (size_t i = 0; i < row->count; i++) {
        et_csv_put_text(&writer, row->cells[i]);
    }
    et_csv_end_row(&writer);
    et_csv_begin(&reader, et_buf_text(&buf), ',');
    if (et_csv_read(&reader, arena, &again) != ET_OK || et_buf_failed(&buf) ||
        et_csv_read(&reader, arena, &again) != ET_OK) {
        return; /* grown beyond a limit */
    }
    ET_MUST(again.count == row->count);
    for (size_t i = 0; i < row->count; i++) {
        size_t added = again.cells[i].len - row->cells[i].len;
        ET_MUST(added <= 1 && (added == 0 || again.cells[i].ptr[0] == '\''));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_csv_reader reader;
    struct et_csv_row row;
    size_t rows = 0;
    et_csv_begin(&reader, et_fuzz_text(data, size), ',');
    struct et_arena *arena = et_arena_new((size_t)1 << 20);
    while (et_csv_read(&reader, arena, &row) == ET_OK) {
        ET_MUST(++rows <= size && reader.at <= size && row.count >= 1);
        write_and_read(arena, &row);
        et_arena_reset(arena);
    }
    et_arena_free(arena);
    return 0;
}

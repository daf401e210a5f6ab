#include "lib/exchange/csv.h"

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

struct fixture {
    struct et_arena *arena;
    struct et_csv_reader reader;
    struct et_csv_row row;
};

static struct fixture begin(struct et_slice text)
{
    struct fixture f = {.arena = et_arena_new(1 << 20)};
    et_csv_begin(&f.reader, text, ',');
    return f;
}

static int next(struct fixture *f)
{
    return et_csv_read(&f->reader, f->arena, &f->row);
}

static void rows_come_one_by_one_with_their_lines(void)
{
    struct fixture f = begin(ET_LIT("\xEF\xBB\xBF"
                                    "a,b\r\n\"x, \"\"y\"\"\n2\",\n\nlast"));
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 2 && f.row.line == 1);
    ET_ASSERT_TEXT(f.row.cells[0], "a");
    ET_ASSERT_TEXT(f.row.cells[1], "b");
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 2 && f.row.line == 2);
    ET_ASSERT_TEXT(f.row.cells[0], "x, \"y\"\n2");
    CU_ASSERT(f.row.cells[1].len == 0);
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 1 && f.row.line == 4);
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 1 && f.row.line == 5);
    ET_ASSERT_TEXT(f.row.cells[0], "last");
    CU_ASSERT(next(&f) == ET_ENOENT);
    et_arena_free(f.arena);
}

static void quotes_within_a_plain_cell_stand_as_they_are(void)
{
    struct fixture f = begin(ET_LIT("5\" nail,x\ry\n"));
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 2);
    ET_ASSERT_TEXT(f.row.cells[0], "5\" nail");
    ET_ASSERT_TEXT(f.row.cells[1], "x\ry");
    CU_ASSERT(next(&f) == ET_ENOENT);
    et_arena_free(f.arena);
}

static void an_unclosed_quote_is_told_with_its_line(void)
{
    struct fixture f = begin(ET_LIT("a\nb,\"c\nd\n"));
    CU_ASSERT(next(&f) == ET_OK);
    CU_ASSERT(next(&f) == ET_EINVAL && f.reader.line == 2);
    CU_ASSERT(next(&f) == ET_EINVAL && f.row.line == 1);
    et_arena_free(f.arena);
    f = begin(ET_LIT("a\n\"x\ny\",\"c\n\n"));
    CU_ASSERT(next(&f) == ET_OK && next(&f) == ET_EINVAL && f.reader.line == 3);
    et_arena_free(f.arena);
}

static void broken_cells_are_refused(void)
{
    static const struct et_slice bad[] = {{"\"a\"b", 4}, {"a\0b", 3}, {"\"a\0\"", 4}, {"\"", 1}};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture f = begin(bad[i]);
        CU_ASSERT(next(&f) == ET_EINVAL);
        et_arena_free(f.arena);
    }
}

static void rows_are_limited(void)
{
    char commas[ET_CSV_CELLS_MAX];
    memset(commas, ',', sizeof commas);
    struct fixture f = begin((struct et_slice){commas, ET_CSV_CELLS_MAX - 1});
    CU_ASSERT(next(&f) == ET_OK && f.row.count == ET_CSV_CELLS_MAX);
    et_arena_free(f.arena);
    f = begin((struct et_slice){commas, sizeof commas});
    CU_ASSERT(next(&f) == ET_ETOOBIG);
    et_arena_free(f.arena);
    static char big[ET_CSV_ROW_MAX + 2];
    memset(big, 'x', sizeof big);
    f = begin((struct et_slice){big, sizeof big});
    CU_ASSERT(next(&f) == ET_ETOOBIG);
    et_arena_free(f.arena);
}

static void text_that_a_spreadsheet_would_run_is_made_harmless(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    struct et_csv_writer writer = {.buf = &buf};
    et_csv_put_text(&writer, ET_LIT("=1+1"));
    et_csv_put_text(&writer, ET_LIT("+a"));
    et_csv_put_text(&writer, ET_LIT("-a"));
    et_csv_put_text(&writer, ET_LIT("@a"));
    et_csv_put_text(&writer, ET_LIT("\ta"));
    et_csv_put_text(&writer, ET_LIT("\ra"));
    et_csv_put_text(&writer, ET_LIT("\na"));
    et_csv_put_text(&writer, ET_LIT("\xEF\xBC\x9D"
                                    "1"));
    et_csv_put_text(&writer, ET_LIT("'s"));
    et_csv_put_text(&writer, ET_LIT("a=b"));
    et_csv_put_number(&writer, ET_LIT("-15.50"));
    et_csv_end_row(&writer);
    ET_ASSERT_TEXT(et_buf_text(&buf), "'=1+1,'+a,'-a,'@a,\"'\ta\",\"'\ra\",\"'\na\","
                                      "'\xEF\xBC\x9D"
                                      "1,''s,a=b,-15.50\r\n");
    et_arena_free(arena);
}

static void what_is_written_is_read_again(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    struct et_csv_writer writer = {.buf = &buf};
    et_csv_put_text(&writer, ET_LIT("say \"hi\", twice\r\n"));
    et_csv_put_text(&writer, ET_ABSENT);
    et_csv_put_text(&writer, ET_LIT("caf\xC3\xA9"));
    et_csv_end_row(&writer);
    struct fixture f = begin(et_buf_text(&buf));
    CU_ASSERT(next(&f) == ET_OK && f.row.count == 3);
    ET_ASSERT_TEXT(f.row.cells[0], "say \"hi\", twice\r\n");
    CU_ASSERT(f.row.cells[1].len == 0);
    ET_ASSERT_TEXT(f.row.cells[2], "caf\xC3\xA9");
    et_arena_free(f.arena);
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"rows come one by one with their lines", rows_come_one_by_one_with_their_lines},
    {"quotes within a plain cell stand as they are", quotes_within_a_plain_cell_stand_as_they_are},
    {"an unclosed quote is told with its line", an_unclosed_quote_is_told_with_its_line},
    {"broken cells are refused", broken_cells_are_refused},
    {"rows are limited", rows_are_limited},
    {"text that a spreadsheet would run is made harmless",
     text_that_a_spreadsheet_would_run_is_made_harmless},
    {"what is written is read again", what_is_written_is_read_again},
};

int main(void)
{
    return et_test_run("csv", tests, ET_COUNT(tests));
}

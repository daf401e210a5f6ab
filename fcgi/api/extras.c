/* extras.c - see extras.h. */
#include "fcgi/api/extras.h"

#include "fcgi/api/input.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/utf8.h"

#define TAGS_TEXT_MAX ((size_t)16 * 1024)

/* A name of one line; empty when nothing of it can be seen. */
static struct et_slice read_name(struct et_arena *arena, struct et_problems *problems,
                                 const char *field, struct et_slice text, const char *what,
                                 size_t max)
{
    if (et_text_check(text, max) == ET_TEXT_BLANK) {
        return ET_LIT("");
    }
    et_input_text(arena, problems, field, text, what, max, ET_INPUT_BLANK_ALLOWED);
    return text;
}

/* Line breaks as line feeds: forms send CR LF, and one note shouldn't differ from itself by that.
 */
static struct et_slice with_line_feeds(struct et_arena *arena, struct et_slice text)
{
    struct et_buf out;
    et_buf_init(&out, arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\r') {
            et_buf_putc(&out, text.ptr[i]);
        } else if (i + 1 == text.len || text.ptr[i + 1] != '\n') {
            et_buf_putc(&out, '\n');
        }
    }
    return et_buf_failed(&out) || out.len == 0 ? ET_LIT("") : et_buf_text(&out);
}

static struct et_slice read_note(struct et_arena *arena, struct et_problems *problems,
                                 struct et_slice text)
{
    struct et_slice note = with_line_feeds(arena, text);
    size_t points = 0;
    bool blank = true;
    for (size_t at = 0; at < note.len; points++) {
        uint32_t point;
        size_t len = et_utf8_next(note.ptr + at, note.len - at, &point);
        if (len == 0 || (et_utf8_is_control(point) && point != '\n')) {
            et_problems_add(problems, "note", "control_character",
                            "The note can't have control characters other than line breaks.");
            return note;
        }
        blank = blank && (point == '\n' || et_utf8_is_blank(point));
        at += len;
    }
    if (!blank && points > ET_NOTE_POINTS_MAX) {
        et_problems_add(
            problems, "note", "too_long",
            et_input_printf(arena, "The note can have at most %d characters.", ET_NOTE_POINTS_MAX));
    }
    return blank ? ET_LIT("") : note;
}

static struct et_slice read_tags(struct et_arena *arena, struct et_problems *problems,
                                 struct json_object *list)
{
    struct et_buf out;
    size_t count = et_json_length(list);
    size_t before = problems->count;
    if (count > ET_TAGS_MAX) {
        et_problems_add(problems, "tags", "too_many",
                        et_input_printf(arena, "Use at most %d tags.", ET_TAGS_MAX));
        return ET_ABSENT;
    }
    et_buf_init(&out, arena, TAGS_TEXT_MAX);
    et_buf_putc(&out, '[');
    for (size_t i = 0; i < count && problems->count == before; i++) {
        struct et_slice tag = ET_ABSENT;
        if (!et_json_text_item(list, i, &tag)) {
            et_problems_add(problems, "tags", "wrong_type", "Each tag must be text.");
        } else if (tag.len > 0) {
            et_buf_puts(&out, out.len > 1 ? "," : "");
            et_buf_put_json(&out,
                            read_name(arena, problems, "tags", tag, "A tag", ET_LABEL_POINTS_MAX));
        }
    }
    et_buf_putc(&out, ']');
    return et_buf_text(&out);
}

void et_extras_read(struct et_arena *arena, struct et_problems *problems,
                    const struct et_json_value values[ET_EXTRAS], struct et_extras *ret_extras)
{
    const struct et_json_value *merchant = &values[ET_EXTRA_MERCHANT];
    const struct et_json_value *method = &values[ET_EXTRA_PAYMENT_METHOD];
    const struct et_json_value *note = &values[ET_EXTRA_NOTE];
    const struct et_json_value *tags = &values[ET_EXTRA_TAGS];
    *ret_extras = (struct et_extras){0};
    if (merchant->present) {
        ret_extras->text[ET_EXTRA_MERCHANT] =
            merchant->null ? ET_LIT("")
                           : read_name(arena, problems, "merchant", merchant->text, "The merchant",
                                       ET_MERCHANT_POINTS_MAX);
    }
    if (method->present) {
        ret_extras->text[ET_EXTRA_PAYMENT_METHOD] =
            method->null ? ET_LIT("")
                         : read_name(arena, problems, "payment_method", method->text,
                                     "The payment method", ET_LABEL_POINTS_MAX);
    }
    if (note->present) {
        ret_extras->text[ET_EXTRA_NOTE] =
            note->null ? ET_LIT("") : read_note(arena, problems, note->text);
    }
    if (tags->present) {
        ret_extras->text[ET_EXTRA_TAGS] =
            tags->null ? ET_LIT("[]") : read_tags(arena, problems, tags->node);
    }
}

void et_extras_add(struct et_unit *unit, const struct et_extras *extras)
{
    for (size_t i = 0; i < ET_EXTRAS; i++) {
        et_unit_text(unit, extras->text[i]);
    }
}

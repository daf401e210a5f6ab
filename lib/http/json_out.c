#include "lib/http/json_out.h"

struct et_json_out et_json_out(struct et_buf *buf)
{
    return (struct et_json_out){.buf = buf};
}

static void separate(struct et_json_out *out)
{
    if (out->comma) {
        et_buf_putc(out->buf, ',');
    }
    out->comma = true;
}

static void begin(struct et_json_out *out, char bracket)
{
    separate(out);
    et_buf_putc(out->buf, bracket);
    out->comma = false;
}

static void end(struct et_json_out *out, char bracket)
{
    et_buf_putc(out->buf, bracket);
    out->comma = true;
}

void et_json_begin_object(struct et_json_out *out)
{
    begin(out, '{');
}

void et_json_end_object(struct et_json_out *out)
{
    end(out, '}');
}

void et_json_begin_array(struct et_json_out *out)
{
    begin(out, '[');
}

void et_json_end_array(struct et_json_out *out)
{
    end(out, ']');
}

void et_json_key(struct et_json_out *out, const char *name)
{
    separate(out);
    et_buf_putc(out->buf, '"');
    et_buf_puts(out->buf, name);
    et_buf_puts(out->buf, "\":");
    out->comma = false;
}

void et_json_raw(struct et_json_out *out, struct et_slice json)
{
    separate(out);
    et_buf_put(out->buf, et_slice_present(json) ? json : ET_LIT("null"));
}

void et_json_text(struct et_json_out *out, struct et_slice text)
{
    if (!et_slice_present(text)) {
        et_json_null(out);
        return;
    }
    separate(out);
    et_buf_put_json(out->buf, text);
}

void et_json_i64(struct et_json_out *out, int64_t value)
{
    separate(out);
    et_buf_put_i64(out->buf, value);
}

void et_json_bool(struct et_json_out *out, bool value)
{
    et_json_raw(out, value ? ET_LIT("true") : ET_LIT("false"));
}

void et_json_null(struct et_json_out *out)
{
    et_json_raw(out, ET_ABSENT);
}

void et_json_pair_text(struct et_json_out *out, const char *name, struct et_slice text)
{
    et_json_key(out, name);
    et_json_text(out, text);
}

void et_json_pair_raw(struct et_json_out *out, const char *name, struct et_slice json)
{
    et_json_key(out, name);
    et_json_raw(out, json);
}

void et_json_pair_i64(struct et_json_out *out, const char *name, int64_t value)
{
    et_json_key(out, name);
    et_json_i64(out, value);
}

void et_json_pair_bool(struct et_json_out *out, const char *name, bool value)
{
    et_json_key(out, name);
    et_json_bool(out, value);
}

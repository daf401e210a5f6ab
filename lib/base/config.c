#include "lib/base/config.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"

#define FILE_MAX ((size_t)64 * 1024)
#define SENTENCE_MAX 512
#define ERROR_MAX ((size_t)8 * 1024)

struct reader {
    struct et_arena *arena;
    const struct et_setting *table;
    size_t count;
    const char *const *environment;
    struct et_slice *values;
    struct et_slice *paths; /* what NAME_FILE in the configuration file says */
    struct et_buf error; /* a sentence a line */
};

/* Adds a sentence to the error; returns the code, for `return`. */
__attribute__((format(printf, 3, 4))) static int complain(struct reader *reader, int code,
                                                          const char *format, ...)
{
    va_list args;
    char text[SENTENCE_MAX];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    /* What no longer fits is found once what is told has been put right. */
    if (reader->error.len + 1 + strlen(text) <= ERROR_MAX) {
        et_buf_puts(&reader->error, reader->error.len > 0 ? "\n" : "");
        et_buf_puts(&reader->error, text);
    }
    return code;
}

static const char *from_environment(const struct reader *reader, const char *name)
{
    size_t len = strlen(name);
    for (const char *const *variable = reader->environment; *variable != NULL; variable++) {
        if (strncmp(*variable, name, len) == 0 && (*variable)[len] == '=' &&
            (*variable)[len + 1] != '\0') {
            return *variable + len + 1;
        }
    }
    return NULL;
}

/* Of all that failed, the first is told. */
static void keep_first(int *status, int failed)
{
    if (*status == ET_OK) {
        *status = failed;
    }
}

/* The whole of a file, NUL-terminated in the arena. */
static int read_file(struct et_arena *arena, const char *path, struct et_slice *ret_text)
{
    char *text = et_arena_alloc(arena, FILE_MAX + 1);
    if (text == NULL) {
        return ET_ENOMEM;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return ET_EIO;
    }
    size_t len = 0;
    ssize_t got = 1;
    while (got > 0 && len < FILE_MAX) {
        got = read(fd, text + len, FILE_MAX - len);
        len += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    if (got != 0) {
        return ET_EIO;
    }
    *ret_text = (struct et_slice){text, len};
    return ET_OK;
}

static struct et_slice trim(struct et_slice text)
{
    while (text.len > 0 && (unsigned char)text.ptr[0] <= ' ') {
        text = (struct et_slice){text.ptr + 1, text.len - 1};
    }
    while (text.len > 0 && (unsigned char)text.ptr[text.len - 1] <= ' ') {
        text.len--;
    }
    return text;
}

/* The content of the file that NAME_FILE names, without the blanks around it. */
static int from_named_file(struct reader *reader, const struct et_setting *setting,
                           const char *path, struct et_slice *ret_value)
{
    struct et_slice text;
    int status = read_file(reader->arena, path, &text);
    if (status != ET_OK) {
        return complain(reader, status, "%s_FILE: the file %s can't be read, or is over 64 KiB.",
                        setting->name, path);
    }
    *ret_value = trim(text);
    return ET_OK;
}

static bool is_choice(const char *choices, struct et_slice value)
{
    while (*choices != '\0') {
        size_t len = strcspn(choices, "|");
        if (et_slice_eq(value, (struct et_slice){choices, len})) {
            return true;
        }
        choices += len + (choices[len] == '|' ? 1 : 0);
    }
    return false;
}

static int check(struct reader *reader, const struct et_setting *setting, struct et_slice value)
{
    int64_t number;
    if (memchr(value.ptr, '\0', value.len) != NULL || !et_utf8_valid(value)) {
        return complain(reader, ET_EINVAL, "%s must be UTF-8 text without NUL.", setting->name);
    }
    switch (setting->kind) {
    case ET_SETTING_INTEGER:
    case ET_SETTING_SECONDS:
        if (et_parse_i64(value, setting->min, setting->max, &number) != ET_OK) {
            return complain(reader, ET_EINVAL, "%s must be a whole number from %lld to %lld.",
                            setting->name, (long long)setting->min, (long long)setting->max);
        }
        return ET_OK;
    case ET_SETTING_CHOICE:
        return is_choice(setting->choices, value)
                   ? ET_OK
                   : complain(reader, ET_EINVAL, "%s must be one of %s.", setting->name,
                              setting->choices);
    case ET_SETTING_ON_OFF:
        return is_choice("on|off", value)
                   ? ET_OK
                   : complain(reader, ET_EINVAL, "%s must be on or off.", setting->name);
    case ET_SETTING_TEXT:
    case ET_SETTING_SECRET:
        break;
    }
    return ET_OK;
}

static int find_name(const struct reader *reader, struct et_slice name, size_t *ret_index)
{
    for (size_t i = 0; i < reader->count; i++) {
        if (et_slice_eq(name, et_slice_from(reader->table[i].name))) {
            *ret_index = i;
            return ET_OK;
        }
    }
    return ET_ENOENT;
}

/* A name of the table, or one with _FILE at its end. */
static int find_either(const struct reader *reader, struct et_slice name, size_t *ret_index,
                       bool *ret_file)
{
    const size_t suffix = strlen("_FILE");
    *ret_file = false;
    if (find_name(reader, name, ret_index) == ET_OK) {
        return ET_OK;
    }
    if (name.len <= suffix || memcmp(name.ptr + name.len - suffix, "_FILE", suffix) != 0) {
        return ET_ENOENT;
    }
    *ret_file = true;
    return find_name(reader, (struct et_slice){name.ptr, name.len - suffix}, ret_index);
}

static int read_line(struct reader *reader, const char *path, int number, struct et_slice line)
{
    line = trim(line);
    if (line.len == 0 || line.ptr[0] == '#') {
        return ET_OK;
    }
    const char *equals = memchr(line.ptr, '=', line.len);
    if (equals == NULL) {
        return complain(reader, ET_EINVAL, "%s, line %d: expected NAME=value.", path, number);
    }
    size_t index;
    bool file;
    size_t name_len = (size_t)(equals - line.ptr);
    struct et_slice name = trim((struct et_slice){line.ptr, name_len});
    struct et_slice value = trim((struct et_slice){equals + 1, line.len - name_len - 1});
    if (find_either(reader, name, &index, &file) != ET_OK) {
        return complain(reader, ET_EINVAL, "%s, line %d: there is no setting %.*s.", path, number,
                        (int)(name.len < 100 ? name.len : 100), name.ptr);
    }
    if (et_slice_present(reader->values[index]) || et_slice_present(reader->paths[index])) {
        return complain(reader, ET_EINVAL, "%s, line %d: %s is set twice.", path, number,
                        reader->table[index].name);
    }
    (file ? reader->paths : reader->values)[index] = value;
    return ET_OK;
}

static int read_settings_file(struct reader *reader, const char *path)
{
    struct et_slice text;
    int status = read_file(reader->arena, path, &text);
    if (status != ET_OK) {
        return complain(reader, status,
                        "The configuration file %s can't be read, or is over 64 KiB.", path);
    }
    for (int number = 1; text.len > 0; number++) {
        const char *feed = memchr(text.ptr, '\n', text.len);
        size_t len = feed != NULL ? (size_t)(feed - text.ptr) : text.len;
        keep_first(&status, read_line(reader, path, number, (struct et_slice){text.ptr, len}));
        size_t used = feed != NULL ? len + 1 : len;
        text = (struct et_slice){text.ptr + used, text.len - used};
    }
    return status;
}

/* The path for NAME_FILE, from the environment or else the configuration file; NULL when neither has it. */
static const char *named_file(struct reader *reader, size_t index)
{
    char name[128];
    snprintf(name, sizeof name, "%s_FILE", reader->table[index].name);
    const char *path = from_environment(reader, name);
    if (path == NULL && !et_slice_present(reader->values[index]) && reader->paths[index].len > 0) {
        path = et_arena_copy(reader->arena, reader->paths[index]);
    }
    return path;
}

/* The environment, NAME before NAME_FILE, over the configuration file over the default. */
static int settle(struct reader *reader, size_t index)
{
    const struct et_setting *setting = &reader->table[index];
    struct et_slice value = et_slice_from(from_environment(reader, setting->name));
    const char *path = et_slice_present(value) ? NULL : named_file(reader, index);
    if (path != NULL) {
        int status = from_named_file(reader, setting, path, &value);
        if (status != ET_OK) {
            return status;
        }
    }
    if (!et_slice_present(value)) {
        value = reader->values[index];
    }
    if (value.len == 0) {
        value = et_slice_from(setting->otherwise);
    }
    if (!et_slice_present(value)) {
        return complain(reader, ET_EINVAL, "%s must be set: %s.", setting->name, setting->help);
    }
    int status = value.len > 0 ? check(reader, setting, value) : ET_OK;
    if (status != ET_OK) {
        return status;
    }
    char *copy = et_arena_copy(reader->arena, value);
    reader->values[index] = (struct et_slice){copy, value.len};
    return copy != NULL ? ET_OK : ET_ENOMEM;
}

int et_config_read(struct et_arena *arena, const struct et_setting *table, size_t count,
                   const char *const *environment, const char *file, struct et_config *ret_config,
                   struct et_slice *ret_error)
{
    struct reader reader = {
        .arena = arena,
        .table = table,
        .count = count,
        .environment = environment,
        .values = et_arena_array(arena, count, sizeof(struct et_slice)),
        .paths = et_arena_array(arena, count, sizeof(struct et_slice)),
    };
    et_buf_init(&reader.error, arena, ERROR_MAX);
    int status = reader.values != NULL && reader.paths != NULL ? ET_OK : ET_ENOMEM;
    if (status == ET_OK && file != NULL) {
        status = read_settings_file(&reader, file);
    }
    bool settling = status == ET_OK || status == ET_EINVAL;
    /* Without the file, most of what is missing would be missing only because of that. */
    for (size_t i = 0; i < count && settling; i++) {
        int failed = settle(&reader, i);
        keep_first(&status, failed);
        settling = failed != ET_ENOMEM;
    }
    if (status != ET_OK) {
        struct et_slice error = et_buf_text(&reader.error);
        *ret_error = error.len > 0 ? error : ET_LIT("Out of memory while reading settings.");
        return status;
    }
    *ret_config = (struct et_config){table, count, reader.values};
    return ET_OK;
}

struct et_slice et_config_text(const struct et_config *config, const char *name)
{
    for (size_t i = 0; i < config->count; i++) {
        if (strcmp(config->table[i].name, name) == 0) {
            return config->values[i];
        }
    }
    abort();
}

int64_t et_config_integer(const struct et_config *config, const char *name)
{
    int64_t value = 0;
    (void)et_parse_i64(et_config_text(config, name), INT64_MIN, INT64_MAX, &value);
    return value;
}

bool et_config_on(const struct et_config *config, const char *name)
{
    return et_slice_eq(et_config_text(config, name), ET_LIT("on"));
}

bool et_config_has(const struct et_config *config, const char *name)
{
    return et_config_text(config, name).len > 0;
}

static void put_form(struct et_buf *buf, const struct et_setting *setting)
{
    switch (setting->kind) {
    case ET_SETTING_INTEGER:
        et_buf_printf(buf, "%lld..%lld", (long long)setting->min, (long long)setting->max);
        break;
    case ET_SETTING_SECONDS:
        et_buf_printf(buf, "%lld..%lld seconds", (long long)setting->min, (long long)setting->max);
        break;
    case ET_SETTING_CHOICE:
        et_buf_puts(buf, setting->choices);
        break;
    case ET_SETTING_ON_OFF:
        et_buf_puts(buf, "on|off");
        break;
    case ET_SETTING_SECRET:
        et_buf_puts(buf, "secret");
        break;
    case ET_SETTING_TEXT:
        et_buf_puts(buf, "text");
        break;
    }
}

void et_config_help(struct et_buf *buf, const struct et_setting *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        et_buf_printf(buf, "  %s (", table[i].name);
        put_form(buf, &table[i]);
        if (table[i].otherwise == NULL) {
            et_buf_puts(buf, "; must be set");
        } else if (*table[i].otherwise != '\0') {
            et_buf_printf(buf, "; default %s", table[i].otherwise);
        }
        et_buf_printf(buf, ")\n      %s\n", table[i].help);
    }
}

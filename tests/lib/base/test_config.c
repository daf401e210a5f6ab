#include "lib/base/config.h"

#include <unistd.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static const struct et_setting table[] = {
    {"T_NAME", ET_SETTING_TEXT, "Google", 0, 0, NULL, "what the button says"},
    {"T_WORKERS", ET_SETTING_INTEGER, "", 1, 64, NULL, "how many workers run"},
    {"T_DRAIN", ET_SETTING_SECONDS, "20", 0, 600, NULL, "how long a worker may finish"},
    {"T_LEVEL", ET_SETTING_CHOICE, "info", 0, 0, "debug|info|error", "what is logged"},
    {"T_SAMPLE", ET_SETTING_ON_OFF, "off", 0, 0, NULL, "sample data"},
    {"T_KEY", ET_SETTING_SECRET, NULL, 0, 0, NULL, "the signing key"},
};

struct fixture {
    struct et_arena *arena;
    struct et_config config;
    struct et_slice error;
    int status;
};

static struct fixture read_with(const char *const *environment, const char *file)
{
    struct fixture f = {.arena = et_arena_new(1 << 20)};
    f.status =
        et_config_read(f.arena, table, ET_COUNT(table), environment, file, &f.config, &f.error);
    return f;
}

/* Makes a file with this content; the path is to be unlinked. */
static void make_file(char path[32], const char *content)
{
    memcpy(path, "/tmp/et-config-XXXXXX", 22);
    int fd = mkstemp(path);
    CU_ASSERT(fd >= 0 && write(fd, content, strlen(content)) == (ssize_t)strlen(content));
    close(fd);
}

static void without_values_the_defaults_hold(void)
{
    static const char *const environment[] = {"T_KEY=k", NULL};
    struct fixture f = read_with(environment, NULL);
    CU_ASSERT(f.status == ET_OK);
    if (f.status == ET_OK) {
        ET_ASSERT_TEXT(et_config_text(&f.config, "T_NAME"), "Google");
        CU_ASSERT(et_config_integer(&f.config, "T_DRAIN") == 20);
        CU_ASSERT(et_config_integer(&f.config, "T_WORKERS") == 0);
        CU_ASSERT(!et_config_has(&f.config, "T_WORKERS") && et_config_has(&f.config, "T_KEY"));
        CU_ASSERT(!et_config_on(&f.config, "T_SAMPLE"));
    }
    et_arena_free(f.arena);
}

static void the_environment_wins_over_the_file(void)
{
    static const char *const environment[] = {"T_KEY=k", "T_DRAIN=5", "T_NAME=", "T_KEYS=no", NULL};
    char path[32];
    make_file(path, "# a comment\n\nT_DRAIN=7\n T_NAME = A = B \nT_SAMPLE=on");
    struct fixture f = read_with(environment, path);
    CU_ASSERT(f.status == ET_OK);
    if (f.status == ET_OK) {
        CU_ASSERT(et_config_integer(&f.config, "T_DRAIN") == 5);
        ET_ASSERT_TEXT(et_config_text(&f.config, "T_NAME"), "A = B");
        CU_ASSERT(et_config_on(&f.config, "T_SAMPLE"));
    }
    et_arena_free(f.arena);
    unlink(path);
}

static void a_secret_may_come_from_a_file_of_its_own(void)
{
    char path[32];
    char variable[64];
    make_file(path, "s3cret\n");
    snprintf(variable, sizeof variable, "T_KEY_FILE=%s", path);
    const char *const environment[] = {variable, NULL};
    struct fixture f = read_with(environment, NULL);
    CU_ASSERT(f.status == ET_OK);
    if (f.status == ET_OK) {
        ET_ASSERT_TEXT(et_config_text(&f.config, "T_KEY"), "s3cret");
    }
    et_arena_free(f.arena);
    unlink(path);
    f = read_with(environment, NULL);
    CU_ASSERT(f.status == ET_EIO && strstr(f.error.ptr, "T_KEY_FILE") != NULL);
    et_arena_free(f.arena);
}

static void the_file_may_name_a_file_of_its_own(void)
{
    char secret[32];
    char path[32];
    char text[128];
    static const char *const nothing[] = {NULL};
    static const char *const ours[] = {"T_KEY=ours", NULL};

    make_file(secret, " s3cret\n");
    snprintf(text, sizeof text, "T_KEY_FILE = %s\n", secret);
    make_file(path, text);
    struct fixture f = read_with(nothing, path);
    CU_ASSERT(f.status == ET_OK);
    if (f.status == ET_OK) {
        ET_ASSERT_TEXT(et_config_text(&f.config, "T_KEY"), "s3cret");
    }
    et_arena_free(f.arena);
    unlink(secret);
    f = read_with(nothing, path);
    CU_ASSERT(f.status == ET_EIO && strstr(f.error.ptr, "T_KEY_FILE") != NULL);
    et_arena_free(f.arena);
    /* What the environment says is enough; the file is not even opened. */
    f = read_with(ours, path);
    CU_ASSERT(f.status == ET_OK);
    if (f.status == ET_OK) {
        ET_ASSERT_TEXT(et_config_text(&f.config, "T_KEY"), "ours");
    }
    et_arena_free(f.arena);
    unlink(path);

    make_file(path, "T_KEY=one\nT_KEY_FILE=/two\n");
    f = read_with(nothing, path);
    CU_ASSERT(f.status == ET_EINVAL && strstr(f.error.ptr, "line 2: T_KEY is set twice") != NULL);
    et_arena_free(f.arena);
    unlink(path);
    make_file(path, "T_KIND_FILE=/x\n");
    f = read_with(nothing, path);
    CU_ASSERT(f.status == ET_EINVAL && strstr(f.error.ptr, "there is no setting T_KIND_FILE") != NULL);
    et_arena_free(f.arena);
    unlink(path);
}

static void a_wrong_value_is_told_with_its_name(void)
{
    static const struct {
        const char *variable;
        const char *error;
    } wrong[] = {
        {"T_WORKERS=65", "T_WORKERS must be a whole number from 1 to 64."},
        {"T_WORKERS=two", "T_WORKERS must be a whole number from 1 to 64."},
        {"T_LEVEL=in", "T_LEVEL must be one of debug|info|error."},
        {"T_SAMPLE=true", "T_SAMPLE must be on or off."},
        {"T_NAME=\xFF", "T_NAME must be UTF-8 text without NUL."},
    };
    for (size_t i = 0; i < ET_COUNT(wrong); i++) {
        const char *const environment[] = {"T_KEY=k", wrong[i].variable, NULL};
        struct fixture f = read_with(environment, NULL);
        CU_ASSERT(f.status == ET_EINVAL);
        CU_ASSERT(et_slice_eq(f.error, et_slice_from(wrong[i].error)));
        et_arena_free(f.arena);
    }
}

static void a_missing_setting_is_told_with_its_help(void)
{
    static const char *const environment[] = {NULL};
    struct fixture f = read_with(environment, NULL);
    CU_ASSERT(f.status == ET_EINVAL);
    ET_ASSERT_TEXT(f.error, "T_KEY must be set: the signing key.");
    et_arena_free(f.arena);
}

static void every_fault_is_told_not_only_the_first(void)
{
    static const char *const environment[] = {"T_LEVEL=in", "T_KEY_FILE=/nonexistent/key", NULL};
    char path[32];
    char many[16 * 1024];
    make_file(path, "T_NMAE=y\nT_WORKERS=65\nT_SAMPLE\n");
    struct fixture f = read_with(environment, path);
    CU_ASSERT(f.status == ET_EINVAL);
    CU_ASSERT(strstr(f.error.ptr, "line 1: there is no setting T_NMAE.\n") != NULL);
    CU_ASSERT(strstr(f.error.ptr, "line 3: expected NAME=value.\n") != NULL);
    CU_ASSERT(strstr(f.error.ptr, "\nT_WORKERS must be a whole number") != NULL);
    CU_ASSERT(strstr(f.error.ptr, "\nT_LEVEL must be one of") != NULL);
    CU_ASSERT(strstr(f.error.ptr, "\nT_KEY_FILE: the file /nonexistent/key can't be read") != NULL);
    et_arena_free(f.arena);
    unlink(path);

    memset(many, '\n', sizeof many - 1);
    for (size_t i = 0; i + 1 < sizeof many; i += 2) {
        many[i] = 'x';
    }
    many[sizeof many - 1] = '\0';
    make_file(path, many);
    f = read_with(environment, path);
    CU_ASSERT(f.status == ET_EINVAL && strstr(f.error.ptr, "line 1: expected") != NULL);
    et_arena_free(f.arena);
    unlink(path);
}

static void slips_in_the_file_are_told_with_their_line(void)
{
    static const char *const environment[] = {"T_KEY=k", NULL};
    static const struct {
        const char *content;
        const char *error;
    } slips[] = {{"T_NAME=x\nT_NMAE=y\n", "line 2: there is no setting T_NMAE."},
                 {"T_NAME", "line 1: expected NAME=value."},
                 {"T_NAME=x\nT_NAME=y\n", "line 2: T_NAME is set twice."}};
    for (size_t i = 0; i < ET_COUNT(slips); i++) {
        char path[32];
        make_file(path, slips[i].content);
        struct fixture f = read_with(environment, path);
        CU_ASSERT(f.status == ET_EINVAL && strstr(f.error.ptr, slips[i].error) != NULL);
        et_arena_free(f.arena);
        unlink(path);
    }
    struct fixture f = read_with(environment, "/nonexistent/expense.conf");
    CU_ASSERT(f.status == ET_EIO);
    et_arena_free(f.arena);
}

static void the_help_shows_form_and_default_but_no_secret(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 10000);
    et_config_help(&buf, table, ET_COUNT(table));
    const char *help = et_buf_text(&buf).ptr;
    CU_ASSERT(strstr(help, "  T_DRAIN (0..600 seconds; default 20)\n") != NULL);
    CU_ASSERT(strstr(help, "  T_LEVEL (debug|info|error; default info)\n") != NULL);
    CU_ASSERT(strstr(help, "  T_KEY (secret; must be set)\n      the signing key\n") != NULL);
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"without values the defaults hold", without_values_the_defaults_hold},
    {"the environment wins over the file", the_environment_wins_over_the_file},
    {"a secret may come from a file of its own", a_secret_may_come_from_a_file_of_its_own},
    {"the file may name a file of its own", the_file_may_name_a_file_of_its_own},
    {"a wrong value is told with its name", a_wrong_value_is_told_with_its_name},
    {"every fault is told, not only the first", every_fault_is_told_not_only_the_first},
    {"a missing setting is told with its help", a_missing_setting_is_told_with_its_help},
    {"slips in the file are told with their line", slips_in_the_file_are_told_with_their_line},
    {"the help shows form and default but no secret",
     the_help_shows_form_and_default_but_no_secret},
};

int main(void)
{
    return et_test_run("config", tests, ET_COUNT(tests));
}

/* main.c - the program `expensed`: options, the listening socket, and which pool to run. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/dispatch.h"
#include "fcgi/labels.h"
#include "fcgi/listing.h"
#include "fcgi/make_recurring.h"
#include "fcgi/routes.h"
#include "fcgi/settings.h"
#include "fcgi/supervisor.h"
#include "fcgi/worker.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"

#define EXIT_CONFIGURATION 2
#define LISTEN_FDS_START 3 /* sd_listen_fds(3) */

extern char **environ;

struct invocation {
    enum et_pool pool;
    bool pool_given;
    bool make_recurring;
    const char *config_file;
    bool check;
};

static int print_help(void)
{
    struct et_arena *arena = et_arena_new((size_t)256 * 1024);
    struct et_buf text;

    if (arena == NULL)
        return 1;
    et_buf_init(&text, arena, (size_t)128 * 1024);
    et_settings_help(&text);
    (void)printf(
        "Usage: expensed --pool=api|identity [--config FILE]\n"
        "       expensed --make-recurring [--config FILE]\n"
        "Serves FastCGI on the listening socket that it is started with: descriptor 0\n"
        "(spawn-fcgi -n) or systemd's LISTEN_FDS. Supervises its own workers.\n\n"
        "  --pool=api|identity  which pool to run\n"
        "  --config FILE        read settings from NAME=value lines, too\n"
        "  --make-recurring     make the recurring expenses that are due, and exit; needs\n"
        "                       no pool and only EXPENSE_DATABASE_URL\n"
        "  --check-config       check the settings and exit: 0 right, 2 wrong\n"
        "  --print-routes       the API's routes as tab-separated lines\n"
        "  --print-statements   every SQL statement that the api pool runs\n"
        "  --help, --version\n\n"
        "SIGTERM, SIGINT, SIGQUIT: finish what is in work and exit. SIGHUP: read the settings\n"
        "again, start new workers, let the old ones finish.\n"
        "Exit status: 0 fine, 1 failed while running, 2 wrong settings.\n\n"
        "Settings (environment, or the file; NAME_FILE names a file with the value):\n"
        "%.*s",
        (int)et_buf_text(&text).len, et_buf_text(&text).ptr);
    et_arena_free(arena);
    return fflush(stdout) == 0 ? 0 : 1;
}

static int usage(const char *why)
{
    (void)fprintf(stderr, "expensed: %s\nTry: expensed --help\n", why);
    return EXIT_CONFIGURATION;
}

/* Returns -1 to go on, else the exit status. */
static int read_options(int argc, char **argv, struct invocation *ret)
{
    static const struct option options[] = {
        {"pool", required_argument, NULL, 'p'},
        {"config", required_argument, NULL, 'c'},
        {"check-config", no_argument, NULL, 'k'},
        {"print-routes", no_argument, NULL, 'r'},
        {"make-recurring", no_argument, NULL, 'm'},
        {"print-statements", no_argument, NULL, 's'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (option) {
        case 'p':
            if (strcmp(optarg, "api") != 0 && strcmp(optarg, "identity") != 0)
                return usage("--pool must be api or identity");
            ret->pool = strcmp(optarg, "api") == 0 ? ET_POOL_API : ET_POOL_IDENTITY;
            ret->pool_given = true;
            break;
        case 'c':
            ret->config_file = optarg;
            break;
        case 'm':
            ret->make_recurring = true;
            break;
        case 'k':
            ret->check = true;
            break;
        case 'r':
            return et_print_routes(stdout);
        case 's':
            return et_print_statements(stdout);
        case 'h':
            return print_help();
        case 'V':
            (void)printf("expensed %s\n", EXPENSE_VERSION);
            return fflush(stdout) == 0 ? 0 : 1;
        default:
            return usage("unknown option");
        }
    }
    if (optind < argc)
        return usage("it takes no arguments, only options");
    if (ret->make_recurring && ret->pool_given)
        return usage("--make-recurring runs once and is no pool");
    if (ret->make_recurring)
        ret->pool = ET_POOL_NONE;
    return ret->pool_given || ret->make_recurring ? -1 : usage("--pool is missing");
}

static bool is_listening(int fd)
{
    int listening = 0;
    socklen_t size = sizeof(listening);

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

/* systemd's first socket if it is meant for us, else descriptor 0. It moves to a descriptor of its
 * own that no exec inherits, and stops blocking: two workers may wake for one connection. */
static int take_listener(void)
{
    const char *pid = getenv("LISTEN_PID");
    const char *count = getenv("LISTEN_FDS");
    char own[16];
    int from = STDIN_FILENO;
    int fd;
    int null;

    (void)snprintf(own, sizeof(own), "%ld", (long)getpid());
    if (pid != NULL && count != NULL && strcmp(pid, own) == 0 && strcmp(count, "0") != 0)
        from = LISTEN_FDS_START;
    if (!is_listening(from))
        return -1;
    fd = fcntl(from, F_DUPFD_CLOEXEC, 10);
    null = open("/dev/null", O_RDWR);
    if (fd < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0)
        return -1;
    if (null > STDERR_FILENO)
        (void)close(null);
    if (from > STDERR_FILENO)
        (void)close(from);
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0 ? fd : -1;
}

static int work_api(const struct et_settings *settings, const struct et_workplace *place)
{
    struct et_worker_options options = {
        .settings = settings,
        .routes = et_routes,
        .route_count = et_route_count,
        .labels = et_api_labels()->names,
        .label_count = et_api_labels()->count,
        .place = place,
    };

    return et_worker_run(&options);
}

static int work_identity(const struct et_settings *settings, const struct et_workplace *place)
{
    return et_identity_worker(&settings->identity, place->listen_fd, place->slot, place->keys);
}

int main(int argc, char **argv)
{
    struct invocation invocation = {0};
    struct et_pool_options options = {.environment = (const char *const *)environ};
    struct et_settings *settings = NULL;
    char error[ET_SETTINGS_ERROR_MAX];
    bool api;
    int done = read_options(argc, argv, &invocation);

    if (done >= 0)
        return done;
    if (et_settings_read(invocation.pool, invocation.config_file, options.environment, &settings,
                         error) != 0) {
        for (char *rest = error, *line; (line = strsep(&rest, "\n")) != NULL;)
            (void)fprintf(stderr, "expensed: %s\n", line);
        return EXIT_CONFIGURATION;
    }
    if (invocation.check || invocation.make_recurring) {
        done = invocation.check ? 0 : et_make_recurring(settings);
        et_settings_free(settings);
        return done;
    }
    api = invocation.pool == ET_POOL_API;
    options.pool = invocation.pool;
    options.pool_name = api ? "api" : "identity";
    options.config_file = invocation.config_file;
    options.listen_fd = take_listener();
    options.labels = api ? et_api_labels()->names : et_identity_labels;
    options.label_count = api ? et_api_labels()->count : et_identity_label_count;
    options.work = api ? work_api : work_identity;
    if (options.listen_fd < 0) {
        et_settings_free(settings);
        return usage("descriptor 0 is not a listening socket; start it with spawn-fcgi -n");
    }
    return et_supervisor_run(&options, settings);
}

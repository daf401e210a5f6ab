#include "fcgi/identity.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "fcgi/hooks.h"
#include "fcgi/identity_db.h"
#include "fcgi/identity_io.h"
#include "fcgi/identity_pool.h"
#include "fcgi/slots.h"
#include "lib/auth/fetch.h"
#include "lib/auth/key_ring.h"
#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

#define ARENA_MAX ((size_t)4 * 1024 * 1024)
#define TURN_MS 1000
#define EXIT_CONFIGURATION 2
#define RESERVE_MS 500 /* of the time a person waits, kept for the database and the answer */
#define CALLBACK_PATH "/api/auth/callback"

static volatile sig_atomic_t stopping;

static void on_stop(int signal_number)
{
    (void)signal_number;
    stopping = 1;
}

static void on_ignored(int signal_number)
{
    (void)signal_number;
}

/* Signals are taken only while waiting for a connection: anywhere else they would cut libfcgi's
 * reads and writes. Our own handlers are set before FCGX_Init, which then leaves them alone. */
static int take_signals(sigset_t *ret_waiting)
{
    static const int stops[] = {SIGTERM, SIGQUIT, SIGINT};
    struct sigaction stop = {.sa_handler = on_stop};
    struct sigaction ignore = {.sa_handler = on_ignored};
    sigset_t blocked;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGHUP);
    sigaddset(&blocked, SIGUSR1);
    for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
        sigaddset(&blocked, stops[i]);
        if (sigaction(stops[i], &stop, NULL) != 0)
            return ET_EIO;
    }
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 || sigaction(SIGHUP, &ignore, NULL) != 0 ||
        sigaction(SIGUSR1, &ignore, NULL) != 0)
        return ET_EIO;
    sigemptyset(ret_waiting);
    return sigprocmask(SIG_SETMASK, &blocked, NULL) == 0 ? 0 : ET_EIO;
}

static const char *redirect_uri(const char *public_origin, struct et_arena *arena)
{
    struct et_buf uri;

    et_buf_init(&uri, arena, 1024);
    et_buf_puts(&uri, public_origin);
    et_buf_puts(&uri, CALLBACK_PATH);
    et_buf_putc(&uri, '\0');
    return et_buf_failed(&uri) ? NULL : uri.data;
}

static void close_pool(struct et_identity_pool *pool)
{
    et_oidc_free(pool->oidc);
    et_fetcher_free(pool->fetcher);
    et_identity_db_free(pool->db);
}

/* Returns 0 or an exit status. What it makes from `process` lives as long as the worker. */
static int open_pool(struct et_identity_pool *pool, struct et_arena *process)
{
    const struct et_identity_settings *settings = pool->settings;
    const struct et_oidc_settings oidc = {
        .issuer = settings->issuer,
        .client_id = settings->client_id,
        .client_secret = settings->client_secret,
        .redirect_uri = redirect_uri(settings->public_origin, process),
        .keys = pool->keys,
        .timeout_ms =
            (long)(settings->timeout_ms > 2 * RESERVE_MS ? settings->timeout_ms - RESERVE_MS
                                                         : settings->timeout_ms),
    };

    if (settings->ring->count == 0 || oidc.redirect_uri == NULL)
        return EXIT_CONFIGURATION;
    int r = et_oidc_new(&oidc, &pool->oidc);
    if (r == ET_EINVAL) {
        et_identity_log_event(settings, ET_LOG_ERROR, "configuration",
                              "EXPENSE_OIDC_ISSUER must be an https address, or http on this "
                              "machine.");
        return EXIT_CONFIGURATION;
    }
    pool->fetcher = et_fetcher_new();
    pool->db = et_identity_db_new(settings->database_url, settings->schema_min,
                                  settings->schema_max, pool->slot);
    return r != 0 || pool->fetcher == NULL || pool->db == NULL ? EXIT_FAILURE : 0;
}

static void log_request(const struct et_identity_pool *pool, const struct et_request *request,
                        size_t label, int status, int64_t duration_us)
{
    char memory[ET_LOG_LINE_MAX];
    struct et_log log;

    if (pool->settings->log_level > ET_LOG_INFO)
        return;
    et_log_begin(&log, memory, sizeof(memory), et_clock_unix_ms(), ET_LOG_INFO, "request");
    et_log_text(&log, "request_id", request->id);
    et_log_text(&log, "route", et_slice_from(et_identity_labels[label]));
    et_log_i64(&log, "status", status);
    et_log_i64(&log, "duration_us", duration_us);
    et_log_write(STDERR_FILENO, et_log_end(&log));
}

void et_identity_beat(struct et_identity_pool *pool)
{
    atomic_store(&pool->slot->heartbeat, et_clock_monotonic_ms());
}

static void serve_one(struct et_identity_pool *pool, FCGX_Request *fcgi, struct et_arena *arena)
{
    int64_t start = et_clock_monotonic_us();
    struct et_request request;
    struct et_response response;
    size_t label = et_identity_label_count - 1;

    et_identity_beat(pool);
    atomic_store(&pool->slot->in_flight, 1);
    pool->now = (struct et_oidc_now){.wall = et_clock_unix_seconds(), .steady = start / 1000000};
    et_oidc_begin(pool->oidc);
    et_response_init(&response, arena);
    int r = et_identity_read(fcgi, arena, ET_IDENTITY_BODY_MAX, &request);
    et_hook(ET_HOOK_IDENTITY_READ);
    if (r == 0)
        label = et_identity_route(pool, &request, &response);
    else if (r == ET_ETOOBIG)
        et_problem(&response, &request, 413, "body_too_large", "The body is too large.");
    else if (r == ET_ENOMEM)
        et_problem(&response, &request, 503, "unavailable", "Please try again.");
    else
        et_problem(&response, &request, 400, "bad_request", "The body is not complete.");
    et_identity_send(fcgi, &request, &response);
    et_hook(ET_HOOK_IDENTITY_WRITTEN);
    int64_t duration = et_clock_monotonic_us() - start;
    et_slot_request(pool->slot, label, response.status, duration);
    log_request(pool, &request, label, response.status, duration);
    atomic_store(&pool->slot->in_flight, 0);
}

/* Waits for a connection. Returns whether there may be one. */
static bool wait_turn(struct et_identity_pool *pool, int listen_fd, const sigset_t *waiting)
{
    static const struct timespec turn = {.tv_sec = TURN_MS / 1000};
    struct pollfd poll = {.fd = listen_fd, .events = POLLIN};

    et_identity_beat(pool);
    return ppoll(&poll, 1, &turn, waiting) > 0 && !stopping;
}

/* What accept() may say although the next try can succeed. */
static bool is_passing(int error)
{
    return error == EAGAIN || error == EINTR || error == ECONNABORTED || error == EMFILE ||
           error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

static int serve(struct et_identity_pool *pool, int listen_fd, struct et_arena *arena,
                 const sigset_t *waiting)
{
    FCGX_Request fcgi;
    uint64_t served = 0;

    if (FCGX_InitRequest(&fcgi, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        return EXIT_FAILURE;
    atomic_store(&pool->slot->state, ET_SLOT_SERVING);
    while (!stopping &&
           (pool->settings->max_requests == 0 || served < pool->settings->max_requests)) {
        if (!wait_turn(pool, listen_fd, waiting)) {
            et_identity_db_ready(pool->db);
            continue;
        }
        int r = FCGX_Accept_r(&fcgi);
        if (r == 0) {
            serve_one(pool, &fcgi, arena);
            et_arena_reset(arena);
            served++;
        } else if (!is_passing(-r)) {
            et_identity_log_event(pool->settings, ET_LOG_ERROR, "accept_failed", strerror(-r));
            return EXIT_FAILURE;
        }
    }
    atomic_store(&pool->slot->state, ET_SLOT_DRAINING);
    FCGX_Free(&fcgi, 1);
    return EXIT_SUCCESS;
}

int et_identity_worker(const struct et_identity_settings *settings, int listen_fd,
                       struct et_slot *slot, struct et_jwks_shared *keys)
{
    struct et_identity_pool pool = {.settings = settings, .slot = slot, .keys = keys};
    struct et_arena *process = et_arena_new((size_t)64 * 1024);
    struct et_arena *arena = et_arena_new(ARENA_MAX);
    sigset_t waiting;
    int status = EXIT_FAILURE;

    int flags = fcntl(listen_fd, F_GETFL);
    if (process != NULL && arena != NULL && flags >= 0 &&
        fcntl(listen_fd, F_SETFL, flags | O_NONBLOCK) == 0 && take_signals(&waiting) == 0 &&
        curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && FCGX_Init() == 0) {
        status = open_pool(&pool, process);
        if (status == 0) {
            et_identity_db_ready(pool.db); /* so that readiness knows before the first request */
            status = serve(&pool, listen_fd, arena, &waiting);
        }
        close_pool(&pool);
        curl_global_cleanup();
    }
    et_arena_free(arena);
    et_arena_free(process);
    return status;
}

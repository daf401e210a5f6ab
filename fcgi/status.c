/* status.c - see status.h. A plain libfcgi accept loop: nobody else waits for this process. */
#include "fcgi/status.h"

#include <fcgiapp.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fcgi/peer.h"
#include "fcgi/slots.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/http/response.h"

#define ARENA_MAX ((size_t)4 * 1024 * 1024)
#define BODY_MAX ((size_t)1024 * 1024)
#define SUPERVISOR_STALE_MS 10000

static int answer_readyz(const struct et_status_options *options, int64_t now, struct et_buf *body)
{
    struct et_readiness ready = et_slots_readiness(options->slots, now);
    bool ok = ready.live > 0 && ready.schema_ok > 0;

    et_buf_printf(body,
                  "{\"ready\":%s,\"degraded\":%s,\"workers\":%d,\"schema_ok\":%d,"
                  "\"database_connections\":%d}\n",
                  ok ? "true" : "false", ready.database_ready == 0 ? "true" : "false", ready.live,
                  ready.schema_ok, ready.database_ready);
    return ok ? 200 : 503;
}

static int answer_livez(const struct et_status_options *options, int64_t now, struct et_buf *body)
{
    int64_t beat = atomic_load(&options->slots->supervisor_heartbeat);
    bool alive = now - beat < SUPERVISOR_STALE_MS;

    et_buf_printf(body, "{\"alive\":%s}\n", alive ? "true" : "false");
    return alive ? 200 : 503;
}

int et_status_answer(const struct et_status_options *options, const char *path, int64_t now,
                     struct et_buf *body, const char **ret_type)
{
    size_t length = strcspn(path, "?");

    *ret_type = "application/json";
    if (length == 8 && memcmp(path, "/metrics", 8) == 0) {
        *ret_type = "text/plain; version=0.0.4; charset=utf-8";
        et_slots_metrics(options->slots, options->pool, options->version, options->labels,
                         options->label_count, now, body);
        return 200;
    }
    if (length == 6 && memcmp(path, "/livez", 6) == 0)
        return answer_livez(options, now, body);
    if (length == 7 && memcmp(path, "/readyz", 7) == 0)
        return answer_readyz(options, now, body);
    et_buf_puts(body, "{\"detail\":\"There is nothing at this address.\"}\n");
    return 404;
}

int et_status_open(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat info;
    int fd;

    if (strlen(path) >= sizeof(address.sun_path))
        return ET_EINVAL;
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (lstat(path, &info) == 0 && S_ISSOCK(info.st_mode))
        (void)unlink(path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return ET_EIO;
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || chmod(path, 0660) != 0 ||
        listen(fd, 64) != 0) {
        (void)close(fd);
        return ET_EIO;
    }
    return fd;
}

static void serve(const struct et_status_options *options, FCGX_Request *request,
                  struct et_arena *arena)
{
    const char *path = FCGX_GetParam("REQUEST_URI", request->envp);
    const char *type;
    struct et_buf body;
    struct et_slice text;
    int status;
    char scratch[512];

    while (FCGX_GetStr(scratch, sizeof(scratch), request->in) > 0)
        continue;
    et_buf_init(&body, arena, BODY_MAX);
    status =
        et_status_answer(options, path != NULL ? path : "", et_clock_monotonic_ms(), &body, &type);
    text = et_buf_text(&body);
    (void)FCGX_FPrintF(request->out,
                       "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
                       "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
                       status, et_status_reason(status), type, (int)text.len);
    (void)FCGX_PutStr(text.ptr != NULL ? text.ptr : "", (int)text.len, request->out);
    request->keepConnection = 0; /* a kept connection would hold this process */
    FCGX_Finish_r(request);
    et_arena_reset(arena);
}

int et_status_run(const struct et_status_options *options, int listen_fd)
{
    struct et_arena *arena = et_arena_new(ARENA_MAX);
    FCGX_Request request;
    sigset_t none;

    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGHUP, SIG_IGN);
    if (arena == NULL || et_peer_setup() != 0 || FCGX_InitRequest(&request, listen_fd, 0) != 0)
        return 1;
    /* libfcgi has set a handler for SIGTERM; here it may end the process at once. */
    (void)signal(SIGTERM, SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    while (FCGX_Accept_r(&request) == 0)
        serve(options, &request, arena);
    et_arena_free(arena);
    return 1;
}

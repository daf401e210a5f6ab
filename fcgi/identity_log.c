#include <openssl/evp.h>
#include <unistd.h>

#include "fcgi/identity_pool.h"
#include "lib/base/clock.h"
#include "lib/base/hex.h"
#include "lib/http/request.h"

/* The first 64 bits of a hash of issuer and subject: enough to follow one person through a log,
 * nothing that names them. */
static struct et_slice hash_of(const char *issuer, struct et_slice subject, char out[17])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = subject.ptr != NULL && context != NULL &&
                EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                EVP_DigestUpdate(context, issuer, strlen(issuer) + 1) == 1 &&
                EVP_DigestUpdate(context, subject.ptr, subject.len) == 1 &&
                EVP_DigestFinal_ex(context, digest, NULL) == 1;

    EVP_MD_CTX_free(context);
    if (!done)
        return ET_ABSENT;
    et_hex_encode(digest, 8, out);
    return (struct et_slice){out, 16};
}

void et_identity_log(const struct et_identity_pool *pool, const struct et_request *request,
                     enum et_log_level level, const char *how, const char *outcome,
                     const char *reason, struct et_slice subject)
{
    char memory[ET_LOG_LINE_MAX];
    char user[17];
    struct et_log log;

    if (level < pool->settings->log_level)
        return;
    et_log_begin(&log, memory, sizeof(memory), et_clock_unix_ms(), level, "sign_in");
    et_log_text(&log, "request_id", request->id);
    et_log_text(&log, "client", request->client);
    et_log_text(&log, "how", et_slice_from(how));
    et_log_text(&log, "outcome", et_slice_from(outcome));
    if (reason != NULL)
        et_log_text(&log, "reason", et_slice_from(reason));
    if (subject.ptr != NULL)
        et_log_text(&log, "user", hash_of(pool->settings->issuer, subject, user));
    et_log_write(STDERR_FILENO, et_log_end(&log));
}

void et_identity_log_event(const struct et_identity_settings *settings, enum et_log_level level,
                           const char *event, const char *detail)
{
    char memory[ET_LOG_LINE_MAX];
    struct et_log log;

    if (level < settings->log_level)
        return;
    et_log_begin(&log, memory, sizeof(memory), et_clock_unix_ms(), level, event);
    et_log_i64(&log, "pid", getpid());
    if (detail != NULL)
        et_log_text(&log, "detail", et_slice_from(detail));
    et_log_write(STDERR_FILENO, et_log_end(&log));
}

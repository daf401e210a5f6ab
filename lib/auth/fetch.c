#include "lib/auth/fetch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

#define CONNECT_TIMEOUT_MS 2000L
#define HEADER_BYTES_MAX ((size_t)32 * 1024)

struct et_fetcher {
    CURL *curl;
};

/* One running request, as the callbacks see it. */
struct transfer {
    enum et_reach reach;
    struct et_buf body;
    size_t header_bytes;
    bool too_big;
    bool refused;
    int64_t max_age;
};

struct et_fetcher *et_fetcher_new(void)
{
    struct et_fetcher *fetcher = calloc(1, sizeof(*fetcher));

    if (fetcher == NULL)
        return NULL;
    fetcher->curl = curl_easy_init();
    if (fetcher->curl == NULL) {
        free(fetcher);
        return NULL;
    }
    return fetcher;
}

void et_fetcher_free(struct et_fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    curl_easy_cleanup(fetcher->curl);
    free(fetcher);
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;
    size_t len = size * count;

    if (len > transfer->body.max - transfer->body.len) {
        transfer->too_big = true;
        return 0;
    }
    et_buf_put(&transfer->body, (struct et_slice){data, len});
    return et_buf_failed(&transfer->body) ? 0 : len;
}

static size_t on_header(char *data, size_t size, size_t count, void *user)
{
    static const char name[] = "cache-control:";
    struct transfer *transfer = user;
    size_t len = size * count;

    transfer->header_bytes += len;
    if (transfer->header_bytes > HEADER_BYTES_MAX) {
        transfer->too_big = true;
        return 0;
    }
    if (len > sizeof(name) - 1 && strncasecmp(data, name, sizeof(name) - 1) == 0)
        transfer->max_age =
            et_fetch_max_age((struct et_slice){data + sizeof(name) - 1, len - (sizeof(name) - 1)});
    return len;
}

static curl_socket_t on_open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = user;

    if (purpose != CURLSOCKTYPE_IPCXN || !et_fetch_address_ok(&address->addr, transfer->reach)) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Keeps the connections of the handle but none of its options. */
static void prepare(CURL *curl, const struct et_fetch *fetch, struct transfer *transfer,
                    struct curl_slist *headers)
{
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, fetch->url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     fetch->reach == ET_REACH_LOOPBACK ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     fetch->timeout_ms < CONNECT_TIMEOUT_MS ? fetch->timeout_ms
                                                            : CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, fetch->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "expense-tracker");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
    /* A kept connection is not checked again: addresses that others tell us always get a new one.
     */
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, fetch->reach == ET_REACH_PUBLIC ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, fetch->reach == ET_REACH_PUBLIC ? 1L : 0L);
    if (fetch->form != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, fetch->form);
}

static int add_header(struct et_arena *arena, struct curl_slist **list, const char *name,
                      const char *value)
{
    struct et_buf line;

    if (value == NULL)
        return 0;
    et_buf_init(&line, arena, 8192);
    et_buf_puts(&line, name);
    et_buf_puts(&line, ": ");
    et_buf_puts(&line, value);
    et_buf_putc(&line, '\0');
    if (et_buf_failed(&line))
        return ET_ENOMEM;
    struct curl_slist *longer = curl_slist_append(*list, line.data);
    if (longer == NULL)
        return ET_ENOMEM;
    *list = longer;
    return 0;
}

static struct et_slice bare_type(struct et_arena *arena, const char *content_type)
{
    struct et_slice text = et_slice_from(content_type != NULL ? content_type : "");

    text.len = strcspn(text.ptr, "; \t");
    char *copy = et_arena_copy(arena, text);
    if (copy == NULL)
        return ET_LIT("");
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (struct et_slice){copy, text.len};
}

static int to_error(CURLcode code, const struct transfer *transfer)
{
    if (code == CURLE_OK)
        return 0;
    if (transfer->too_big)
        return ET_ETOOBIG;
    if (transfer->refused)
        return ET_EINVAL;
    if (transfer->body.failed || code == CURLE_OUT_OF_MEMORY)
        return ET_ENOMEM;
    return code == CURLE_OPERATION_TIMEDOUT ? ET_ETIME : ET_EIO;
}

int et_fetch(struct et_fetcher *fetcher, const struct et_fetch *fetch, struct et_arena *arena,
             struct et_fetched *ret_fetched)
{
    struct transfer transfer = {.reach = fetch->reach, .max_age = -1};
    struct curl_slist *headers = NULL;

    if (!et_fetch_url_ok(fetch->url, fetch->reach))
        return ET_EINVAL;
    et_buf_init(&transfer.body, arena, fetch->max_bytes);
    int r = add_header(arena, &headers, "Accept", fetch->accept);
    if (r == 0)
        r = add_header(arena, &headers, "Authorization", fetch->authorization);
    if (r == 0) {
        prepare(fetcher->curl, fetch, &transfer, headers);
        r = to_error(curl_easy_perform(fetcher->curl), &transfer);
    }
    if (r == 0) {
        char *type = NULL;
        curl_easy_getinfo(fetcher->curl, CURLINFO_CONTENT_TYPE, &type);
        curl_easy_getinfo(fetcher->curl, CURLINFO_RESPONSE_CODE, &ret_fetched->status);
        ret_fetched->content_type = bare_type(arena, type);
        ret_fetched->body = et_buf_text(&transfer.body);
        ret_fetched->max_age = transfer.max_age;
    }
    curl_easy_reset(fetcher->curl); /* forgets pointers into the arena and the stack */
    curl_slist_free_all(headers);
    return r;
}

int64_t et_fetch_max_age(struct et_slice cache_control)
{
    static const char name[] = "max-age=";
    int64_t max_age = -1;
    size_t at = 0;

    while (at < cache_control.len) {
        const char *item = cache_control.ptr + at;
        size_t left = cache_control.len - at;
        size_t len = 0;
        while (len < left && memchr(", \t\r\n", item[len], 5) == NULL)
            len++;
        if ((len == 8 && strncasecmp(item, "no-store", 8) == 0) ||
            (len == 8 && strncasecmp(item, "no-cache", 8) == 0))
            return 0;
        if (len > sizeof(name) - 1 && strncasecmp(item, name, sizeof(name) - 1) == 0) {
            int64_t value = 0;
            size_t digit = sizeof(name) - 1;
            for (; digit < len && item[digit] >= '0' && item[digit] <= '9'; digit++)
                value = value > INT32_MAX ? value : value * 10 + (item[digit] - '0');
            if (digit == len)
                max_age = value;
        }
        at += len + 1;
    }
    return max_age;
}

const char *et_fetch_encode(struct et_arena *arena, struct et_slice text)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *encoded = et_arena_array(arena, text.len + 1, 3);
    char *out = encoded;

    if (encoded == NULL)
        return NULL;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (memchr(plain, c, sizeof(plain) - 1) != NULL) {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = hex[c >> 4];
            *out++ = hex[c & 15];
        }
    }
    *out = '\0';
    return encoded;
}

/* Which URLs and addresses a request may go to. */
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "lib/auth/fetch.h"

struct block4 {
    uint32_t network;
    int bits;
};

/* IPv4 that is not the public internet: the IANA special-purpose registry (RFC 6890). */
static const struct block4 special4[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 3},
};

static bool is_loopback4(uint32_t address)
{
    return address >> 24 == 127;
}

static bool is_public4(uint32_t address)
{
    for (size_t i = 0; i < sizeof(special4) / sizeof(special4[0]); i++)
        if ((address ^ special4[i].network) >> (32 - special4[i].bits) == 0)
            return false;
    return true;
}

/* Global unicast is 2000::/3. Inside it, 6to4 and Teredo wrap other addresses, and 2001:db8::/32 is
 * for documentation: all refused. NAT64 (64:ff9b::/96) and mapped IPv4 lie outside it. */
static bool is_public6(const unsigned char a[16])
{
    if ((a[0] & 0xe0) != 0x20)
        return false;
    if (a[0] == 0x20 && a[1] == 0x02)
        return false;
    if (a[0] == 0x20 && a[1] == 0x01 && (a[2] < 0x02 || (a[2] == 0x0d && a[3] == 0xb8)))
        return false;
    return true;
}

bool et_fetch_address_ok(const struct sockaddr *address, enum et_reach reach)
{
    if (reach == ET_REACH_HTTPS)
        return address->sa_family == AF_INET || address->sa_family == AF_INET6;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        uint32_t host = ntohl(in.sin_addr.s_addr);
        return reach == ET_REACH_LOOPBACK ? is_loopback4(host) : is_public4(host);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof(in6));
        return reach == ET_REACH_LOOPBACK ? IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr)
                                          : is_public6(in6.sin6_addr.s6_addr);
    }
    return false;
}

static void free_url(CURLU **url)
{
    curl_url_cleanup(*url);
}

static void free_part(char **part)
{
    curl_free(*part);
}

#define AUTO_URL __attribute__((cleanup(free_url))) CURLU *
#define AUTO_PART __attribute__((cleanup(free_part))) char *

static CURLU *parse(const char *text)
{
    CURLU *url = curl_url();

    if (url != NULL && curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK) {
        curl_url_cleanup(url);
        url = NULL;
    }
    return url;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    AUTO_PART text = NULL;

    return curl_url_get(url, part, &text, 0) == CURLUE_OK;
}

static bool part_is(CURLU *url, CURLUPart part, unsigned flags, const char *expected)
{
    AUTO_PART text = NULL;

    return curl_url_get(url, part, &text, flags) == CURLUE_OK && strcmp(text, expected) == 0;
}

bool et_fetch_url_ok(const char *url, enum et_reach reach)
{
    AUTO_URL parsed = parse(url);

    if (parsed == NULL || has_part(parsed, CURLUPART_USER) ||
        has_part(parsed, CURLUPART_PASSWORD) || has_part(parsed, CURLUPART_FRAGMENT))
        return false;
    bool https = part_is(parsed, CURLUPART_SCHEME, 0, "https");
    switch (reach) {
    case ET_REACH_HTTPS:
        return https;
    case ET_REACH_PUBLIC:
        return https && part_is(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT, "443");
    case ET_REACH_LOOPBACK:
        return (https || part_is(parsed, CURLUPART_SCHEME, 0, "http")) &&
               (part_is(parsed, CURLUPART_HOST, 0, "localhost") ||
                part_is(parsed, CURLUPART_HOST, 0, "127.0.0.1") ||
                part_is(parsed, CURLUPART_HOST, 0, "[::1]"));
    }
    return false;
}

bool et_fetch_host_listed(const char *url, const char *hosts)
{
    AUTO_URL parsed = parse(url);
    AUTO_PART host = NULL;

    if (parsed == NULL || curl_url_get(parsed, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return false;
    size_t len = strlen(host);
    while (*hosts != '\0') {
        hosts += strspn(hosts, ", ");
        size_t item = strcspn(hosts, ", ");
        if (item > 0 && item == len && strncasecmp(hosts, host, len) == 0)
            return true;
        hosts += item;
    }
    return false;
}

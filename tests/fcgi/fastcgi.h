/* fastcgi.h - the bytes that a web server sends (FastCGI specification, section 3), for tests. */
#ifndef ET_TESTS_FCGI_FASTCGI_H
#define ET_TESTS_FCGI_FASTCGI_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { RECORD_BEGIN = 1, RECORD_ABORT = 2, RECORD_PARAMS = 4, RECORD_STDIN = 5 };
enum { ROLE_RESPONDER = 1, ROLE_AUTHORIZER = 2 };

struct wire {
    unsigned char bytes[256 * 1024];
    size_t length;
};

static inline void wire_record(struct wire *wire, int type, const void *content, size_t length)
{
    const unsigned char head[8] = {1,
                                   (unsigned char)type,
                                   0,
                                   1,
                                   (unsigned char)(length >> 8),
                                   (unsigned char)(length & 255),
                                   0,
                                   0};

    memcpy(wire->bytes + wire->length, head, sizeof(head));
    if (length > 0)
        memcpy(wire->bytes + wire->length + sizeof(head), content, length);
    wire->length += sizeof(head) + length;
}

static inline void wire_begin(struct wire *wire, int role, int keep)
{
    const unsigned char body[8] = {0, (unsigned char)role, (unsigned char)keep};

    wire_record(wire, RECORD_BEGIN, body, sizeof(body));
}

/* A record of one parameter, with four-byte lengths. */
static inline void wire_param(struct wire *wire, const char *name, const char *value)
{
    unsigned char content[65535];
    size_t name_length = strlen(name);
    size_t value_length = strlen(value);

    for (int i = 0; i < 4; i++) {
        content[i] = (unsigned char)(name_length >> (24 - 8 * i));
        content[4 + i] = (unsigned char)(value_length >> (24 - 8 * i));
    }
    content[0] |= 0x80;
    content[4] |= 0x80;
    memcpy(content + 8, name, name_length);
    memcpy(content + 8 + name_length, value, value_length);
    wire_record(wire, RECORD_PARAMS, content, 8 + name_length + value_length);
}

/* A whole request with keep-alive. `length` is what Content-Length says; NULL leaves it out. */
static inline void wire_request(struct wire *wire, const char *method, const char *target,
                                const char *length, const char *body)
{
    wire_begin(wire, ROLE_RESPONDER, 1);
    wire_param(wire, "REQUEST_METHOD", method);
    wire_param(wire, "REQUEST_URI", target);
    wire_param(wire, "REQUEST_ID", "0123456789abcdef0123456789abcdef");
    if (length != NULL)
        wire_param(wire, "CONTENT_LENGTH", length);
    wire_record(wire, RECORD_PARAMS, NULL, 0);
    if (body != NULL && body[0] != '\0')
        wire_record(wire, RECORD_STDIN, body, strlen(body));
    wire_record(wire, RECORD_STDIN, NULL, 0);
}

#endif

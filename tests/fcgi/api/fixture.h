/* fixture.h - an exchange made by hand: what a handler's test needs, without socket or database. */
#ifndef ET_TESTS_FCGI_API_FIXTURE_H
#define ET_TESTS_FCGI_API_FIXTURE_H

#include "fcgi/api/handlers.h"
#include "lib/base/arena.h"
#include "tests/lib/unit.h"

struct fixture {
    struct et_api_settings settings;
    struct et_request request;
    struct et_response response;
    struct et_unit unit;
    struct et_exchange exchange;
};

static const char *const fixture_no_params[] = {NULL};

/* A signed-in caller of ledger 5, user 7, who asks with this query and body. */
static inline struct et_exchange *fixture_begin(struct fixture *fixture, const char *query,
                                                const char *body)
{
    *fixture = (struct fixture){
        .settings = {.environment = "development",
                     .version = "1.0",
                     .provider_name = "Google",
                     .sample_data = true,
                     .public_origin = "http://localhost:8080",
                     .cursor_key = ET_LIT("0123456789abcdef0123456789abcdef")},
        .request = {.arena = et_arena_new((size_t)32 * 1024 * 1024),
                    .method = ET_POST,
                    .path = ET_LIT("/api/expenses"),
                    .query = et_slice_from(query),
                    .body = et_slice_from(body),
                    .id = ET_LIT("0123456789abcdef0123456789abcdef"),
                    .params = fixture_no_params},
    };
    et_response_init(&fixture->response, fixture->request.arena);
    fixture->exchange = (struct et_exchange){
        .request = &fixture->request,
        .response = &fixture->response,
        .unit = &fixture->unit,
        .settings = &fixture->settings,
        .caller = {.user = 7,
                   .ledger = 5,
                   .currency = ET_LIT("INR"),
                   .time_zone = ET_LIT("Asia/Kolkata"),
                   .today = ET_LIT("2026-11-23")},
    };
    return &fixture->exchange;
}

static inline void fixture_end(struct fixture *fixture)
{
    et_arena_free(fixture->request.arena);
}

/* A header's value; absent when the response doesn't have it. */
static inline struct et_slice fixture_header(const struct fixture *fixture, const char *name)
{
    for (size_t i = 0; i < fixture->response.header_count; i++) {
        if (strcmp(fixture->response.headers[i].name, name) == 0) {
            return fixture->response.headers[i].value;
        }
    }
    return ET_ABSENT;
}

static inline bool fixture_body_has(const struct fixture *fixture, const char *text)
{
    struct et_slice body = et_buf_text(&fixture->response.body);
    return memmem(body.ptr, body.len, text, strlen(text)) != NULL;
}

/* A parameter of the unit's first statement, counted from 1 as in SQL; absent for NULL. */
static inline struct et_slice fixture_value(const struct fixture *fixture, size_t number)
{
    return et_slice_from(fixture->unit.steps[0].values[number - 1]);
}

static inline struct et_rows fixture_rows(const struct et_slice *cells, size_t rows, size_t columns)
{
    return (struct et_rows){.rows = rows, .columns = columns, .cells = cells};
}

/* One expense as the database answers it. */
#define FIXTURE_TEA_OF(category)                                                                   \
    ET_LIT("1"), ET_LIT("Tea \"hot\""), ET_LIT("1550"), ET_LIT("INR"), ET_LIT(category),           \
        ET_LIT("2024-01-15"), ET_ABSENT, ET_LIT("2026-11-23 01:36:45.123456+00"),                  \
        ET_LIT("2026-11-23 01:36:46+00"), ET_LIT("1"), ET_LIT("f"), ET_ABSENT, ET_ABSENT
#define FIXTURE_TEA FIXTURE_TEA_OF("Food")
#define FIXTURE_TEA_JSON                                                                           \
    "{\"id\":1,\"title\":\"Tea \\\"hot\\\"\",\"amount\":15.50,\"currency\":\"INR\","               \
    "\"category\":\"Food\",\"date\":\"2024-01-15T00:00:00\","                                      \
    "\"created_at\":\"2026-11-23T01:36:45.123456Z\","                                              \
    "\"updated_at\":\"2026-11-23T01:36:46.000000Z\","                                              \
    "\"version\":1,\"sample\":false,\"import_id\":null"

#endif

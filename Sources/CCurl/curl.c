#pragma GCC visibility push(hidden)
#include "shim.h"
#include "CLoading.h"

#define LIBRARY "libcurl.so.4"
#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD(LIBRARY, type, name, parameters, arguments)

FORWARD(void, curl_free, (void *a), (a))
FORWARD(CURLcode, curl_global_init, (long a), (a))
FORWARD(struct curl_slist *, curl_slist_append, (struct curl_slist *a, const char *b), (a, b))
FORWARD(void, curl_slist_free_all, (struct curl_slist *a), (a))
FORWARD(time_t, curl_getdate, (const char *a, const time_t *b), (a, b))
FORWARD(curl_version_info_data *, curl_version_info, (CURLversion a), (a))
FORWARD(const char *, curl_easy_strerror, (CURLcode a), (a))
FORWARD(CURL *, curl_easy_init, (void), ())
FORWARD(CURLcode, curl_easy_perform, (CURL *a), (a))
FORWARD(void, curl_easy_cleanup, (CURL *a), (a))
FORWARD(void, curl_easy_reset, (CURL *a), (a))
FORWARD(CURLcode, curl_easy_recv, (CURL *a, void *b, size_t c, size_t *d), (a, b, c, d))
FORWARD(CURLcode, curl_easy_send, (CURL *a, const void *b, size_t c, size_t *d), (a, b, c, d))
FORWARD(CURLU *, curl_url, (void), ())
FORWARD(void, curl_url_cleanup, (CURLU *a), (a))
FORWARD(CURLUcode, curl_url_get, (CURLU *a, CURLUPart b, char **c, unsigned int d), (a, b, c, d))
FORWARD(CURLUcode, curl_url_set, (CURLU *a, CURLUPart b, const char *c, unsigned int d), (a, b, c, d))

// A function with variable arguments can't hand them on: one for each type of argument.
#define SET(name, argument)                                                                                                \
    CURLcode name(CURL *handle, CURLoption option, argument value)                                                         \
    {                                                                                                                      \
        ROUTER_FIND(LIBRARY, curl_easy_setopt);                                                                            \
        return function(handle, option, value);                                                                            \
    }

#define GET(name, result)                                                                                                  \
    CURLcode name(CURL *handle, CURLINFO info, result value)                                                               \
    {                                                                                                                      \
        ROUTER_FIND(LIBRARY, curl_easy_getinfo);                                                                           \
        return function(handle, info, value);                                                                              \
    }

SET(router_setopt_long, long)
SET(router_setopt_string, const char *)
SET(router_setopt_pointer, void *)
SET(router_setopt_write, curl_write_callback)
SET(router_setopt_debug, curl_debug_callback)
SET(router_setopt_progress, curl_xferinfo_callback)
GET(router_getinfo_long, long *)
GET(router_getinfo_socket, curl_socket_t *)
GET(router_getinfo_certinfo, struct curl_certinfo **)

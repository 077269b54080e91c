#ifndef ROUTER_CCURL_SHIM_H
#define ROUTER_CCURL_SHIM_H

// The type checks are macros for C callers; Swift sees only the functions below.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift can't call variadic C functions: one shim for each type of argument.
CURLcode router_setopt_long(CURL *handle, CURLoption option, long value);
CURLcode router_setopt_string(CURL *handle, CURLoption option, const char *value);
CURLcode router_setopt_pointer(CURL *handle, CURLoption option, void *value);
CURLcode router_setopt_write(CURL *handle, CURLoption option, curl_write_callback value);
CURLcode router_setopt_debug(CURL *handle, CURLoption option, curl_debug_callback value);
CURLcode router_setopt_progress(CURL *handle, CURLoption option, curl_xferinfo_callback value);
CURLcode router_getinfo_long(CURL *handle, CURLINFO info, long *value);
CURLcode router_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value);
CURLcode router_getinfo_certinfo(CURL *handle, CURLINFO info, struct curl_certinfo **value);

// The certificates that the server sent; they live as long as the handle's connection.
static inline CURLcode router_getinfo_certificates(CURL *handle, struct curl_certinfo **value) {
    return router_getinfo_certinfo(handle, CURLINFO_CERTINFO, value);
}

static inline const curl_version_info_data *router_version_info(void) {
    return curl_version_info(CURLVERSION_NOW);
}

#endif

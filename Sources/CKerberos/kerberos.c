#pragma GCC visibility push(hidden)
#include "shim.h"
#include "CLoading.h"

#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD("libkrb5.so.3", type, name, parameters, arguments)

FORWARD(krb5_error_code, krb5_cc_get_full_name, (krb5_context a, krb5_ccache b, char **c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_initialize, (krb5_context a, krb5_ccache b, krb5_principal c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_destroy, (krb5_context a, krb5_ccache b), (a, b))
FORWARD(krb5_error_code, krb5_cc_close, (krb5_context a, krb5_ccache b), (a, b))
FORWARD(krb5_error_code, krb5_cc_store_cred, (krb5_context a, krb5_ccache b, krb5_creds *c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_get_principal, (krb5_context a, krb5_ccache b, krb5_principal *c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_start_seq_get, (krb5_context a, krb5_ccache b, krb5_cc_cursor *c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_next_cred,
    (krb5_context a, krb5_ccache b, krb5_cc_cursor *c, krb5_creds *d), (a, b, c, d))
FORWARD(krb5_error_code, krb5_cc_end_seq_get, (krb5_context a, krb5_ccache b, krb5_cc_cursor *c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_new_unique,
    (krb5_context a, const char *b, const char *c, krb5_ccache *d), (a, b, c, d))
FORWARD(krb5_error_code, krb5_kt_close, (krb5_context a, krb5_keytab b), (a, b))
FORWARD(krb5_error_code, krb5_init_context, (krb5_context *a), (a))
FORWARD(void, krb5_free_context, (krb5_context a), (a))
FORWARD(krb5_error_code, krb5_get_credentials,
    (krb5_context a, krb5_flags b, krb5_ccache c, krb5_creds *d, krb5_creds **e), (a, b, c, d, e))
FORWARD(krb5_error_code, krb5_parse_name, (krb5_context a, const char *b, krb5_principal *c), (a, b, c))
FORWARD(krb5_error_code, krb5_unparse_name, (krb5_context a, krb5_const_principal b, char **c), (a, b, c))
FORWARD(krb5_error_code, krb5_kt_resolve, (krb5_context a, const char *b, krb5_keytab *c), (a, b, c))
FORWARD(krb5_error_code, krb5_cc_resolve, (krb5_context a, const char *b, krb5_ccache *c), (a, b, c))
FORWARD(krb5_boolean, krb5_is_config_principal, (krb5_context a, krb5_const_principal b), (a, b))
FORWARD(krb5_error_code, krb5_cc_cache_match, (krb5_context a, krb5_principal b, krb5_ccache *c), (a, b, c))
FORWARD(void, krb5_free_principal, (krb5_context a, krb5_principal b), (a, b))
FORWARD(void, krb5_free_creds, (krb5_context a, krb5_creds *b), (a, b))
FORWARD(void, krb5_free_cred_contents, (krb5_context a, krb5_creds *b), (a, b))
FORWARD(void, krb5_free_unparsed_name, (krb5_context a, char *b), (a, b))
FORWARD(void, krb5_free_string, (krb5_context a, char *b), (a, b))
FORWARD(krb5_error_code, krb5_sname_to_principal,
    (krb5_context a, const char *b, const char *c, krb5_int32 d, krb5_principal *e), (a, b, c, d, e))
FORWARD(krb5_error_code, krb5_get_init_creds_keytab,
    (krb5_context a, krb5_creds *b, krb5_principal c, krb5_keytab d, krb5_deltat e, const char *f,
     krb5_get_init_creds_opt *g),
    (a, b, c, d, e, f, g))
FORWARD(const char *, krb5_get_error_message, (krb5_context a, krb5_error_code b), (a, b))
FORWARD(void, krb5_free_error_message, (krb5_context a, const char *b), (a, b))

ROUTER_FORWARD(
    "libgssapi_krb5.so.2", OM_uint32, gss_krb5_ccache_name, (OM_uint32 *a, const char *b, const char **c), (a, b, c))

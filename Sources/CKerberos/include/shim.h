#ifndef ROUTER_CKERBEROS_SHIM_H
#define ROUTER_CKERBEROS_SHIM_H

#include <krb5.h>
#include <gssapi/gssapi_krb5.h>

// Makes GSSAPI on this thread use the credential cache of that name; NULL for the usual one.
static inline int router_use_cache(const char *name) {
    OM_uint32 minor = 0;
    return gss_krb5_ccache_name(&minor, name, NULL) == GSS_S_COMPLETE;
}

#endif

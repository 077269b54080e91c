#ifndef ROUTER_CLIBPQ_SHIM_H
#define ROUTER_CLIBPQ_SHIM_H

#include <postgresql/libpq-fe.h>

#endif

#include "CLoading.h"

#include <dlfcn.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

static void fail(void)
{
    const char *problem = dlerror();
    dprintf(
        STDERR_FILENO, "error[library]: %s\n  help: install the library with the system's package manager\n",
        problem ? problem : "a library can't be loaded");
    _exit(EX_SOFTWARE);
}

void *router_load(const char *library, const char *function)
{
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    void *found = handle ? dlsym(handle, function) : NULL;
    if (!found) fail();
    return found;
}

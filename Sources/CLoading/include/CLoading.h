#ifndef ROUTER_CLOADING_H
#define ROUTER_CLOADING_H

// Libraries that most commands do not need are loaded when the first of their functions is called: loading libcurl and what it
// needs costs more than all the rest of a short command. Each function is defined here under its own name, hidden from the
// libraries, and hands its arguments on; a function that is not listed fails to link, and a wrong prototype to compile.

#include <stdatomic.h>

// A function of a library, both by name; ends the program with a sentence when there is no such thing on this machine.
void *router_load(const char *library, const char *function);

// Declares `function`, looked up once.
#define ROUTER_FIND(library, name)                                                                                         \
    static _Atomic(void *) found;                                                                                          \
    void *pointer = atomic_load_explicit(&found, memory_order_acquire);                                                    \
    if (!pointer) {                                                                                                        \
        pointer = router_load(library, #name);                                                                             \
        atomic_store_explicit(&found, pointer, memory_order_release);                                                      \
    }                                                                                                                      \
    __typeof__(&name) function = pointer

#define ROUTER_FORWARD(library, type, name, parameters, arguments)                                                         \
    type name parameters                                                                                                   \
    {                                                                                                                      \
        ROUTER_FIND(library, name);                                                                                        \
        return function arguments;                                                                                         \
    }

#endif

#ifndef ROUTER_CLIBICAL_SHIM_H
#define ROUTER_CLIBICAL_SHIM_H

// libical's own headers have more than Swift need see.

// A property with those of its parameters that are looked at; NULL for those that it lacks. All live as long as the call.
struct router_ical_property {
    const char *name, *value;
    const char *tzid, *kind, *cn, *partstat, *role, *email;
};

struct router_ical_visitor {
    void *context;
    void (*begin)(void *context, const char *component);
    void (*property)(void *context, const struct router_ical_property *property);
    void (*end)(void *context);
};

// Once, before anything else.
void router_ical_start(void);

// Walks through all components of a text, each before what it holds; returns 0 when the text is no calendar at all.
int router_ical_walk(const char *text, const struct router_ical_visitor *visitor);

#endif

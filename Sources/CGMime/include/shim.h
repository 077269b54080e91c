#ifndef ROUTER_CGMIME_SHIM_H
#define ROUTER_CGMIME_SHIM_H

// GMime's own headers bring all of GLib along, which Swift need not see.

// Once, before anything else.
void router_gmime_start(void);

// Tells of each person in a list; those of groups too. Names are decoded; both may be NULL, and live as long as the call.
void router_gmime_mailboxes(
    const char *text, void *context, void (*found)(void *context, const char *name, const char *address));

#endif

#pragma GCC visibility push(hidden)
#include <gmime/gmime.h>

#include "CLoading.h"
#include "shim.h"

#define LIBRARY "libgmime-3.0.so.0"
#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD(LIBRARY, type, name, parameters, arguments)

FORWARD(void, g_mime_init, (void), ())
FORWARD(InternetAddressList *, internet_address_list_parse, (GMimeParserOptions *a, const char *b), (a, b))
FORWARD(int, internet_address_list_length, (InternetAddressList *a), (a))
FORWARD(InternetAddress *, internet_address_list_get_address, (InternetAddressList *a, int b), (a, b))
FORWARD(const char *, internet_address_get_name, (InternetAddress *a), (a))
FORWARD(InternetAddressList *, internet_address_group_get_members, (InternetAddressGroup *a), (a))
FORWARD(const char *, internet_address_mailbox_get_addr, (InternetAddressMailbox *a), (a))
FORWARD(GType, internet_address_group_get_type, (void), ())
FORWARD(gboolean, g_type_check_instance_is_a, (GTypeInstance *a, GType b), (a, b))
FORWARD(void, g_object_unref, (gpointer a), (a))

typedef void (*found_mailbox)(void *context, const char *name, const char *address);

void router_gmime_start(void)
{
    g_mime_init();
}

// Groups stand in groups only in broken letters.
enum { DEEPEST = 8 };

static void tell(InternetAddressList *list, void *context, found_mailbox found, int depth)
{
    int count = list && depth < DEEPEST ? internet_address_list_length(list) : 0;
    for (int at = 0; at < count; at++) {
        InternetAddress *address = internet_address_list_get_address(list, at);
        if (g_type_check_instance_is_a((GTypeInstance *)address, internet_address_group_get_type()))
            tell(internet_address_group_get_members((InternetAddressGroup *)address), context, found, depth + 1);
        else
            found(
                context, internet_address_get_name(address),
                internet_address_mailbox_get_addr((InternetAddressMailbox *)address));
    }
}

void router_gmime_mailboxes(const char *text, void *context, found_mailbox found)
{
    InternetAddressList *list = internet_address_list_parse(NULL, text);
    if (!list) return;
    tell(list, context, found, 0);
    g_object_unref(list);
}

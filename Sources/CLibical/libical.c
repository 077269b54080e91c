#pragma GCC visibility push(hidden)
#include <libical/ical.h>

#include "CLoading.h"
#include "shim.h"

#define LIBRARY "libical.so.3"
#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD(LIBRARY, type, name, parameters, arguments)

FORWARD(void, icalerror_set_errors_are_fatal, (int a), (a))
FORWARD(icalcomponent *, icalparser_parse_string, (const char *a), (a))
FORWARD(void, icalcomponent_free, (icalcomponent *a), (a))
FORWARD(icalcomponent_kind, icalcomponent_isa, (const icalcomponent *a), (a))
FORWARD(const char *, icalcomponent_kind_to_string, (icalcomponent_kind a), (a))
FORWARD(icalcomponent *, icalcomponent_get_first_component, (icalcomponent *a, icalcomponent_kind b), (a, b))
FORWARD(icalcomponent *, icalcomponent_get_next_component, (icalcomponent *a, icalcomponent_kind b), (a, b))
FORWARD(icalproperty *, icalcomponent_get_first_property, (icalcomponent *a, icalproperty_kind b), (a, b))
FORWARD(icalproperty *, icalcomponent_get_next_property, (icalcomponent *a, icalproperty_kind b), (a, b))
FORWARD(const char *, icalproperty_get_property_name, (const icalproperty *a), (a))
FORWARD(icalvalue *, icalproperty_get_value, (const icalproperty *a), (a))
FORWARD(char *, icalproperty_get_parameter_as_string_r, (icalproperty *a, const char *b), (a, b))
FORWARD(icalvalue_kind, icalvalue_isa, (const icalvalue *a), (a))
FORWARD(const char *, icalvalue_get_text, (const icalvalue *a), (a))
FORWARD(char *, icalvalue_as_ical_string_r, (const icalvalue *a), (a))
FORWARD(void, icalmemory_free_buffer, (void *a), (a))

void router_ical_start(void)
{
    icalerror_set_errors_are_fatal(0);
}

static void tell(icalproperty *property, const struct router_ical_visitor *visitor)
{
    static const char *const names[] = {"TZID", "VALUE", "CN", "PARTSTAT", "ROLE", "EMAIL"};
    enum { COUNT = sizeof names / sizeof *names };
    char *parameters[COUNT];
    icalvalue *value = icalproperty_get_value(property);
    if (!value) return;
    // Texts without their escapes, all else as it stands there.
    int is_text = icalvalue_isa(value) == ICAL_TEXT_VALUE;
    char *written = is_text ? NULL : icalvalue_as_ical_string_r(value);
    for (int at = 0; at < COUNT; at++) parameters[at] = icalproperty_get_parameter_as_string_r(property, names[at]);
    struct router_ical_property found = {
        icalproperty_get_property_name(property),
        is_text ? icalvalue_get_text(value) : written,
        parameters[0], parameters[1], parameters[2], parameters[3], parameters[4], parameters[5],
    };
    visitor->property(visitor->context, &found);
    for (int at = 0; at < COUNT; at++) if (parameters[at]) icalmemory_free_buffer(parameters[at]);
    if (written) icalmemory_free_buffer(written);
}

// How deep components lie in one another is seen to before.
static void walk(icalcomponent *component, const struct router_ical_visitor *visitor)
{
    visitor->begin(visitor->context, icalcomponent_kind_to_string(icalcomponent_isa(component)));
    for (icalproperty *property = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); property;
         property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY))
        tell(property, visitor);
    for (icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); inner;
         inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        walk(inner, visitor);
    visitor->end(visitor->context);
}

int router_ical_walk(const char *text, const struct router_ical_visitor *visitor)
{
    icalcomponent *root = icalparser_parse_string(text);
    if (!root) return 0;
    walk(root, visitor);
    icalcomponent_free(root);
    return 1;
}

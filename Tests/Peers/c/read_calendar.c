/* Reads calendars as libical does.

   Standard input: a calendar in base64 on each line. Standard output: what was read, as JSON, on each line.
   packages: libical */

#include <libical/ical.h>
#include <time.h>

#include "json.h"

/* How many times of a recurring meeting are told. */
#define OCCURRENCES 10

/* A time in UTC, as its component's own zones say it: 2026-12-01T07:00:00Z. */
static void write_time(time_t moment) {
    char text[32];
    struct tm parts;
    gmtime_r(&moment, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    json_text(text);
}

static int is_time(icalproperty *property) {
    icalproperty_kind kind = icalproperty_isa(property);
    return kind == ICAL_DTSTART_PROPERTY || kind == ICAL_DTEND_PROPERTY || kind == ICAL_DTSTAMP_PROPERTY;
}

static void write_property(icalproperty *property, icalcomponent *component) {
    icalvalue *value = icalproperty_get_value(property);
    json_open('{');
    json_key("name");
    json_text(icalproperty_get_property_name(property));
    json_key("value");
    if (is_time(property) && icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) {
        struct icaltimetype moment = icalproperty_get_datetime_with_component(property, component);
        write_time(icaltime_as_timet_with_zone(moment, moment.zone));
    } else if (value && icalvalue_isa(value) == ICAL_TEXT_VALUE) {
        json_text(icalvalue_get_text(value));
    } else {
        json_text(icalproperty_get_value_as_string(property));
    }
    json_key("parameters");
    json_open('{');
    for (icalparameter *at = icalproperty_get_first_parameter(property, ICAL_ANY_PARAMETER); at;
         at = icalproperty_get_next_parameter(property, ICAL_ANY_PARAMETER)) {
        const char *name = icalparameter_kind_to_string(icalparameter_isa(at));
        json_key(name ? name : "?");
        if (icalparameter_isa(at) == ICAL_CN_PARAMETER) json_text(icalparameter_get_cn(at));
        else json_text(icalproperty_get_parameter_as_string(property, name ? name : ""));
    }
    json_close('}');
    json_close('}');
}

static void write_component(icalcomponent *component) {
    json_open('{');
    json_key("name");
    json_text(icalcomponent_kind_to_string(icalcomponent_isa(component)));
    json_key("properties");
    json_open('[');
    for (icalproperty *at = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); at;
         at = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY))
        if (icalproperty_isa(at) != ICAL_XLICERROR_PROPERTY) write_property(at, component);
    json_close(']');
    json_key("components");
    json_open('[');
    /* A compound iterator, because icalproperty_get_datetime_with_component moves the component's own. */
    for (icalcompiter at = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT); icalcompiter_deref(&at);
         icalcompiter_next(&at))
        write_component(icalcompiter_deref(&at));
    json_close(']');
    json_close('}');
}

static void write_errors(icalcomponent *component) {
    for (icalproperty *at = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); at;
         at = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY))
        json_text(icalproperty_as_ical_string(at));
    for (icalcompiter at = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT); icalcompiter_deref(&at);
         icalcompiter_next(&at))
        write_errors(icalcompiter_deref(&at));
}

/* The first times of the meeting, or its only one. */
static void write_occurrences(icalcomponent *event) {
    icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    json_key("occurrences");
    json_open('[');
    if (start) {
        struct icaltimetype first = icalproperty_get_datetime_with_component(start, event);
        if (rule) {
            icalrecur_iterator *iterator = icalrecur_iterator_new(icalproperty_get_rrule(rule), first);
            for (int count = 0; iterator && count < OCCURRENCES; count++) {
                struct icaltimetype next = icalrecur_iterator_next(iterator);
                if (icaltime_is_null_time(next)) break;
                write_time(icaltime_as_timet_with_zone(next, first.zone));
            }
            if (iterator) icalrecur_iterator_free(iterator);
        } else {
            write_time(icaltime_as_timet_with_zone(first, first.zone));
        }
    }
    json_close(']');
}

int main(void) {
    char *data;
    size_t length;
    icalerror_set_errors_are_fatal(0);
    while ((data = read_question(&length))) {
        icalcomponent *calendar = strlen(data) == length ? icalparser_parse_string(data) : NULL;
        icalcomponent *event = calendar ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
        json_open('{');
        json_key("valid");
        json_bool(calendar && icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT && icalrestriction_check(calendar));
        json_key("errors");
        json_open('[');
        if (calendar) write_errors(calendar);
        else json_text(strlen(data) == length ? "libical can't read it" : "a NUL stands in it");
        json_close(']');
        if (calendar) {
            json_key("calendar");
            write_component(calendar);
        }
        if (event) write_occurrences(event);
        json_close('}');
        json_end();
        if (calendar) icalcomponent_free(calendar);
        /* Zones are kept between calendars, and so would be those of the one before with the same name. */
        icaltimezone_free_builtin_timezones();
        icalmemory_free_ring();
        free(data);
    }
    return 0;
}

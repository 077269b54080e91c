#ifndef ROUTER_CLIBXML2_SHIM_H
#define ROUTER_CLIBXML2_SHIM_H

// libxml2's own headers have more than Swift need see.

// Texts are UTF-8 and live as long as the call. A namespace may be NULL.
struct router_xml_attribute {
    const char *name, *space, *value;
    int length;
};

struct router_xml_visitor {
    void *context;
    void (*begin)(
        void *context, const char *name, const char *space, int count, const struct router_xml_attribute *attributes);
    void (*text)(void *context, const char *bytes, int length);
    void (*end)(void *context);
    // There is a DOCTYPE, of which nothing is read.
    void (*doctype)(void *context);
    // The text is no XML, from here on.
    void (*problem)(void *context, int line, const char *message);
};

typedef struct router_xml_parser router_xml_parser;

// Once, before anything else.
void router_xml_start(void);

// A parser that reads what it is fed; NULL when there is no memory. The visitor must outlive it.
router_xml_parser *router_xml_open(const struct router_xml_visitor *visitor);

// Reads more; `is_last` when nothing follows. Returns 0 when all was well so far.
int router_xml_feed(router_xml_parser *parser, const char *bytes, int length, int is_last);

// Nothing more is told of, whatever comes.
void router_xml_stop(router_xml_parser *parser);

void router_xml_close(router_xml_parser *parser);

#endif

// Those of the C library are not ours to hide.
#include <stdlib.h>
#include <string.h>

#pragma GCC visibility push(hidden)
#include <libxml/parser.h>
#include <libxml/SAX2.h>

#include "CLoading.h"
#include "shim.h"

#define LIBRARY "libxml2.so.2"
#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD(LIBRARY, type, name, parameters, arguments)

FORWARD(void, xmlInitParser, (void), ())
FORWARD(
    xmlParserCtxtPtr, xmlCreatePushParserCtxt,
    (xmlSAXHandlerPtr a, void *b, const char *c, int d, const char *e), (a, b, c, d, e))
FORWARD(int, xmlCtxtUseOptions, (xmlParserCtxtPtr a, int b), (a, b))
FORWARD(int, xmlParseChunk, (xmlParserCtxtPtr a, const char *b, int c, int d), (a, b, c, d))
FORWARD(void, xmlStopParser, (xmlParserCtxtPtr a), (a))
FORWARD(void, xmlFreeParserCtxt, (xmlParserCtxtPtr a), (a))

// More attributes than any element that is worth reading has.
enum { MOST_ATTRIBUTES = 64 };

struct router_xml_parser {
    xmlParserCtxtPtr libxml;
    const struct router_xml_visitor *visitor;
    int is_stopped;
};

void router_xml_start(void)
{
    xmlInitParser();
}

static void fail(router_xml_parser *parser, int line, const char *message)
{
    if (parser->is_stopped) return;
    parser->visitor->problem(parser->visitor->context, line, message);
    router_xml_stop(parser);
}

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int space_count,
    const xmlChar **spaces, int count, int defaulted_count, const xmlChar **attributes)
{
    (void)prefix, (void)space_count, (void)spaces, (void)defaulted_count;
    router_xml_parser *parser = context;
    if (parser->is_stopped) return;
    if (count > MOST_ATTRIBUTES) return fail(parser, 0, "an element has more than 64 attributes");
    struct router_xml_attribute found[MOST_ATTRIBUTES];
    // Five pointers each: name, prefix, namespace, the value's beginning and its end.
    for (int at = 0; at < count; at++, attributes += 5)
        found[at] = (struct router_xml_attribute){
            (const char *)attributes[0], (const char *)attributes[2], (const char *)attributes[3],
            (int)(attributes[4] - attributes[3])};
    parser->visitor->begin(parser->visitor->context, (const char *)name, (const char *)space, count, found);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    (void)name, (void)prefix, (void)space;
    router_xml_parser *parser = context;
    if (!parser->is_stopped) parser->visitor->end(parser->visitor->context);
}

static void on_text(void *context, const xmlChar *bytes, int length)
{
    router_xml_parser *parser = context;
    if (!parser->is_stopped) parser->visitor->text(parser->visitor->context, (const char *)bytes, length);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    router_xml_parser *parser = context;
    if (parser->is_stopped) return;
    parser->visitor->doctype(parser->visitor->context);
    router_xml_stop(parser);
}

static void on_problem(void *context, xmlErrorPtr error)
{
    router_xml_parser *parser = context;
    if (error->level == XML_ERR_WARNING) return;
    // A namespace that no scheme begins is none of our business.
    if (error->level == XML_ERR_ERROR && error->code == XML_WAR_NS_URI_RELATIVE) return;
    fail(parser, error->line, error->message ? error->message : "no XML");
}

router_xml_parser *router_xml_open(const struct router_xml_visitor *visitor)
{
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.cdataBlock = on_text;
    handler.ignorableWhitespace = on_text;
    handler.internalSubset = on_doctype;
    handler.serror = on_problem;
    router_xml_parser *parser = malloc(sizeof *parser);
    if (!parser) return NULL;
    parser->visitor = visitor;
    parser->is_stopped = 0;
    parser->libxml = xmlCreatePushParserCtxt(&handler, parser, NULL, 0, NULL);
    if (!parser->libxml) {
        free(parser);
        return NULL;
    }
    // No network, nor XML_PARSE_HUGE: the library's own limits stand behind ours. NOENT is for `&amp;` in attributes, which would come
    // as `&#38;`; there are no other entities, since reading ends at a DOCTYPE.
    xmlCtxtUseOptions(parser->libxml, XML_PARSE_NONET | XML_PARSE_NOENT);
    return parser;
}

int router_xml_feed(router_xml_parser *parser, const char *bytes, int length, int is_last)
{
    if (parser->is_stopped) return 1;
    int code = xmlParseChunk(parser->libxml, bytes, length, is_last);
    if (code && !parser->is_stopped && (!parser->libxml->wellFormed || is_last)) fail(parser, 0, "no XML");
    return parser->is_stopped;
}

void router_xml_stop(router_xml_parser *parser)
{
    if (parser->is_stopped) return;
    parser->is_stopped = 1;
    xmlStopParser(parser->libxml);
}

void router_xml_close(router_xml_parser *parser)
{
    xmlFreeParserCtxt(parser->libxml);
    free(parser);
}

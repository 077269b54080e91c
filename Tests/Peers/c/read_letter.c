/* Reads letters as GMime does.

   Standard input: a letter in base64 on each line. Standard output: what was read, as JSON, on each line.
   packages: gmime-3.0 */

#include <gmime/gmime.h>

#include "json.h"

static GString *warnings;

static const char *name_of(GMimeParserWarning warning) {
    switch (warning) {
    case GMIME_WARN_DUPLICATED_HEADER: return "a header stands twice";
    case GMIME_WARN_DUPLICATED_PARAMETER: return "a parameter stands twice";
    case GMIME_WARN_UNENCODED_8BIT_HEADER: return "a header has eight bits";
    case GMIME_WARN_INVALID_CONTENT_TYPE: return "an invalid content type";
    case GMIME_WARN_INVALID_RFC2047_HEADER_VALUE: return "an invalid encoded word";
    case GMIME_WARN_MALFORMED_MULTIPART: return "a malformed multipart";
    case GMIME_WARN_TRUNCATED_MESSAGE: return "a truncated letter";
    case GMIME_WARN_MALFORMED_MESSAGE: return "a malformed letter";
    case GMIME_CRIT_INVALID_HEADER_NAME: return "an invalid header name";
    case GMIME_CRIT_CONFLICTING_HEADER: return "conflicting headers";
    case GMIME_CRIT_CONFLICTING_PARAMETER: return "conflicting parameters";
    case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY: return "a multipart without a boundary";
    case GMIME_WARN_INVALID_PARAMETER: return "an invalid parameter";
    case GMIME_WARN_INVALID_ADDRESS_LIST: return "an invalid address list";
    case GMIME_CRIT_NESTING_OVERFLOW: return "too many parts in one another";
    case GMIME_WARN_PART_WITHOUT_CONTENT: return "a part without content";
    case GMIME_CRIT_PART_WITHOUT_HEADERS_OR_CONTENT: return "a part without anything";
    default: return "another warning";
    }
}

static void warn(gint64 offset, GMimeParserWarning warning, const gchar *item, gpointer data) {
    (void)data;
    g_string_append_printf(warnings, "%lld: %s: %s\n", (long long)offset, name_of(warning), item ? item : "");
}

static void write_warnings(void) {
    json_key("defects");
    json_open('[');
    char **lines = g_strsplit(warnings->str, "\n", -1);
    for (char **line = lines; *line; line++)
        if (**line) json_text(*line);
    g_strfreev(lines);
    json_close(']');
}

static void write_mailboxes(const char *key, GMimeMessage *message, GMimeAddressType type) {
    InternetAddressList *list = g_mime_message_get_addresses(message, type);
    json_key(key);
    if (!list || internet_address_list_length(list) == 0) {
        json_text(NULL);
        return;
    }
    json_open('[');
    for (int at = 0; at < internet_address_list_length(list); at++) {
        InternetAddress *address = internet_address_list_get_address(list, at);
        const char *name = internet_address_get_name(address);
        json_open('{');
        json_key("name");
        json_text(name ? name : "");
        json_key("address");
        json_text(INTERNET_ADDRESS_IS_MAILBOX(address)
                      ? internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(address))
                      : "");
        json_close('}');
    }
    json_close(']');
}

/* Names and decoded values. */
static void write_headers(GMimeObject *object) {
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    for (int at = 0; at < g_mime_header_list_get_count(list); at++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, at);
        json_open('[');
        json_text(g_mime_header_get_name(header));
        json_text(g_mime_header_get_value(header));
        json_close(']');
    }
}

static void write_names(GMimeObject *object) {
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    for (int at = 0; at < g_mime_header_list_get_count(list); at++)
        json_text(g_mime_header_get_name(g_mime_header_list_get_header_at(list, at)));
}

/* An id with the angle brackets that GMime takes off. */
static void write_id(const char *key, const char *id) {
    char *text = id ? g_strdup_printf("<%s>", id) : NULL;
    json_key(key);
    json_text(text);
    g_free(text);
}

static void write_content(GMimePart *part, GMimeContentType *type, gboolean is_shown) {
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    if (wrapper) g_mime_data_wrapper_write_to_stream(wrapper, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    json_key("size");
    json_number(bytes->len);
    char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data, bytes->len);
    json_key("sha256");
    json_text(digest);
    g_free(digest);
    if (is_shown && g_mime_content_type_is_type(type, "text", "*")) {
        const char *charset = g_mime_content_type_get_parameter(type, "charset");
        gsize length = 0;
        const char *data = bytes->len ? (const char *)bytes->data : "";
        char *text = g_convert(data, (gssize)bytes->len, "UTF-8", charset ? charset : "US-ASCII", NULL, &length, NULL);
        json_key("text");
        if (text) json_text_of(text, length);
        else json_text(NULL);
        g_free(text);
    }
    g_object_unref(stream);
}

/* The letter's own fields stand with its first part, to which the letter is given. */
static void write_part(GMimeObject *part, const char *path, GMimeMessage *message) {
    GMimeContentType *type = g_mime_object_get_content_type(part);
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);
    char *name = g_mime_content_type_get_mime_type(type);
    json_open('{');
    json_key("path");
    json_text(path);
    json_key("type");
    json_text(name);
    g_free(name);
    json_key("parameters");
    json_open('{');
    GMimeParamList *parameters = g_mime_content_type_get_parameters(type);
    for (int at = 0; at < g_mime_param_list_length(parameters); at++) {
        GMimeParam *parameter = g_mime_param_list_get_parameter_at(parameters, at);
        json_key(g_mime_param_get_name(parameter));
        json_text(g_mime_param_get_value(parameter));
    }
    json_close('}');
    json_key("disposition");
    json_text(disposition ? g_mime_content_disposition_get_disposition(disposition) : NULL);
    write_id("contentID", g_mime_object_get_content_id(part));
    json_key("fields");
    json_open('[');
    if (message) write_names(GMIME_OBJECT(message));
    write_names(part);
    json_close(']');
    if (GMIME_IS_PART(part)) {
        json_key("fileName");
        json_text(g_mime_part_get_filename(GMIME_PART(part)));
        json_key("encoding");
        json_text(g_mime_content_encoding_to_string(g_mime_part_get_content_encoding(GMIME_PART(part))));
        write_content(GMIME_PART(part), type, disposition == NULL);
    }
    json_close('}');
    for (int at = 0; GMIME_IS_MULTIPART(part) && at < g_mime_multipart_get_count(GMIME_MULTIPART(part)); at++) {
        char *inner = g_strdup_printf("%s.%d", path, at + 1);
        write_part(g_mime_multipart_get_part(GMIME_MULTIPART(part), at), inner, NULL);
        g_free(inner);
    }
}

static void write_letter(GMimeMessage *message) {
    GDateTime *date = g_mime_message_get_date(message);
    json_key("headers");
    json_open('[');
    write_headers(GMIME_OBJECT(message));
    json_close(']');
    json_key("subject");
    json_text(g_mime_message_get_subject(message));
    write_mailboxes("from", message, GMIME_ADDRESS_TYPE_FROM);
    write_mailboxes("replyTo", message, GMIME_ADDRESS_TYPE_REPLY_TO);
    write_mailboxes("to", message, GMIME_ADDRESS_TYPE_TO);
    write_mailboxes("cc", message, GMIME_ADDRESS_TYPE_CC);
    write_mailboxes("bcc", message, GMIME_ADDRESS_TYPE_BCC);
    char *text = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
    json_key("date");
    json_text(text);
    g_free(text);
    write_id("messageID", g_mime_message_get_message_id(message));
    json_key("parts");
    json_open('[');
    write_part(g_mime_message_get_mime_part(message), "1", message);
    json_close(']');
}

int main(void) {
    char *data;
    size_t length;
    g_mime_init();
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_warning_callback(options, warn, NULL);
    while ((data = read_question(&length))) {
        warnings = g_string_new("");
        GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
        GMimeParser *parser = g_mime_parser_new_with_stream(stream);
        GMimeMessage *message = g_mime_parser_construct_message(parser, options);
        json_open('{');
        if (message) write_letter(message);
        else warn(0, GMIME_WARN_MALFORMED_MESSAGE, "not a letter at all", NULL);
        write_warnings();
        json_close('}');
        json_end();
        if (message) g_object_unref(message);
        g_object_unref(parser);
        g_object_unref(stream);
        g_string_free(warnings, TRUE);
        free(data);
    }
    g_mime_parser_options_free(options);
    g_mime_shutdown();
    return 0;
}

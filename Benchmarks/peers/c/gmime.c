/* GMime composes letters; it does not send.
 *
 *   gmime compose COUNT [ATTACHMENT|ics]
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <gmime/gmime.h>

#include "common.h"

static char *text, *html, *meeting;
static const char *attachment;

static GMimePart *part_of(const char *subtype, char *content)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(content, strlen(content));
    GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_content_type_parameter((GMimeObject *)part, "charset", "utf-8");
    g_object_unref(wrapper);
    g_object_unref(stream);
    free(content);
    return part;
}

static void add(GMimeMultipart *multipart, void *part)
{
    g_mime_multipart_add(multipart, part);
    g_object_unref(part);
}

static GMimePart *file_part(const char *path)
{
    GMimePart *part = g_mime_part_new_with_type("application", "octet-stream");
    GMimeStream *stream = g_mime_stream_fs_open(path, O_RDONLY, 0, NULL);
    if (!stream) fail(path);
    GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_part_set_filename(part, basename(path));
    g_object_unref(wrapper);
    g_object_unref(stream);
    return part;
}

static long compose(long number)
{
    char plain[256];
    GMimeMessage *letter = g_mime_message_new(TRUE);
    g_mime_message_add_mailbox(letter, GMIME_ADDRESS_TYPE_FROM, "Магазин «Заря»", SENDER);
    snprintf(plain, sizeof plain, "reader%ld@example.com", number);
    g_mime_message_add_mailbox(letter, GMIME_ADDRESS_TYPE_TO, NAME, plain);
    snprintf(plain, sizeof plain, "Заказ № %ld отправлен", number);
    g_mime_message_set_subject(letter, plain, "utf-8");
    GDateTime *date = g_date_time_new_now_utc();
    g_mime_message_set_date(letter, date);
    g_date_time_unref(date);
    snprintf(plain, sizeof plain, "%ld.%ld@shop.example.com", (long)time(NULL), number);
    g_mime_message_set_message_id(letter, plain);

    GMimeMultipart *alternatives = g_mime_multipart_new_with_subtype("alternative");
    add(alternatives, part_of("plain", fill(text, number)));
    add(alternatives, part_of("html", fill(html, number)));
    if (meeting) {
        GMimePart *part = part_of("calendar", fill(meeting, number));
        g_mime_object_set_content_type_parameter((GMimeObject *)part, "method", "REQUEST");
        add(alternatives, part);
    }
    GMimeMultipart *body = alternatives;
    if (attachment) {
        body = g_mime_multipart_new_with_subtype("mixed");
        add(body, alternatives);
        add(body, file_part(attachment));
    }
    g_mime_message_set_mime_part(letter, (GMimeObject *)body);
    g_object_unref(body);

    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    if (g_mime_object_write_to_stream((GMimeObject *)letter, options, stream) < 0) fail("the letter can't be written");
    /* QUIRK: the number that it returns counts the parts before they are encoded. */
    GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
    long length = (long)bytes->len;
    if (getenv("KEEP")) {
        FILE *file = fopen(getenv("KEEP"), "w");
        if (!file || !fwrite(bytes->data, bytes->len, 1, file) || fclose(file)) fail(getenv("KEEP"));
    }
    g_object_unref(stream);
    g_mime_format_options_free(options);
    g_object_unref(letter);
    return length;
}

static char *with_crlf(const char *lines)
{
    char *text = malloc(strlen(lines) * 2 + 1), *end = text;
    for (; *lines; lines++) {
        if (*lines == '\n') *end++ = '\r';
        *end++ = *lines;
    }
    *end = '\0';
    return text;
}

int main(int argc, char **argv)
{
    if (argc < 3 || strcmp(argv[1], "compose")) return 64;
    long count = atol(argv[2]), warm_up = count / 5 + 1, bytes = 0;
    if (argc > 3 && strcmp(argv[3], "ics") == 0) meeting = with_crlf(template_of("meeting.ics"));
    else if (argc > 3) attachment = argv[3];
    text = template_of("text.txt");
    html = template_of("body.html");
    g_mime_init();
    for (long number = 0; number < warm_up; number++) compose(number);
    double start = now();
    for (long number = 0; number < count; number++) bytes += compose(number);
    report(count, warm_up, now() - start, bytes);
    g_mime_shutdown();
    return 0;
}

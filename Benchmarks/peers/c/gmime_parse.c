/* GMime reads letters: their fields, people, texts in UTF-8 and files decoded.
 *
 *   gmime_parse parse COUNT FOLDER
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <gmime/gmime.h>

#include "common.h"

static char **letters;
static size_t *lengths, letter_count;
static long checksum;

static void load(const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0) fail(folder);
    letters = calloc((size_t)count, sizeof *letters);
    lengths = calloc((size_t)count, sizeof *lengths);
    for (int at = 0; at < count; at++) {
        if (names[at]->d_name[0] == '.') continue;
        char *path = g_build_filename(folder, names[at]->d_name, NULL);
        gsize length;
        if (!g_file_get_contents(path, &letters[letter_count], &length, NULL)) fail(path);
        lengths[letter_count++] = length;
        g_free(path);
    }
    if (!letter_count) fail("there are no letters");
}

static void people(GMimeMessage *letter, GMimeAddressType type)
{
    InternetAddressList *list = g_mime_message_get_addresses(letter, type);
    for (int at = 0; list && at < internet_address_list_length(list); at++) {
        InternetAddress *one = internet_address_list_get_address(list, at);
        const char *name = internet_address_get_name(one);
        if (name) checksum += (long)strlen(name);
        if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
            const char *address = internet_address_mailbox_get_addr((InternetAddressMailbox *)one);
            if (address) checksum += (long)strlen(address);
        }
    }
}

static void part(GMimeObject *object)
{
    if (GMIME_IS_MULTIPART(object)) {
        for (int at = 0; at < g_mime_multipart_get_count((GMimeMultipart *)object); at++)
            part(g_mime_multipart_get_part((GMimeMultipart *)object, at));
    } else if (GMIME_IS_TEXT_PART(object)) {
        char *text = g_mime_text_part_get_text((GMimeTextPart *)object);
        if (text) checksum += (long)strlen(text);
        g_free(text);
    } else if (GMIME_IS_PART(object)) {
        const char *name = g_mime_part_get_filename((GMimePart *)object);
        if (name) checksum += (long)strlen(name);
        GMimeDataWrapper *content = g_mime_part_get_content((GMimePart *)object);
        GMimeStream *stream = g_mime_stream_mem_new();
        if (content) g_mime_data_wrapper_write_to_stream(content, stream);
        checksum += (long)g_mime_stream_length(stream);
        g_object_unref(stream);
    }
}

static long parse(long number)
{
    size_t at = (size_t)number % letter_count;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(letters[at], lengths[at]);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *letter = g_mime_parser_construct_message(parser, NULL);
    if (!letter) fail("a letter can't be read");
    GMimeHeaderList *fields = g_mime_object_get_header_list((GMimeObject *)letter);
    for (int field = 0; field < g_mime_header_list_get_count(fields); field++)
        checksum += (long)strlen(g_mime_header_get_value(g_mime_header_list_get_header_at(fields, field)));
    for (int type = GMIME_ADDRESS_TYPE_FROM; type <= GMIME_ADDRESS_TYPE_BCC; type++) people(letter, (GMimeAddressType)type);
    GDateTime *date = g_mime_message_get_date(letter);
    if (date) checksum += g_date_time_to_unix(date) & 1;
    part(g_mime_message_get_mime_part(letter));
    g_object_unref(letter);
    g_object_unref(parser);
    g_object_unref(stream);
    return (long)lengths[at];
}

int main(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], "parse")) return 64;
    long count = atol(argv[2]), warm_up = count / 10 + 1, bytes = 0;
    load(argv[3]);
    g_mime_init();
    for (long number = 0; number < warm_up; number++) parse(number);
    double start = now();
    for (long number = 0; number < count; number++) bytes += parse(number);
    report(count, warm_up, now() - start, bytes);
    g_mime_shutdown();
    return checksum == 0;
}

/* libcurl: its own smtp:// and its own MIME, a handle a session.
 *
 *   libcurl send PORT SESSIONS COUNT [ATTACHMENT]     libcurl one PORT [ATTACHMENT]
 */
#define _GNU_SOURCE
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "common.h"

static const char *port, *attachment;
static char *text, *html;
static atomic_long next_number, last_number;

/* An encoded word (RFC 2047) of UTF-8 that is short enough for one; libcurl leaves headers to its user. */
static void encode_word(char *end, const char *word)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    end = stpcpy(end, "=?UTF-8?B?");
    for (size_t left = strlen(word); left > 0; left -= left < 3 ? left : 3, word += 3) {
        unsigned long bits = (unsigned long)(unsigned char)word[0] << 16;
        if (left > 1) bits |= (unsigned long)(unsigned char)word[1] << 8;
        if (left > 2) bits |= (unsigned char)word[2];
        *end++ = digits[bits >> 18];
        *end++ = digits[bits >> 12 & 63];
        *end++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *end++ = left > 2 ? digits[bits & 63] : '=';
        if (left < 3) break;
    }
    strcpy(end, "?=");
}

static struct curl_slist *header(struct curl_slist *list, const char *format, const char *value)
{
    char line[512];
    snprintf(line, sizeof line, format, value);
    return curl_slist_append(list, line);
}

static struct curl_slist *headers_of(long number)
{
    char word[256], plain[256], date[64];
    time_t seconds = time(NULL);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&seconds, &(struct tm){0}));
    struct curl_slist *list = header(NULL, "Date: %s", date);
    encode_word(word, "Магазин «Заря»");
    list = header(list, "From: %s <" SENDER ">", word);
    encode_word(word, NAME);
    snprintf(plain, sizeof plain, "To: %s <reader%ld@example.com>", word, number);
    list = curl_slist_append(list, plain);
    snprintf(plain, sizeof plain, "Заказ № %ld отправлен", number);
    encode_word(word, plain);
    list = header(list, "Subject: %s", word);
    snprintf(plain, sizeof plain, "%ld.%ld", (long)seconds, number);
    return header(list, "Message-ID: <%s@shop.example.com>", plain);
}

static void add(curl_mime *mime, const char *type, char *content)
{
    curl_mimepart *part = curl_mime_addpart(mime);
    curl_mime_data(part, content, CURL_ZERO_TERMINATED);
    curl_mime_type(part, type);
    curl_mime_encoder(part, "base64");
    free(content);
}

static void deliver(CURL *curl, long number)
{
    char recipient[64];
    snprintf(recipient, sizeof recipient, "reader%ld@example.com", number);
    struct curl_slist *headers = headers_of(number), *recipients = curl_slist_append(NULL, recipient);
    curl_mime *letter = curl_mime_init(curl), *alternatives = letter;
    if (attachment) {
        alternatives = curl_mime_init(curl);
        curl_mimepart *part = curl_mime_addpart(letter);
        curl_mime_subparts(part, alternatives);
        curl_mime_type(part, "multipart/alternative");
    }
    add(alternatives, "text/plain; charset=utf-8", fill(text, number));
    add(alternatives, "text/html; charset=utf-8", fill(html, number));
    if (attachment) {
        curl_mimepart *part = curl_mime_addpart(letter);
        if (curl_mime_filedata(part, attachment)) fail(attachment);
        curl_mime_type(part, "application/octet-stream");
        curl_mime_encoder(part, "base64");
    } else {
        headers = curl_slist_append(headers, "Content-Type: multipart/alternative");
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, letter);
    CURLcode code = curl_easy_perform(curl);
    if (code) fail(curl_easy_strerror(code));
    curl_mime_free(letter);
    curl_slist_free_all(headers);
    curl_slist_free_all(recipients);
}

static void *session(void *curl)
{
    for (;;) {
        long number = atomic_fetch_add(&next_number, 1);
        if (number >= atomic_load(&last_number)) return NULL;
        deliver(curl, number);
    }
}

static double send_all(CURL **handles, int sessions, long from, long count)
{
    pthread_t threads[64];
    next_number = from;
    last_number = from + count;
    double start = now();
    for (int i = 0; i < sessions; i++) pthread_create(&threads[i], NULL, session, handles[i]);
    for (int i = 0; i < sessions; i++) pthread_join(threads[i], NULL);
    return now() - start;
}

int main(int argc, char **argv)
{
    if (argc < 3) return 64;
    int one = strcmp(argv[1], "one") == 0, rest = one ? 3 : 5;
    if (!one && argc < 5) return 64;
    port = argv[2];
    int sessions = one ? 1 : atoi(argv[3]);
    long count = one ? 1 : atol(argv[4]), warm_up = one ? 0 : count / 5 + sessions;
    attachment = argc > rest ? argv[rest] : NULL;
    text = template_of("text.txt");
    html = template_of("body.html");
    curl_global_init(CURL_GLOBAL_DEFAULT);
    char address[64];
    snprintf(address, sizeof address, "smtp://127.0.0.1:%s/shop.example.com", port);
    CURL *handles[64];
    if (sessions < 1 || sessions > 64) return 64;
    for (int i = 0; i < sessions; i++) {
        handles[i] = curl_easy_init();
        curl_easy_setopt(handles[i], CURLOPT_URL, address);
        curl_easy_setopt(handles[i], CURLOPT_MAIL_FROM, SENDER);
        curl_easy_setopt(handles[i], CURLOPT_NOSIGNAL, 1L);
    }
    if (warm_up) send_all(handles, sessions, 0, warm_up);
    report(count, warm_up, send_all(handles, sessions, warm_up, count), 0);
    for (int i = 0; i < sessions; i++) curl_easy_cleanup(handles[i]);
    curl_global_cleanup();
    return 0;
}

/* Just enough JSON for one line an answer, and base64 for one line a question. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before the next value: nothing, or the comma behind the one before. */
static const char *json_comma = "";

static inline void json_open(char bracket) {
    printf("%s%c", json_comma, bracket);
    json_comma = "";
}

static inline void json_close(char bracket) {
    putchar(bracket);
    json_comma = ",";
}

/* How many bytes of a text are one character of UTF-8; 0 for none. */
static inline size_t json_character(const unsigned char *text, size_t length) {
    size_t size = text[0] < 0x80 ? 1 : text[0] < 0xC2 ? 0 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : text[0] < 0xF5 ? 4 : 0;
    if (size > length) return 0;
    for (size_t at = 1; at < size; at++)
        if ((text[at] & 0xC0) != 0x80) return 0;
    return size;
}

/* What is no UTF-8 becomes U+FFFD. */
static inline void json_bytes(const char *text, size_t length) {
    putchar('"');
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20) {
            printf("\\u%04x", byte);
        } else {
            size_t size = json_character((const unsigned char *)text + at, length - at);
            if (size) fwrite(text + at, 1, size, stdout);
            else fputs("\\ufffd", stdout);
            at += size ? size - 1 : 0;
        }
    }
    putchar('"');
}

static inline void json_key(const char *name) {
    fputs(json_comma, stdout);
    json_bytes(name, strlen(name));
    putchar(':');
    json_comma = "";
}

/* A string, or null for none. */
static inline void json_text(const char *text) {
    fputs(json_comma, stdout);
    if (text) json_bytes(text, strlen(text));
    else fputs("null", stdout);
    json_comma = ",";
}

static inline void json_text_of(const char *text, size_t length) {
    fputs(json_comma, stdout);
    json_bytes(text, length);
    json_comma = ",";
}

static inline void json_number(long long number) {
    printf("%s%lld", json_comma, number);
    json_comma = ",";
}

static inline void json_bool(int flag) {
    printf("%s%s", json_comma, flag ? "true" : "false");
    json_comma = ",";
}

/* Ends the answer and gets it out. */
static inline void json_end(void) {
    putchar('\n');
    fflush(stdout);
    json_comma = "";
}

/* Reads a line of base64 from the standard input; NULL at the end. The caller frees it; a NUL follows its bytes. */
static char *read_question(size_t *length) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *line = NULL;
    size_t room = 0;
    if (getline(&line, &room, stdin) < 0) {
        free(line);
        return NULL;
    }
    size_t count = 0;
    unsigned long bits = 0;
    int held = 0;
    for (const char *at = line; *at; at++) {
        const char *place = strchr(alphabet, *at);
        if (!place) continue;
        bits = bits << 6 | (unsigned long)(place - alphabet);
        held += 6;
        if (held >= 8) {
            held -= 8;
            line[count++] = (char)(bits >> held & 0xFF);
        }
    }
    line[count] = 0;
    *length = count;
    return line;
}

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

static inline void json_bytes(const char *text, size_t length) {
    putchar('"');
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20) {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
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

/* What both C peers share: the letter's text with its holes, and the clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAME "Анна Кузнецова"
#define SENDER "shop@example.com"

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

__attribute__((noreturn)) static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* A file of the folder that LETTER names. */
static __attribute__((unused)) char *template_of(const char *name)
{
    char path[4096];
    const char *folder = getenv("LETTER");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "Benchmarks/letter", name);
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    char *text = calloc(1, 1 << 16);
    if (!text || !fread(text, 1, (1 << 16) - 1, file)) fail(path);
    fclose(file);
    return text;
}

/* The template with its <Name> and <Number> filled, in memory that the caller frees. */
static __attribute__((unused)) char *fill(const char *template, long number)
{
    char digits[32], *filled = malloc(strlen(template) * 2 + 256), *end = filled;
    snprintf(digits, sizeof digits, "%ld", number);
    while (*template) {
        const char *hole = strchr(template, '<');
        size_t length = hole ? (size_t)(hole - template) : strlen(template);
        end = mempcpy(end, template, length);
        template += length;
        if (!hole) break;
        if (strncmp(template, "<Name>", 6) == 0) {
            end = stpcpy(end, NAME);
            template += 6;
        } else if (strncmp(template, "<Number>", 8) == 0) {
            end = stpcpy(end, digits);
            template += 8;
        } else {
            *end++ = *template++;
        }
    }
    *end = '\0';
    return filled;
}

static void report(long letters, long warm_up, double seconds, long bytes)
{
    printf("{\"letters\": %ld, \"warm-up\": %ld, \"seconds\": %.6f, \"bytes\": %ld}\n", letters, warm_up, seconds, bytes);
}

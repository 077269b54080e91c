/* An SMTP server that costs as little as one can: it says yes to everything and throws the letters away.
 *
 *   sink PORT-FILE [KEEP-FILE]
 *
 * Listens on a free port of 127.0.0.1, writes it into PORT-FILE, and serves until it is killed: one thread, epoll,
 * TCP_NODELAY. With KEEP-FILE the bytes of the last letter, dots still doubled, stand there before its sender is told
 * that it was taken. Two commands of its own:
 *
 *   C: XSTAT     S: 250 {"letters": 20000, "bytes": 81000000, "every": 10000, "marks": [12.5, 13.1]}
 *   C: XRESET    S: 250 Ok        letters, bytes and marks begin at nothing
 *   C: XDELAY 20 S: 250 Ok        from now on thinks 20 ms about each letter before it says 250; other sessions go on
 *
 * A mark is the time (CLOCK_MONOTONIC, in seconds) at which another 10,000 letters were full; the first mark is that of
 * the first letter. Bytes count what stands between the 354 and the dot that ends a letter.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SPACE (1 << 18)
#define EVERY 10000
#define MARKS 1000

struct session {
    int socket;
    int in_letter;         /* between the 354 and the ending dot */
    int at_start;          /* … and nothing of the letter is used up: a dot here stands at the start of a line */
    size_t count;          /* bytes that are not used up */
    char bytes[SPACE];
    double due;            /* when the letter that has ended is answered; 0 when none waits for that */
    struct session *next;  /* the one that is due after this one */
    size_t said;           /* bytes of the reply that are not sent */
    char reply[SPACE];
};

static unsigned long letters, bytes;
static double marks[MARKS];
static int mark_count;

static double delay;
static struct session *first_due, *last_due;
static int queue;

static const char *keep_path;
static FILE *kept;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int flush(struct session *s)
{
    size_t place = 0;
    while (place < s->said) {
        ssize_t count = send(s->socket, s->reply + place, s->said - place, MSG_NOSIGNAL);
        if (count > 0) {
            place += (size_t)count;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){.fd = s->socket, .events = POLLOUT}, 1, 1000);
        } else if (errno != EINTR) {
            return 0;
        }
    }
    s->said = 0;
    return 1;
}

static int say(struct session *s, const char *text)
{
    size_t length = strlen(text);
    if (s->said + length > sizeof s->reply && !flush(s)) return 0;
    memcpy(s->reply + s->said, text, length);
    s->said += length;
    return 1;
}

static int tell(struct session *s)
{
    char text[64];
    snprintf(text, sizeof text, "250 {\"letters\": %lu, \"bytes\": %lu, ", letters, bytes);
    int goes_on = say(s, text);
    snprintf(text, sizeof text, "\"every\": %d, \"marks\": [", EVERY);
    goes_on = goes_on && say(s, text);
    for (int i = 0; i < mark_count; i++) {
        snprintf(text, sizeof text, "%s%.6f", i ? ", " : "", marks[i]);
        goes_on = goes_on && say(s, text);
    }
    return goes_on && say(s, "]}\r\n");
}

static void reset(void)
{
    letters = bytes = 0;
    mark_count = 0;
}

/* Takes the letter's bytes up to `end`, which are used up with that. */
static void take(struct session *s, const char *from, const char *end)
{
    if (end == from) return;
    bytes += (size_t)(end - from);
    s->at_start = 0;
    if (!keep_path) return;
    if (!kept) kept = fopen(keep_path, "w");
    if (kept) fwrite(from, 1, (size_t)(end - from), kept);
}

static void finish(struct session *s)
{
    s->in_letter = 0;
    if (mark_count < MARKS && (letters == 0 || (letters + 1) % EVERY == 0)) marks[mark_count++] = now();
    letters++;
    if (kept) fclose(kept);
    kept = NULL;
}

/* Uses up what there is of a letter, and returns where to go on: behind its end, or at what has to wait for more.
 *
 * Dots are rare in base64 and memchr is several times faster than memmem, so each dot is looked at by itself. */
static char *use_letter(struct session *s, char *at, char *end)
{
    char *look = at;
    for (;;) {
        char *dot = memchr(look, '.', (size_t)(end - look));
        if (!dot) {
            /* The last two bytes may be the CRLF before a dot that is still on its way. */
            char *rest = end - at > 2 ? end - 2 : at;
            take(s, at, rest);
            return rest;
        }
        int starts = dot - at >= 2 ? dot[-2] == '\r' && dot[-1] == '\n' : dot == at && s->at_start;
        if (starts && end - dot < 3 && memcmp(dot + 1, "\r\n", (size_t)(end - dot - 1)) == 0) {
            char *rest = dot - at >= 2 ? dot - 2 : at;
            take(s, at, rest);
            return rest;
        }
        if (starts && end - dot >= 3 && dot[1] == '\r' && dot[2] == '\n') {
            take(s, at, dot);
            finish(s);
            return dot + 3;
        }
        look = dot + 1;
    }
}

/* Lets the letter's answer wait; nothing is read from the session until then. */
static void wait_with_answer(struct session *s)
{
    s->due = now() + delay;
    s->next = NULL;
    if (last_due) last_due->next = s;
    else first_due = s;
    last_due = s;
    epoll_ctl(queue, EPOLL_CTL_MOD, s->socket, &(struct epoll_event){.events = 0, .data.ptr = s});
}

/* Uses up what has come; returns 0 when the session is over. */
static int use(struct session *s)
{
    char *at = s->bytes, *end = s->bytes + s->count;
    int goes_on = 1;
    while (goes_on && at < end) {
        if (s->in_letter) {
            at = use_letter(s, at, end);
            if (s->in_letter) break;
            if (delay > 0) {
                wait_with_answer(s);
                break;
            }
            goes_on = say(s, "250 2.0.0 Ok\r\n");
            continue;
        }
        char *line = memchr(at, '\n', (size_t)(end - at));
        if (!line) break;
        switch (*at) {
        case 'E': case 'e':
            goes_on = say(s, "250-sink\r\n250-PIPELINING\r\n250-SIZE 1000000000\r\n250 8BITMIME\r\n");
            break;
        case 'D': case 'd':
            goes_on = say(s, "354 Go on\r\n");
            s->in_letter = s->at_start = 1;
            break;
        case 'Q': case 'q':
            say(s, "221 Bye\r\n");
            flush(s);
            return 0;
        case 'X':
            if (at[1] == 'R') reset();
            if (at[1] == 'D') delay = atof(at + 6) / 1000;
            goes_on = at[1] == 'S' ? tell(s) : say(s, "250 Ok\r\n");
            break;
        default:
            goes_on = say(s, "250 Ok\r\n");
        }
        at = line + 1;
    }
    s->count = (size_t)(end - at);
    memmove(s->bytes, at, s->count);
    return goes_on && flush(s);
}

static void welcome(int listener)
{
    int one = 1, socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (socket < 0) return;
    struct session *s = calloc(1, sizeof *s);
    if (!s) {
        close(socket);
        return;
    }
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    s->socket = socket;
    say(s, "220 sink ESMTP\r\n");
    flush(s);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = s};
    epoll_ctl(queue, EPOLL_CTL_ADD, socket, &event);
}

static void end(struct session *s)
{
    /* A letter that was cut off is not a letter. */
    if (kept && s->in_letter) kept = (fclose(kept), NULL);
    close(s->socket);
    free(s);
}

static void serve(struct session *s)
{
    if (s->due) return;
    ssize_t got = recv(s->socket, s->bytes + s->count, sizeof s->bytes - s->count, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got > 0) {
        s->count += (size_t)got;
        if (use(s)) return;
    }
    end(s);
}

/* Answers the letters whose time has come; returns how long to wait for the next, in milliseconds. */
static int answer(void)
{
    while (first_due) {
        struct session *s = first_due;
        double left = s->due - now();
        if (left > 0) return (int)(left * 1000) + 1;
        first_due = s->next;
        if (!first_due) last_due = NULL;
        s->due = 0;
        epoll_ctl(queue, EPOLL_CTL_MOD, s->socket, &(struct epoll_event){.events = EPOLLIN, .data.ptr = s});
        if (!say(s, "250 2.0.0 Ok\r\n") || !use(s)) end(s);
    }
    return -1;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) return fprintf(stderr, "sink PORT-FILE [KEEP-FILE]\n"), 64;
    keep_path = argv[2];
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    queue = epoll_create1(0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (void *)&address, size) || listen(listener, 64) || getsockname(listener, (void *)&address, &size))
        return perror("sink"), 71;
    FILE *file = fopen(argv[1], "w");
    if (!file) return perror(argv[1]), 73;
    fprintf(file, "%d\n", ntohs(address.sin_port));
    fclose(file);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[64];
    epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(queue, events, 64, answer());
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr) serve(events[i].data.ptr);
            else welcome(listener);
        }
    }
}

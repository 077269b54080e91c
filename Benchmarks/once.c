/* Runs a command again and again, from fork to exit, and says how long each run took and what it needed.
 *
 *   once [-n RUNS] [-i STDIN] [-o STDOUT] [-e STDERR] [-c CPU] COMMAND [ARGUMENT…]
 *
 * Prints one JSON object: seconds, user and system CPU seconds, peak resident KB and exit status of each run. A small C
 * parent, because a child that is forked from a large one inherits its peak; the files are /dev/null unless they are named.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
    double seconds;
    struct rusage used;
    int status;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static void redirect(int descriptor, const char *path, int flags)
{
    int file = open(path, flags, 0666);
    if (file < 0 || dup2(file, descriptor) < 0) {
        perror(path);
        _exit(126);
    }
    close(file);
}

static void list(const char *name, const struct run *runs, int count, double (*value)(const struct run *), const char *end)
{
    printf("\"%s\": [", name);
    for (int i = 0; i < count; i++) printf("%s%.6g", i ? ", " : "", value(&runs[i]));
    printf("]%s", end);
}

static double took(const struct run *run) { return run->seconds; }
static double user(const struct run *run) { return seconds(run->used.ru_utime); }
static double kernel(const struct run *run) { return seconds(run->used.ru_stime); }
static double peak(const struct run *run) { return (double)run->used.ru_maxrss; }
static double status(const struct run *run)
{
    return WIFEXITED(run->status) ? WEXITSTATUS(run->status) : 128 + WTERMSIG(run->status);
}

int main(int argc, char **argv)
{
    const char *input = "/dev/null", *output = "/dev/null", *errors = "/dev/null";
    int count = 1, option;
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    while ((option = getopt(argc, argv, "+n:i:o:e:c:")) != -1) {
        switch (option) {
        case 'n': count = atoi(optarg); break;
        case 'i': input = optarg; break;
        case 'o': output = optarg; break;
        case 'e': errors = optarg; break;
        case 'c': CPU_SET(atoi(optarg), &cpus); break;
        default: return 64;
        }
    }
    if (optind >= argc || count < 1) return fprintf(stderr, "once: which command?\n"), 64;
    struct run *runs = calloc((size_t)count, sizeof *runs);
    if (!runs) return perror("once"), 71;
    for (int i = 0; i < count; i++) {
        double start = now();
        pid_t child = fork();
        if (child < 0) return perror("fork"), 71;
        if (child == 0) {
            redirect(0, input, O_RDONLY);
            redirect(1, output, O_WRONLY | O_CREAT | O_TRUNC);
            redirect(2, errors, O_WRONLY | O_CREAT | O_TRUNC);
            if (CPU_COUNT(&cpus) && sched_setaffinity(0, sizeof cpus, &cpus)) _exit(126);
            execvp(argv[optind], argv + optind);
            _exit(127);
        }
        if (wait4(child, &runs[i].status, 0, &runs[i].used) < 0) return perror("wait4"), 71;
        runs[i].seconds = now() - start;
    }
    printf("{");
    list("seconds", runs, count, took, ", ");
    list("user", runs, count, user, ", ");
    list("system", runs, count, kernel, ", ");
    list("peak", runs, count, peak, ", ");
    list("status", runs, count, status, "}\n");
    free(runs);
    return 0;
}

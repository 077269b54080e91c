#ifndef ROUTER_CLINUX_SHIM_H
#define ROUTER_CLINUX_SHIM_H

#include <sys/types.h>

// glibc declares it only under _GNU_SOURCE, which Swift's Glibc module is built without.
ssize_t copy_file_range(int input, off_t *input_offset, int output, off_t *output_offset, size_t count, unsigned int flags);

#endif

#ifndef ROUTER_CSPAWN_SHIM_H
#define ROUTER_CSPAWN_SHIM_H

#include <spawn.h>

// glibc declares them only beyond POSIX, as which Swift's Glibc module is built.
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif

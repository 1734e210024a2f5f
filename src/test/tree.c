/* tree.c — a made-up folder for a test (tree.h). */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "tree.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char path_of_tree[512];
static int back = -1;

static _Noreturn void give_up(const char *what) {
  perror(what);
  exit(99);
}

void tree_enter(void) {
  const char *tmp = getenv("TMPDIR");
  if (!tmp || !*tmp) tmp = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp"; /* in memory: many small files */
  snprintf(path_of_tree, sizeof path_of_tree, "%s/tmlint-test-XXXXXX", tmp);
  back = open(".", O_RDONLY | O_DIRECTORY);
  char *real = mkdtemp(path_of_tree) ? realpath(path_of_tree, NULL) : NULL;
  if (back < 0 || !real || chdir(real) != 0) give_up(path_of_tree);
  snprintf(path_of_tree, sizeof path_of_tree, "%s", real);
  free(real);
}

const char *tree_path(void) { return path_of_tree; }

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)ftw;
  return kind == FTW_DP ? rmdir(path) : unlink(path);
}

void tree_leave(void) {
  if (fchdir(back) != 0) give_up("fchdir");
  close(back);
  if (nftw(path_of_tree, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) give_up(path_of_tree);
}

static void make_above(const char *path) {
  char part[512];
  for (size_t i = 1; path[i]; i++) {
    if (path[i] != '/') continue;
    snprintf(part, sizeof part, "%.*s", (int)i, path);
    mkdir(part, 0777);
  }
}

void tree_folder(const char *path) {
  make_above(path);
  mkdir(path, 0777);
}

void tree_bytes(const char *path, const void *p, size_t n) {
  make_above(path);
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0) give_up(path);
}

void tree_file(const char *path, const char *text) { tree_bytes(path, text, strlen(text)); }

char *tree_output(const char *command, size_t *n) {
  FILE *f = popen(command, "r");
  if (!f) return NULL;
  tml_buf b = {0};
  size_t k;
  do {
    tml_buf_reserve(&b, 65536);
    k = fread(b.p + b.n, 1, 65535, f);
    b.n += k;
  } while (k);
  b.p[b.n] = '\0';
  *n = b.n;
  if (pclose(f) == 0) return b.p;
  tml_buf_free(&b);
  return NULL;
}

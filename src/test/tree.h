/* tree.h — a made-up folder for a test: made in $TMPDIR (else /dev/shm or /tmp), filled, entered, removed. */
#ifndef TMLINT_TEST_TREE_H
#define TMLINT_TEST_TREE_H

#include "tmlint/base.h"

/* Makes a new empty folder and makes it the working folder. Ends the program when it can't. */
void tree_enter(void);
/* Goes back to where the program was and removes the folder with all that is in it. */
void tree_leave(void);
/* The absolute path of the folder. */
const char *tree_path(void);
/* Writes a file, with the folders above it. */
void tree_file(const char *path, const char *text);
void tree_bytes(const char *path, const void *p, size_t n);
void tree_folder(const char *path);
/* Runs a command line and gives what it prints; the caller frees. NULL when it fails. */
char *tree_output(const char *command, size_t *n);

#endif

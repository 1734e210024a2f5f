/* io.h — files as bytes: read, write atomically, spill; terminals and clocks. Not for walking folders (input.h).
 *
 * Units: bytes; times in nanoseconds. Errors: 0 or TML_EIO with "path: what the system said" in err.
 * Threads: no hidden state; any thread may call any of these on objects of its own.
 */
#ifndef TMLINT_IO_H
#define TMLINT_IO_H

#include "tmlint/base.h"

/* What a file looked like when it was read; a later write can ask that nobody has touched it since. */
typedef struct tml_io_stamp {
  uint64_t dev, ino, size;
  int64_t mtime_ns;
} tml_io_stamp;

/* Reads the whole file into buf, which is emptied first and keeps its memory for the next file (a buffer that one big
 * file blew up is given back when a much smaller one follows). At least TML_IO_PAD zero bytes stand after the content
 * (not counted in buf->n), so a scanner may look a little ahead and C functions find their NUL. stamp may be NULL.
 * A file that changes while it is read is read once more; if it changes again, that is a TML_EIO whose message says so.
 * Pipes and devices are read to their end. Folders are refused. On error buf is empty. */
#define TML_IO_PAD 64
int tml_io_read(const char *path, tml_buf *buf, tml_io_stamp *stamp, tml_err *err);
/* The same, path relative to the open folder dirfd (AT_FDCWD: the working folder). */
int tml_io_read_at(int dirfd, const char *path, tml_buf *buf, tml_io_stamp *stamp, tml_err *err);
/* Reads fd to its end (name is for messages); same padding. Not closed. */
int tml_io_read_fd(int fd, const char *name, tml_buf *buf, tml_err *err);
int tml_io_read_stdin(tml_buf *buf, tml_err *err);

/* Replaces or makes the file so that readers see the old content or the new, never a part: temporary file in the same
 * folder, fsync, rename. The mode (and, where allowed, the owner) of a replaced file is kept; a symbolic link stays and
 * the file it points at is replaced; a device or pipe is written directly. With expect, a file that no longer has that
 * stamp is left alone: TML_EIO, "changed since it was read". The temporary file is gone after an error. */
int tml_io_write(const char *path, tml_str content, const tml_io_stamp *expect, tml_err *err);

/* Writes all bytes to fd, going on after short writes and EINTR. */
int tml_io_write_fd(int fd, const char *name, tml_str content, tml_err *err);

/* The same promise for what is written in pieces: the file has no name before it is kept (where the system knows no
 * such files, a name that ends in .tmp), so that a run that is stopped leaves the old one and nothing beside it. What
 * is put to standard output (path NULL), a device or a pipe is seen at once. begin, then put as often as wanted, then
 * keep or drop; begin undoes itself where it fails, and a put that fails leaves the object to be dropped. */
typedef struct tml_out {
  int fd;        /* -1: nothing was begun */
  bool direct;   /* nothing will be renamed */
  bool borrowed; /* standard output, which stays open */
  char *name;    /* for messages */
  char *path;    /* the file to be replaced, without links */
  tml_buf temp;  /* the new one's name while it has one */
} tml_out;

int tml_out_begin(tml_out *o, const char *path, tml_err *err);
int tml_out_put(tml_out *o, tml_str content, tml_err *err);
int tml_out_keep(tml_out *o, tml_err *err);
void tml_out_drop(tml_out *o);

/* ---- spill: an append-only store that moves to an unlinked temporary file when it outgrows its memory -------------
 */

typedef struct tml_spill {
  tml_buf mem;    /* the bytes from `filed` on */
  uint64_t filed; /* bytes that are in the file */
  size_t limit;
  int fd; /* -1 until the first spill */
} tml_spill;

/* limit: bytes held in memory before the first spill. The file is made in $TMPDIR, else /tmp, when it is needed. */
void tml_spill_init(tml_spill *s, size_t limit);
void tml_spill_free(tml_spill *s);
/* Appends n bytes and gives the offset at which they can be read back (off may be NULL). One thread at a time. */
int tml_spill_append(tml_spill *s, const void *p, size_t n, uint64_t *off, tml_err *err);
/* Reads n bytes from offset off. Threads may read at once while nobody appends. Past the end is TML_EIO. */
int tml_spill_read(const tml_spill *s, uint64_t off, void *p, size_t n, tml_err *err);
/* The same without a system call each: pieces are read ahead, and stay where they are until the next call with the same
 * view. Several walks through the store may take turns, each in its own order. NULL: err. */
enum { TML_SPILL_WALKS = 4 };
typedef struct tml_spill_view { /* zeros at first */
  struct tml_spill_window {
    tml_buf b;
    uint64_t at, used;
  } window[TML_SPILL_WALKS];
  uint64_t calls;
} tml_spill_view;
const char *tml_spill_see(const tml_spill *s, tml_spill_view *v, uint64_t off, size_t n, tml_err *err);
void tml_spill_view_free(tml_spill_view *v);
static inline uint64_t tml_spill_size(const tml_spill *s) { return s->filed + s->mem.n; }

/* ---- terminal, clock ------------------------------------------------------------------------------------------------
 */

bool tml_io_is_terminal(int fd);
/* Columns of the terminal at fd; 0 where it is none or does not say. */
int tml_io_terminal_columns(int fd);
uint64_t tml_clock_ns(void);     /* monotonic */
uint64_t tml_clock_cpu_ns(void); /* user + system time of the whole process */

#endif

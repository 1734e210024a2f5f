/* io.c — reading, atomic writing, spilling, terminals and clocks (io.h says what each promises). */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_TMPFILE; realpath, which POSIX keeps in its XSI part */
#endif
#include "tmlint/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A buffer above this that is four times what the next file needs goes back to the system. */
static const size_t keep_bytes = (size_t)8 << 20;

static int fail_errno(tml_err *err, const char *name, int error) {
  return tml_fail(err, TML_EIO, "%s: %s", name, strerror(error));
}

static void stamp_of(const struct stat *st, tml_io_stamp *s) {
  s->dev = (uint64_t)st->st_dev;
  s->ino = (uint64_t)st->st_ino;
  s->size = (uint64_t)st->st_size;
  s->mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static bool stamp_eq(const tml_io_stamp *a, const tml_io_stamp *b) {
  return a->dev == b->dev && a->ino == b->ino && a->size == b->size && a->mtime_ns == b->mtime_ns;
}

static void pad(tml_buf *buf) {
  tml_buf_reserve(buf, TML_IO_PAD);
  memset(buf->p + buf->n, 0, TML_IO_PAD);
}

/* Up to `most` bytes onto buf, which has room for them. The count read (short at the end of the file) or -1. */
static ssize_t read_some(int fd, tml_buf *buf, size_t most) {
  size_t got = 0;
  while (got < most) {
    ssize_t k = read(fd, buf->p + buf->n, most - got);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return -1;
    if (k == 0) break;
    buf->n += (size_t)k;
    got += (size_t)k;
  }
  return (ssize_t)got;
}

/* From here to the end of fd, of which nothing is known. */
static int read_rest(int fd, tml_buf *buf) {
  for (;;) {
    size_t step = buf->n < 65536 ? 65536 : buf->n;
    tml_buf_reserve(buf, step + TML_IO_PAD);
    ssize_t k = read_some(fd, buf, step);
    if (k < 0) return -1;
    if ((size_t)k < step) return 0;
  }
}

int tml_io_read_fd(int fd, const char *name, tml_buf *buf, tml_err *err) {
  buf->n = 0;
  if (read_rest(fd, buf) != 0) {
    int error = errno;
    buf->n = 0;
    return fail_errno(err, name, error);
  }
  pad(buf);
  return TML_OK;
}

int tml_io_read_stdin(tml_buf *buf, tml_err *err) { return tml_io_read_fd(STDIN_FILENO, "standard input", buf, err); }

/* One try at a regular file of the size in *st. 1: it changed meanwhile; 0: read; -1: errno. */
static int read_regular(int fd, const struct stat *st, tml_buf *buf, tml_io_stamp *stamp) {
  size_t size = (size_t)st->st_size;
  if (buf->cap > keep_bytes && buf->cap / 4 > size) tml_buf_free(buf);
  buf->n = 0;
  tml_buf_reserve(buf, size + TML_IO_PAD);
  ssize_t k = read_some(fd, buf, size);
  if (k < 0) return -1;
  struct stat after;
  if (fstat(fd, &after) != 0) return -1;
  tml_io_stamp now;
  stamp_of(st, stamp);
  stamp_of(&after, &now);
  return (size_t)k == size && stamp_eq(stamp, &now) ? 0 : 1;
}

/* Files of /proc and /sys say size 0 and have content: a size of 0 is read to its end like a pipe. */
static int read_open(int fd, tml_buf *buf, tml_io_stamp *stamp) {
  for (int tries = 0;; tries++) {
    struct stat st;
    if (fstat(fd, &st) != 0) return -1;
    if (S_ISDIR(st.st_mode)) {
      errno = EISDIR;
      return -1;
    }
    if (!S_ISREG(st.st_mode) || st.st_size == 0) {
      stamp_of(&st, stamp);
      return read_rest(fd, buf);
    }
    int rc = read_regular(fd, &st, buf, stamp);
    if (rc <= 0 || tries > 0) return rc;
    if (lseek(fd, 0, SEEK_SET) < 0) return -1;
  }
}

int tml_io_read_at(int dirfd, const char *path, tml_buf *buf, tml_io_stamp *stamp, tml_err *err) {
  tml_io_stamp unused;
  buf->n = 0;
  int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return fail_errno(err, path, errno);
  int rc = read_open(fd, buf, stamp ? stamp : &unused);
  int error = errno;
  close(fd);
  if (rc != 0) {
    buf->n = 0;
    if (rc > 0) return tml_fail(err, TML_EIO, "%s: the file changed while it was read", path);
    return fail_errno(err, path, error);
  }
  pad(buf);
  return TML_OK;
}

int tml_io_read(const char *path, tml_buf *buf, tml_io_stamp *stamp, tml_err *err) {
  return tml_io_read_at(AT_FDCWD, path, buf, stamp, err);
}

/* ---- writing ---- */

static int write_all(int fd, const char *p, size_t n) {
  while (n) {
    ssize_t k = write(fd, p, n);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return -1;
    p += k;
    n -= (size_t)k;
  }
  return 0;
}

int tml_io_write_fd(int fd, const char *name, tml_str content, tml_err *err) {
  return write_all(fd, content.p, content.n) == 0 ? TML_OK : fail_errno(err, name, errno);
}

/* A new file beside `path`; its name goes to temp. mkstemp would make it 0600 and the umask can't be asked without
 * setting it, so the name is made here and the system applies the umask to 0666. */
static int named_beside(const char *path, tml_buf *temp, int (*make)(const char *name, int from), int from) {
  for (unsigned i = 0; i < 1000; i++) {
    temp->n = 0;
    tml_buf_fmt(temp, "%s.%ld-%u.tmp", path, (long)getpid(), i);
    tml_buf_c(temp, '\0');
    int got = make(temp->p, from);
    if (got >= 0 || errno != EEXIST) return got;
  }
  return -1;
}

static int make_file(const char *name, int from) {
  (void)from;
  return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

/* An open file as Linux names it. */
enum { FD_NAME = 32 };
static void name_fd(char name[FD_NAME], int fd) { snprintf(name, FD_NAME, "/proc/self/fd/%d", fd); }

static int link_file(const char *name, int from) {
  char fd[FD_NAME];
  name_fd(fd, from);
  return linkat(AT_FDCWD, fd, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* A file without a name in the same folder: it is gone when the program dies. -1 where that can't be had. */
static int unnamed_beside(const char *path) {
#ifdef O_TMPFILE
  const char *slash = strrchr(path, '/');
  tml_buf dir = {0};
  if (slash) tml_buf_put(&dir, path, slash == path ? 1 : (size_t)(slash - path));
  else tml_buf_c(&dir, '.');
  tml_buf_c(&dir, '\0');
  int fd = open(dir.p, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
  tml_buf_free(&dir);
  char name[FD_NAME];
  if (fd >= 0) name_fd(name, fd);
  if (fd < 0 || access(name, F_OK) == 0) return fd;
  close(fd); /* no /proc here: it could never be given a name */
#else
  (void)path;
#endif
  return -1;
}

/* Owner before mode: chown clears the set-id bits. Where the owner can't be given the file becomes ours, as it does
 * with an editor. */
static int keep_owner_and_mode(int fd, const struct stat *old) {
  struct stat st;
  if (fstat(fd, &st) != 0) return -1;
  if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0)
    return fchmod(fd, old->st_mode & 0777);
  return fchmod(fd, old->st_mode & 07777);
}

static int begin(tml_out *o, const char *path, const struct stat *old, tml_err *err) {
  o->name = tml_strdup(tml_str_c(path));
  if (old && !S_ISREG(old->st_mode)) { /* a device, a pipe or a terminal has no content to keep whole */
    o->direct = true;
    o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  } else {
    o->path = old ? realpath(path, NULL) : tml_strdup(tml_str_c(path));
    if (o->path && (o->fd = unnamed_beside(o->path)) < 0) o->fd = named_beside(o->path, &o->temp, make_file, 0);
  }
  if (o->fd >= 0 && (!old || o->direct || keep_owner_and_mode(o->fd, old) == 0)) return TML_OK;
  fail_errno(err, path, errno);
  tml_out_drop(o);
  return TML_EIO;
}

static int stat_old(const char *path, struct stat *st, struct stat **old, tml_err *err) {
  *old = NULL;
  if (stat(path, st) == 0) *old = st;
  else if (errno != ENOENT) return fail_errno(err, path, errno);
  if (*old && S_ISDIR(st->st_mode)) return fail_errno(err, path, EISDIR);
  return TML_OK;
}

int tml_out_begin(tml_out *o, const char *path, tml_err *err) {
  *o = (tml_out){.fd = -1};
  if (!path) {
    o->name = tml_strdup(TML_S("standard output"));
    o->direct = o->borrowed = true;
    o->fd = STDOUT_FILENO;
    return TML_OK;
  }
  struct stat st, *old;
  int rc = stat_old(path, &st, &old, err);
  return rc ? rc : begin(o, path, old, err);
}

int tml_out_put(tml_out *o, tml_str content, tml_err *err) { return tml_io_write_fd(o->fd, o->name, content, err); }

static int replace(tml_out *o) {
  if (fsync(o->fd) != 0) return -1;
  if (!o->temp.n && named_beside(o->path, &o->temp, link_file, o->fd) < 0) {
    o->temp.n = 0;
    return -1;
  }
  return rename(o->temp.p, o->path);
}

int tml_out_keep(tml_out *o, tml_err *err) {
  int rc = TML_OK;
  if (!o->direct && replace(o) != 0) rc = fail_errno(err, o->name, errno);
  if (!rc) o->temp.n = 0; /* it has the other name now */
  if (!o->borrowed && close(o->fd) != 0 && !rc) rc = fail_errno(err, o->name, errno);
  o->fd = -1;
  tml_out_drop(o);
  return rc;
}

void tml_out_drop(tml_out *o) {
  if (o->fd >= 0 && !o->borrowed) close(o->fd);
  if (o->temp.n) unlink(o->temp.p);
  tml_buf_free(&o->temp);
  free(o->path), free(o->name);
  *o = (tml_out){.fd = -1};
}

int tml_io_write(const char *path, tml_str content, const tml_io_stamp *expect, tml_err *err) {
  struct stat st, *old;
  tml_out o = {.fd = -1};
  int rc = stat_old(path, &st, &old, err);
  if (rc) return rc;
  if (expect) {
    tml_io_stamp now;
    if (old) stamp_of(&st, &now);
    if (!old || !stamp_eq(&now, expect)) return tml_fail(err, TML_EIO, "%s: changed since it was read", path);
  }
  rc = begin(&o, path, old, err);
  if (!rc) rc = tml_out_put(&o, content, err);
  if (!rc) return tml_out_keep(&o, err);
  tml_out_drop(&o);
  return rc;
}

/* ---- spill ---- */

void tml_spill_init(tml_spill *s, size_t limit) { *s = (tml_spill){.limit = limit, .fd = -1}; }

void tml_spill_free(tml_spill *s) {
  tml_buf_free(&s->mem);
  if (s->fd >= 0) close(s->fd);
  *s = (tml_spill){.fd = -1};
}

static int open_temp(tml_err *err) {
  const char *dir = getenv("TMPDIR");
  if (!dir || !*dir) dir = "/tmp";
  tml_buf name = {0};
  tml_buf_fmt(&name, "%s/tmlint-XXXXXX", dir);
  tml_buf_c(&name, '\0');
  int fd = mkstemp(name.p);
  if (fd < 0) {
    fail_errno(err, dir, errno);
  } else {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    unlink(name.p);
  }
  tml_buf_free(&name);
  return fd;
}

/* Moves what is in memory to the file. Afterwards a small buffer is enough: the file is written in pieces of it. */
static int spill_out(tml_spill *s, tml_err *err) {
  if (s->fd < 0 && (s->fd = open_temp(err)) < 0) return TML_EIO;
  size_t done = 0;
  while (done < s->mem.n) {
    ssize_t k = pwrite(s->fd, s->mem.p + done, s->mem.n - done, (off_t)(s->filed + done));
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_errno(err, "temporary file", errno);
    done += (size_t)k;
  }
  s->filed += s->mem.n;
  s->mem.n = 0;
  const size_t piece = (size_t)256 << 10;
  if (s->limit > piece) {
    s->limit = piece;
    tml_buf_free(&s->mem);
  }
  return TML_OK;
}

int tml_spill_append(tml_spill *s, const void *p, size_t n, uint64_t *off, tml_err *err) {
  if (s->mem.n + n > s->limit && s->mem.n) {
    int rc = spill_out(s, err);
    if (rc != TML_OK) return rc;
  }
  if (off) *off = tml_spill_size(s);
  if (s->mem.cap < s->mem.n + n && 2 * s->mem.cap > s->limit && n <= s->limit) { /* room for as much as is kept */
    s->mem.p = tml_realloc(s->mem.p, s->limit);
    s->mem.cap = s->limit;
  }
  if (n) tml_buf_put(&s->mem, p, n);
  return TML_OK;
}

static int past_end(tml_err *err) { return tml_fail(err, TML_EIO, "temporary file: read past its end"); }

int tml_spill_read(const tml_spill *s, uint64_t off, void *p, size_t n, tml_err *err) {
  uint64_t size = tml_spill_size(s);
  if (off > size || n > size - off) return past_end(err);
  char *to = p;
  while (n && off < s->filed) {
    size_t part = s->filed - off < n ? (size_t)(s->filed - off) : n;
    ssize_t k = pread(s->fd, to, part, (off_t)off);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_errno(err, "temporary file", errno);
    if (k == 0) return tml_fail(err, TML_EIO, "temporary file: cut short");
    to += k;
    off += (uint64_t)k;
    n -= (size_t)k;
  }
  if (n) memcpy(to, s->mem.p + (off - s->filed), n);
  return TML_OK;
}

enum { AHEAD = 32 << 10 };

const char *tml_spill_see(const tml_spill *s, tml_spill_view *v, uint64_t off, size_t n, tml_err *err) {
  const uint64_t size = tml_spill_size(s);
  if (off > size || n > size - off) return past_end(err), NULL;
  if (!n) return "";
  if (off >= s->filed) return s->mem.p + (off - s->filed);
  struct tml_spill_window *w = v->window, *oldest = w;
  v->calls++;
  for (; w < v->window + TML_SPILL_WALKS; w++) {
    if (off >= w->at && off - w->at <= w->b.n && n <= w->b.n - (off - w->at)) {
      w->used = v->calls;
      return w->b.p + (off - w->at);
    }
    if (w->used < oldest->used) oldest = w;
  }
  w = oldest;
  size_t part = n > AHEAD ? n : AHEAD;
  if (part > s->filed - off) part = (size_t)(s->filed - off);
  if (part < n) part = n; /* some of it is in memory */
  w->b.n = 0;
  tml_buf_reserve(&w->b, part);
  if (tml_spill_read(s, off, w->b.p, part, err)) return NULL;
  w->b.n = part, w->at = off, w->used = v->calls;
  return w->b.p;
}

void tml_spill_view_free(tml_spill_view *v) {
  for (unsigned i = 0; i < TML_SPILL_WALKS; i++) tml_buf_free(&v->window[i].b);
  *v = (tml_spill_view){0};
}

/* ---- terminal, clock ---- */

bool tml_io_is_terminal(int fd) { return isatty(fd) == 1; }

int tml_io_terminal_columns(int fd) {
#ifdef TIOCGWINSZ
  struct winsize ws;
  if (isatty(fd) == 1 && ioctl(fd, TIOCGWINSZ, &ws) == 0) return ws.ws_col;
#endif
  return 0;
}

static uint64_t clock_ns(clockid_t id) {
  struct timespec ts = {0, 0};
  clock_gettime(id, &ts);
  return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

uint64_t tml_clock_ns(void) { return clock_ns(CLOCK_MONOTONIC); }
uint64_t tml_clock_cpu_ns(void) { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

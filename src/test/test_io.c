/* test_io.c — reading, atomic writing, spilling, clocks; paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tmlint/io.h"
#include "tmlint/paths.h"
#include "tree.h"

static int enter(void **state) {
  (void)state;
  tree_enter();
  return 0;
}

static int leave(void **state) {
  (void)state;
  tree_leave();
  return 0;
}

static void assert_content(const char *path, const char *text) {
  tml_buf b = {0};
  assert_int_equal(tml_io_read(path, &b, NULL, NULL), TML_OK);
  assert_int_equal(b.n, strlen(text));
  assert_memory_equal(b.p, text, b.n + 1);
  tml_buf_free(&b);
}

static mode_t mode_of(const char *path) {
  struct stat st;
  assert_int_equal(lstat(path, &st), 0);
  return st.st_mode & 07777;
}

/* ---- reading ---- */

static void a_file_is_read_whole_and_padded(void **state) {
  (void)state;
  char text[200000];
  for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 26);
  tree_bytes("big", text, sizeof text);
  tree_file("small", "x");
  tml_buf b = {0};
  tml_io_stamp s;
  assert_int_equal(tml_io_read("big", &b, &s, NULL), TML_OK);
  assert_int_equal(b.n, sizeof text);
  assert_int_equal(s.size, sizeof text);
  assert_memory_equal(b.p, text, sizeof text);
  assert_int_equal(tml_io_read("small", &b, NULL, NULL), TML_OK);
  assert_int_equal(b.n, 1);
  for (size_t i = 0; i < TML_IO_PAD; i++) assert_int_equal(b.p[b.n + i], 0);
  tml_buf_free(&b);
}

static void an_empty_file_is_no_error(void **state) {
  (void)state;
  tree_file("empty", "");
  tml_buf b = {0};
  assert_int_equal(tml_io_read("empty", &b, NULL, NULL), TML_OK);
  assert_int_equal(b.n, 0);
  assert_int_equal(b.p[0], 0);
  tml_buf_free(&b);
}

static void a_big_buffer_is_given_back(void **state) {
  (void)state;
  tml_buf b = {0};
  tree_file("small", "x");
  tml_buf_reserve(&b, (size_t)40 << 20);
  assert_int_equal(tml_io_read("small", &b, NULL, NULL), TML_OK);
  assert_true(b.cap < (1 << 20));
  tml_buf_free(&b);
}

static void errors_name_the_file_and_the_reason(void **state) {
  (void)state;
  tml_buf b = {0};
  tml_err err;
  tml_buf_z(&b, "old");
  assert_int_equal(tml_io_read("nowhere.md", &b, NULL, &err), TML_EIO);
  assert_int_equal(err.code, TML_EIO);
  assert_string_equal(err.msg, "nowhere.md: No such file or directory");
  assert_int_equal(b.n, 0);
  tree_folder("dir");
  assert_int_equal(tml_io_read("dir", &b, NULL, &err), TML_EIO);
  assert_string_equal(err.msg, "dir: Is a directory");
  tml_buf_free(&b);
}

static void a_pipe_is_read_to_its_end(void **state) {
  (void)state;
  int fd[2];
  assert_int_equal(pipe(fd), 0);
  assert_int_equal(tml_io_write_fd(fd[1], "pipe", TML_S("one two"), NULL), TML_OK);
  close(fd[1]);
  tml_buf b = {0};
  assert_int_equal(tml_io_read_fd(fd[0], "pipe", &b, NULL), TML_OK);
  close(fd[0]);
  assert_int_equal(b.n, 7);
  assert_memory_equal(b.p, "one two", 8);
  tml_buf_free(&b);
}

typedef struct writer {
  atomic_bool stop;
  int fd;
} writer;

/* Grows the file as fast as it can. */
static void *keep_writing(void *arg) {
  writer *w = arg;
  static const char block[4096] = {'x'};
  while (!atomic_load(&w->stop)) {
    if (write(w->fd, block, sizeof block) < 0) break;
    if (lseek(w->fd, 0, SEEK_CUR) > (32 << 20) && (ftruncate(w->fd, 4 << 20) != 0 || lseek(w->fd, 0, SEEK_END) < 0))
      break;
  }
  return NULL;
}

static void a_file_that_changes_is_noticed(void **state) {
  (void)state;
  writer w = {.fd = open("log", O_WRONLY | O_CREAT, 0666)};
  assert_int_equal(ftruncate(w.fd, 4 << 20), 0);
  pthread_t t;
  assert_int_equal(pthread_create(&t, NULL, keep_writing, &w), 0);
  tml_buf b = {0};
  tml_err err = {0};
  int rc = TML_OK;
  for (int i = 0; i < 2000 && rc == TML_OK; i++) {
    rc = tml_io_read("log", &b, NULL, &err);
    if (rc == TML_OK) assert_true(b.n >= 4 << 20);
  }
  atomic_store(&w.stop, true);
  pthread_join(t, NULL);
  close(w.fd);
  tml_buf_free(&b);
  assert_int_equal(rc, TML_EIO);
  assert_string_equal(err.msg, "log: the file changed while it was read");
}

/* ---- writing ---- */

static void writing_makes_and_replaces(void **state) {
  (void)state;
  assert_int_equal(tml_io_write("f", TML_S("one"), NULL, NULL), TML_OK);
  assert_content("f", "one");
  mode_t mask = umask(0);
  umask(mask);
  assert_int_equal(mode_of("f"), 0666 & ~mask);
  assert_int_equal(chmod("f", 0640), 0);
  assert_int_equal(tml_io_write("f", TML_S("two"), NULL, NULL), TML_OK);
  assert_content("f", "two");
  assert_int_equal(mode_of("f"), 0640);
}

static void a_link_stays_a_link(void **state) {
  (void)state;
  tree_file("dir/real", "one");
  assert_int_equal(symlink("dir/real", "link"), 0);
  assert_int_equal(tml_io_write("link", TML_S("two"), NULL, NULL), TML_OK);
  struct stat st;
  assert_int_equal(lstat("link", &st), 0);
  assert_true(S_ISLNK(st.st_mode));
  assert_content("dir/real", "two");
}

static void a_touched_file_is_left_alone(void **state) {
  (void)state;
  tree_file("f", "one");
  tml_buf b = {0};
  tml_io_stamp s;
  tml_err err;
  assert_int_equal(tml_io_read("f", &b, &s, NULL), TML_OK);
  tree_file("f", "other");
  assert_int_equal(tml_io_write("f", TML_S("two"), &s, &err), TML_EIO);
  assert_string_equal(err.msg, "f: changed since it was read");
  assert_content("f", "other");
  assert_int_equal(tml_io_read("f", &b, &s, NULL), TML_OK);
  assert_int_equal(tml_io_write("f", TML_S("two"), &s, NULL), TML_OK);
  assert_content("f", "two");
  assert_int_equal(unlink("f"), 0);
  assert_int_equal(tml_io_write("f", TML_S("two"), &s, NULL), TML_EIO);
  tml_buf_free(&b);
}

static void a_failed_write_leaves_nothing(void **state) {
  (void)state;
  tml_err err;
  assert_int_equal(tml_io_write("no/such/dir/f", TML_S("x"), NULL, &err), TML_EIO);
  assert_string_equal(err.msg, "no/such/dir/f: No such file or directory");
  tree_folder("d");
  assert_int_equal(tml_io_write("d", TML_S("x"), NULL, &err), TML_EIO);
  assert_string_equal(err.msg, "d: Is a directory");
  size_t n;
  char *left = tree_output("ls", &n);
  assert_string_equal(left, "d\n");
  free(left);
}

static void what_is_written_in_pieces_is_seen_when_it_is_kept(void **state) {
  (void)state;
  tml_out o;
  tree_file("f", "old");
  assert_int_equal(tml_out_begin(&o, "f", NULL), TML_OK);
  assert_int_equal(tml_out_put(&o, TML_S("one "), NULL), TML_OK);
  assert_int_equal(tml_out_put(&o, TML_S("two"), NULL), TML_OK);
  assert_content("f", "old");
  assert_int_equal(tml_out_keep(&o, NULL), TML_OK);
  assert_content("f", "one two");
  assert_int_equal(tml_out_begin(&o, "f", NULL), TML_OK);
  assert_int_equal(tml_out_put(&o, TML_S("three"), NULL), TML_OK);
  tml_out_drop(&o);
  tml_out_drop(&o); /* twice is once */
  assert_content("f", "one two");
  assert_int_equal(tml_out_begin(&o, "new", NULL), TML_OK);
  tml_out_drop(&o);
  size_t n;
  char *left = tree_output("ls", &n);
  assert_string_equal(left, "f\n");
  free(left);
}

static void a_device_is_written_directly(void **state) {
  (void)state;
  assert_int_equal(tml_io_write("/dev/null", TML_S("x"), NULL, NULL), TML_OK);
  struct stat st;
  assert_int_equal(stat("/dev/null", &st), 0);
  assert_true(S_ISCHR(st.st_mode));
}

/* ---- spill ---- */

static void a_spill_gives_back_what_it_got(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  tml_spill s;
  tml_spill_init(&s, 100000);
  uint64_t *at = calloc(COUNT, sizeof *at);
  char blob[300], got[300];
  for (int i = 0; i < COUNT; i++) {
    memset(blob, i % 251, sizeof blob);
    assert_int_equal(tml_spill_append(&s, blob, (size_t)(i % 300), &at[i], NULL), TML_OK);
    if (i == 100) assert_int_equal(s.fd, -1); /* still in memory */
  }
  assert_true(s.fd >= 0);
  assert_true(s.mem.cap <= 400000);
  for (int i = COUNT - 1; i >= 0; i--) {
    size_t n = (size_t)(i % 300);
    memset(blob, i % 251, sizeof blob);
    assert_int_equal(tml_spill_read(&s, at[i], got, n, NULL), TML_OK);
    assert_memory_equal(got, blob, n);
  }
  /* Over the seam between file and memory, and past the end. */
  size_t seam = 20;
  assert_true(s.filed > seam && s.mem.n > seam);
  assert_int_equal(tml_spill_read(&s, s.filed - seam, got, 2 * seam, NULL), TML_OK);
  assert_memory_equal(got + seam, s.mem.p, seam);
  assert_int_equal(tml_spill_read(&s, tml_spill_size(&s) - 1, got, 2, NULL), TML_EIO);
  assert_int_equal(tml_spill_read(&s, UINT64_MAX, got, 2, NULL), TML_EIO);
  tml_spill_view v = {0};
  for (int i = 0; i < COUNT; i++) { /* two walks, one from the end on */
    for (int k = i;; k = COUNT - 1 - i) {
      const char *seen = tml_spill_see(&s, &v, at[k], (size_t)(k % 300), NULL);
      assert_non_null(seen);
      memset(blob, k % 251, sizeof blob);
      assert_memory_equal(seen, blob, (size_t)(k % 300));
      if (k != i || k == COUNT - 1 - i) break;
    }
  }
  const char *over = tml_spill_see(&s, &v, s.filed - seam, 2 * seam, NULL);
  assert_non_null(over);
  assert_memory_equal(over + seam, s.mem.p, seam);
  assert_null(tml_spill_see(&s, &v, tml_spill_size(&s) - 1, 2, NULL));
  assert_null(tml_spill_see(&s, &v, UINT64_MAX, 2, NULL));
  tml_spill_view_free(&v);
  tml_spill_free(&s);
  free(at);
}

static void a_spill_without_a_place_says_so(void **state) {
  (void)state;
  char *old = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
  setenv("TMPDIR", "/nowhere/at/all", 1);
  tml_spill s;
  tml_err err;
  tml_spill_init(&s, 4);
  assert_int_equal(tml_spill_append(&s, "abc", 3, NULL, NULL), TML_OK);
  assert_int_equal(tml_spill_append(&s, "def", 3, NULL, &err), TML_EIO);
  assert_string_equal(err.msg, "/nowhere/at/all: No such file or directory");
  tml_spill_free(&s);
  if (old) setenv("TMPDIR", old, 1);
  else unsetenv("TMPDIR");
  free(old);
}

static void clocks_run(void **state) {
  (void)state;
  uint64_t wall = tml_clock_ns(), cpu = tml_clock_cpu_ns();
  while (tml_clock_cpu_ns() - cpu < 2000000) {
  }
  assert_true(tml_clock_ns() - wall >= 1000000);
  int fd = open("/dev/null", O_RDONLY);
  assert_false(tml_io_is_terminal(fd));
  assert_int_equal(tml_io_terminal_columns(fd), 0);
  close(fd);
}

/* ---- paths ---- */

static tml_arena arena;

static void assert_str(tml_str got, const char *want) {
  if (!tml_str_is(got, want)) fail_msg("\"%.*s\" is not \"%s\"", (int)got.n, got.p, want);
}

static void paths_are_joined(void **state) {
  (void)state;
  assert_str(tml_path_join(&arena, TML_S("a"), TML_S("b")), "a/b");
  assert_str(tml_path_join(&arena, TML_S("a/"), TML_S("b")), "a/b");
  assert_str(tml_path_join(&arena, TML_S("/"), TML_S("b")), "/b");
  assert_str(tml_path_join(&arena, TML_S("."), TML_S("b")), "b");
  assert_str(tml_path_join(&arena, TML_S(""), TML_S("b")), "b");
  assert_str(tml_path_join(&arena, TML_S("a"), TML_S("/b")), "/b");
}

static void paths_are_tidied(void **state) {
  (void)state;
  static const struct {
    const char *path, *clean, *normal;
  } cases[] = {
      {"", ".", "."},
      {".", ".", "."},
      {"./", ".", "."},
      {"./a", "a", "a"},
      {"a//b/", "a/b", "a/b"},
      {"a/./b", "a/b", "a/b"},
      {"a/../b", "a/../b", "b"},
      {"../b", "../b", "../b"},
      {"../../b", "../../b", "../../b"},
      {"a/../../b", "a/../../b", "../b"},
      {"a/..", "a/..", "."},
      {"a/b/../..", "a/b/../..", "."},
      {"/", "/", "/"},
      {"//a", "/a", "/a"},
      {"/..", "/..", "/"},
      {"/../a/..", "/../a/..", "/"},
      {"/a/b/../c/", "/a/b/../c", "/a/c"},
      {"..a/...", "..a/...", "..a/..."},
      {".../..", ".../..", "."},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    assert_str(tml_path_clean(&arena, tml_str_c(cases[i].path)), cases[i].clean);
    assert_str(tml_path_normalise(&arena, tml_str_c(cases[i].path)), cases[i].normal);
  }
}

static void paths_are_made_relative(void **state) {
  (void)state;
  static const struct {
    const char *from, *path, *want;
  } cases[] = {
      {"/a/b", "/a/b/c.md", "c.md"}, {"/a/b", "/a/c", "../c"},  {"/a/b", "/a/b", "."}, {"/", "/a", "a"},
      {"/a/b", "/", "../.."},        {".", "a/b", "a/b"},       {"a", "b", "../b"},    {"/a/bc", "/a/b", "../b"},
      {"a/x/..", "a/b", "b"},        {"/a/b/", "/a//b/c", "c"},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++)
    assert_str(tml_path_relative(&arena, tml_str_c(cases[i].from), tml_str_c(cases[i].path)), cases[i].want);
}

static void paths_are_taken_apart(void **state) {
  (void)state;
  static const struct {
    const char *path, *dir, *base, *ext;
  } cases[] = {
      {"a/b.md", "a", "b.md", "md"},
      {"b.md", ".", "b.md", "md"},
      {"/b", "/", "b", ""},
      {"/", "/", "/", ""},
      {"a/b/", "a", "b", ""},
      {"a//b", "a", "b", ""},
      {".gitignore", ".", ".gitignore", ""},
      {"a.b/c", "a.b", "c", ""},
      {"x.tar.gz", ".", "x.tar.gz", "gz"},
      {"x.", ".", "x.", ""},
      {".a.md", ".", ".a.md", "md"},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    assert_str(tml_path_dirname(tml_str_c(cases[i].path)), cases[i].dir);
    assert_str(tml_path_basename(tml_str_c(cases[i].path)), cases[i].base);
    assert_str(tml_path_ext(tml_str_c(cases[i].path)), cases[i].ext);
  }
  assert_true(tml_path_inside(TML_S("/a"), TML_S("/a/b")));
  assert_true(tml_path_inside(TML_S("/a"), TML_S("/a")));
  assert_true(tml_path_inside(TML_S("/"), TML_S("/a")));
  assert_true(tml_path_inside(TML_S("."), TML_S("a")));
  assert_false(tml_path_inside(TML_S("."), TML_S("../a")));
  assert_false(tml_path_inside(TML_S("/a"), TML_S("/ab")));
}

static void files_are_found_upward(void **state) {
  (void)state;
  tree_file("p/tmlint.json", "{}");
  tree_folder("p/q/.git");
  tree_folder("p/q/r/s");
  tml_str found = tml_path_find_up(&arena, TML_S("p/q/r/s"), "tmlint.json", NULL);
  assert_str(tml_path_relative(&arena, tml_str_c(tree_path()), found), "p/tmlint.json");
  assert_int_equal(tml_path_find_up(&arena, TML_S("p/q/r/s"), "tmlint.json", ".git").n, 0);
  assert_int_equal(tml_path_find_up(&arena, TML_S("p/q"), "no such name at all", NULL).n, 0);
  tml_str root = tml_path_git_root(&arena, TML_S("p/q/r"));
  assert_str(tml_path_relative(&arena, tml_str_c(tree_path()), root), "p/q");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_file_is_read_whole_and_padded, enter, leave),
      cmocka_unit_test_setup_teardown(an_empty_file_is_no_error, enter, leave),
      cmocka_unit_test_setup_teardown(a_big_buffer_is_given_back, enter, leave),
      cmocka_unit_test_setup_teardown(errors_name_the_file_and_the_reason, enter, leave),
      cmocka_unit_test(a_pipe_is_read_to_its_end),
      cmocka_unit_test_setup_teardown(a_file_that_changes_is_noticed, enter, leave),
      cmocka_unit_test_setup_teardown(writing_makes_and_replaces, enter, leave),
      cmocka_unit_test_setup_teardown(a_link_stays_a_link, enter, leave),
      cmocka_unit_test_setup_teardown(a_touched_file_is_left_alone, enter, leave),
      cmocka_unit_test_setup_teardown(a_failed_write_leaves_nothing, enter, leave),
      cmocka_unit_test_setup_teardown(what_is_written_in_pieces_is_seen_when_it_is_kept, enter, leave),
      cmocka_unit_test(a_device_is_written_directly),
      cmocka_unit_test(a_spill_gives_back_what_it_got),
      cmocka_unit_test(a_spill_without_a_place_says_so),
      cmocka_unit_test(clocks_run),
      cmocka_unit_test(paths_are_joined),
      cmocka_unit_test(paths_are_tidied),
      cmocka_unit_test(paths_are_made_relative),
      cmocka_unit_test(paths_are_taken_apart),
      cmocka_unit_test_setup_teardown(files_are_found_upward, enter, leave),
  };
  int rc = cmocka_run_group_tests(tests, NULL, NULL);
  tml_arena_free(&arena);
  return rc;
}

#include "account-store-fixture.h"
#include "latchkey-lock.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NAME "test.lock"

/* Long enough to be sure that the other side had its turn; waited for in full where nothing may
 * happen. */
#define A_WHILE 100

static const char *program;
static gboolean without_watches;
static guint n_watches;

/* What is asked of the kernel ends up here. */
int
inotify_init1 (int flags)
{
  n_watches++;
  if (without_watches)
    {
      errno = EMFILE;
      return -1;
    }
  return (int) syscall (SYS_inotify_init1, flags);
}

static GFile *
get_folder (StoreFixture *fixture)
{
  return g_file_new_for_path (fixture->folder);
}

static char *
get_path (StoreFixture *fixture)
{
  return g_build_filename (fixture->folder, NAME, NULL);
}

static void
begin (StoreFixture *fixture, guint milliseconds, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (GFile) folder = get_folder (fixture);

  latchkey_lock_acquire_async (folder, NAME, milliseconds, cancellable, await_store, result);
  g_assert_null (*result);
}

static LatchkeyLock *
end (GAsyncResult **result)
{
  g_autoptr (GAsyncResult) owned = await (result);
  g_autoptr (GError) error = NULL;
  LatchkeyLock *lock = latchkey_lock_acquire_finish (owned, &error);

  g_assert_no_error (error);
  g_assert_nonnull (lock);
  return lock;
}

static LatchkeyLock *
acquire (StoreFixture *fixture)
{
  GAsyncResult *result = NULL;

  begin (fixture, 0, NULL, &result);
  return end (&result);
}

static void
assert_fails (StoreFixture *fixture, guint milliseconds, int code, const char *hint)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin (fixture, milliseconds, NULL, &result);
  g_assert_null (latchkey_lock_acquire_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, code);
  if (hint != NULL)
    g_assert_nonnull (strstr (error->message, hint));
}

/* Another process: holds the lock from the first line it writes until its input ends. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
} Holder;

static void
assert_says (Holder *holder, const char *expected)
{
  g_autofree char *line = g_data_input_stream_read_line (holder->output, NULL, NULL, NULL);

  g_assert_cmpstr (line, ==, expected);
}

static Holder *
start_holder (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  Holder *holder = g_new0 (Holder, 1);

  holder->process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--hold",
      fixture->folder, NULL);
  g_assert_no_error (error);
  holder->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (holder->process));
  assert_says (holder, "held");
  return holder;
}

static void
let_go (Holder *holder)
{
  g_assert_true (
      g_output_stream_close (g_subprocess_get_stdin_pipe (holder->process), NULL, NULL));
}

static void
kill_holder (Holder *holder)
{
  g_subprocess_force_exit (holder->process);
}

static void
free_holder (Holder *holder)
{
  kill_holder (holder);
  g_assert_true (g_subprocess_wait (holder->process, NULL, NULL));
  g_object_unref (holder->output);
  g_object_unref (holder->process);
  g_free (holder);
}

static int
hold (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (LatchkeyLock) lock = latchkey_lock_try (folder, NAME, NULL);
  char byte = 0;

  g_assert_nonnull (lock);
  g_assert_cmpint (write (STDOUT_FILENO, "held\n", 5), ==, 5);
  g_assert_cmpint (read (STDIN_FILENO, &byte, 1), ==, 0);
  g_clear_pointer (&lock, latchkey_lock_release);
  g_assert_cmpint (write (STDOUT_FILENO, "free\n", 5), ==, 5);
  /* Lives on, so that it is not its end that frees the lock. */
  pause ();
  return 0;
}

static void
test_makes_what_is_missing (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyLock) lock = acquire (fixture);
  g_autofree char *path = get_path (fixture);
  GStatBuf status;

  g_assert_cmpint (g_stat (fixture->folder, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, 0700);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, 0600);
  g_assert_cmpint (status.st_size, ==, 0);
}

static void
test_stale_file (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = get_path (fixture);
  LatchkeyLock *lock = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "4711\n", -1, NULL));
  lock = acquire (fixture);
  latchkey_lock_release (lock);
  lock = acquire (fixture);
  latchkey_lock_release (lock);
  assert_file_contains (path, "4711\n");
}

static void
test_within_a_process (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyLock *lock = acquire (fixture);
  GAsyncResult *second = NULL;

  begin (fixture, 0, NULL, &second);
  assert_fails (fixture, A_WHILE, G_IO_ERROR_TIMED_OUT, NULL);
  g_assert_null (second);
  latchkey_lock_release (lock);
  lock = end (&second);
  assert_fails (fixture, 1, G_IO_ERROR_TIMED_OUT, NULL);
  latchkey_lock_release (lock);
}

static void
test_names_are_told_apart (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyLock) lock = acquire (fixture);
  g_autoptr (GFile) folder = get_folder (fixture);
  g_autoptr (LatchkeyLock) refresh = latchkey_lock_try (folder, LATCHKEY_LOCK_REFRESH, NULL);
  g_autoptr (LatchkeyLock) accounts = latchkey_lock_try (folder, LATCHKEY_LOCK_ACCOUNTS, NULL);

  g_assert_nonnull (refresh);
  g_assert_nonnull (accounts);
}

static void
test_try (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) folder = get_folder (fixture);
  Holder *holder = start_holder (fixture);
  g_autoptr (LatchkeyLock) lock = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (latchkey_lock_try (folder, NAME, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  let_go (holder);
  assert_says (holder, "free");
  lock = latchkey_lock_try (folder, NAME, NULL);
  g_assert_nonnull (lock);
  free_holder (holder);
}

static void
test_freed_by_another_process (StoreFixture *fixture, gconstpointer user_data)
{
  Holder *holder = start_holder (fixture);
  GAsyncResult *result = NULL;

  begin (fixture, 0, NULL, &result);
  assert_fails (fixture, A_WHILE, G_IO_ERROR_TIMED_OUT, NULL);
  g_assert_null (result);
  let_go (holder);
  latchkey_lock_release (end (&result));
  free_holder (holder);
}

static void
test_holder_is_killed (StoreFixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < 10; i++)
    {
      Holder *holder = start_holder (fixture);
      GAsyncResult *result = NULL;

      begin (fixture, 0, NULL, &result);
      assert_fails (fixture, 1, G_IO_ERROR_TIMED_OUT, NULL);
      g_assert_null (result);
      kill_holder (holder);
      latchkey_lock_release (end (&result));
      free_holder (holder);
    }
}

static void
test_without_watches (StoreFixture *fixture, gconstpointer user_data)
{
  without_watches = TRUE;
  test_holder_is_killed (fixture, user_data);
  without_watches = FALSE;
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyLock *lock = acquire (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin (fixture, 0, cancellable, &result);
  assert_fails (fixture, A_WHILE, G_IO_ERROR_TIMED_OUT, NULL);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_null (latchkey_lock_acquire_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  latchkey_lock_release (lock);

  /* Who went away does not have it, not even who never waited. */
  g_clear_object (&result);
  g_clear_error (&error);
  begin (fixture, 0, cancellable, &result);
  g_assert_null (latchkey_lock_acquire_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  latchkey_lock_release (acquire (fixture));
}

static void
test_not_fetched (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) folder = get_folder (fixture);

  latchkey_lock_acquire_async (folder, NAME, 0, NULL, NULL, NULL);
  latchkey_lock_release (acquire (fixture));
  latchkey_lock_release (acquire (fixture));
}

static void
on_its_turn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyLock *lock = latchkey_lock_acquire_finish (result, NULL);
  guint *n_left = user_data;
  GMainContext *context = g_main_context_default ();

  g_assert_nonnull (lock);
  /* Nobody else gets it as long as this one has it, whatever happens. */
  for (guint i = 0, before = *n_left; i < 10; i++)
    {
      g_main_context_iteration (context, FALSE);
      g_assert_cmpuint (*n_left, ==, before);
    }
  --*n_left;
  latchkey_lock_release (lock);
}

static void
test_many (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) folder = get_folder (fixture);
  guint n_left = 30;

  for (guint i = 0; i < 30; i++)
    latchkey_lock_acquire_async (folder, NAME, 0, NULL, on_its_turn, &n_left);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_waiting_comes_before_again (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyLock *lock = acquire (fixture);
  g_autoptr (GFile) folder = get_folder (fixture);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  n_watches = 0;
  begin (fixture, 0, NULL, &result);
  while (n_watches == 0)
    g_main_context_iteration (NULL, TRUE);
  latchkey_lock_release (lock);
  /* The other one waits, and was not even told yet. */
  g_assert_null (latchkey_lock_try (folder, NAME, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  latchkey_lock_release (end (&result));
  latchkey_lock_release (acquire (fixture));
}

static void
test_deleted_file (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyLock) lock = acquire (fixture);
  g_autofree char *path = get_path (fixture);
  GAsyncResult *result = NULL;
  LatchkeyLock *second = NULL;

  begin (fixture, 0, NULL, &result);
  assert_fails (fixture, 1, G_IO_ERROR_TIMED_OUT, NULL);
  g_assert_cmpint (g_remove (path), ==, 0);
  second = end (&result);
  assert_fails (fixture, 1, G_IO_ERROR_TIMED_OUT, NULL);
  latchkey_lock_release (second);
}

static void
test_child_does_not_keep_it (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyLock *lock = acquire (fixture);
  g_autoptr (GSubprocess) child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "cat", NULL);

  latchkey_lock_release (lock);
  latchkey_lock_release (acquire (fixture));
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
}

static void
test_read_only_folder (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) folder = get_folder (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  store_fixture_drop_privileges (fixture);
  assert_fails (fixture, 0, G_IO_ERROR_PERMISSION_DENIED, fixture->folder);
  g_assert_null (latchkey_lock_try (folder, NAME, &error));
  store_fixture_regain_privileges ();
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
}

static void
test_folder_is_a_file (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  assert_fails (fixture, 0, G_IO_ERROR_FAILED, fixture->folder);
}

static void
test_link_is_not_followed (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = get_path (fixture);
  g_autofree char *target = g_build_filename (fixture->home, "target", NULL);

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
  assert_fails (fixture, 0, G_IO_ERROR_FAILED, fixture->folder);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
add_test (const char *path, void (*run) (StoreFixture *fixture, gconstpointer user_data))
{
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, run, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2]);
  g_test_init (&argc, &argv, NULL);

  add_test ("/lock/makes-what-is-missing", test_makes_what_is_missing);
  add_test ("/lock/stale-file-is-no-problem", test_stale_file);
  add_test ("/lock/deleted-file-keeps-nobody-out", test_deleted_file);
  add_test ("/lock/exclusive/within-a-process", test_within_a_process);
  add_test ("/lock/exclusive/between-processes", test_freed_by_another_process);
  add_test ("/lock/exclusive/many-take-turns", test_many);
  add_test ("/lock/exclusive/waiting-comes-before-again", test_waiting_comes_before_again);
  add_test ("/lock/names-are-told-apart", test_names_are_told_apart);
  add_test ("/lock/try-does-not-wait", test_try);
  add_test ("/lock/released/when-the-holder-is-killed", test_holder_is_killed);
  add_test ("/lock/released/without-watches", test_without_watches);
  add_test ("/lock/released/when-nobody-fetches-it", test_not_fetched);
  add_test ("/lock/released/with-a-child-running", test_child_does_not_keep_it);
  add_test ("/lock/cancelled-does-not-take-it", test_cancelled);
  add_test ("/lock/failed/read-only-folder", test_read_only_folder);
  add_test ("/lock/failed/file-in-place-of-the-folder", test_folder_is_a_file);
  add_test ("/lock/failed/link-is-not-followed", test_link_is_not_followed);

  return g_test_run ();
}

#include "account-store-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the store did to the disk, in order: the calls of GLib end up in the two functions below. */
static GString *calls;
static GMutex calls_lock;

static void
note_call (const char *call)
{
  g_mutex_lock (&calls_lock);
  if (calls != NULL)
    g_string_append_printf (calls, "%s ", call);
  g_mutex_unlock (&calls_lock);
}

int
fsync (int descriptor)
{
  struct stat status;

  if (fstat (descriptor, &status) == 0)
    note_call (S_ISDIR (status.st_mode) ? "flush-folder" : "flush-file");
  return (int) syscall (SYS_fsync, descriptor);
}

int
rename (const char *old_name, const char *new_name)
{
  note_call ("rename");
  return renameat (AT_FDCWD, old_name, AT_FDCWD, new_name);
}

static void
test_read_only_folder (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = NULL;
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GError) error = NULL;
  gboolean saved = FALSE;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  store_fixture_drop_privileges (fixture);
  store = store_fixture_new_loaded_store (fixture);
  saved = store_add (store, account, &error);
  store_fixture_regain_privileges ();

  g_assert_false (saved);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_cmpuint (store_count (store), ==, 1);
  g_assert_error (latchkey_account_store_get_save_error (store), G_IO_ERROR,
                  G_IO_ERROR_PERMISSION_DENIED);

  /* And is over as soon as it is put right. */
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_clear_error (&error);
  g_assert_true (store_save (store, &error));
  g_assert_no_error (error);
  g_assert_null (latchkey_account_store_get_save_error (store));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
}

static void
test_folder_is_a_file (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->folder);
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  g_assert_false (store_save (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
test_file_size_limit (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://b.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  struct rlimit old_limit;
  struct rlimit limit;
  gboolean saved = FALSE;

  store_add_new (store, "https://a.lan", "u-1");
  g_assert_true (g_file_get_contents (fixture->path, &before, NULL, NULL));

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  saved = store_add (store, account, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);

  g_assert_false (saved);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_file_contains (fixture->path, before);
  g_assert_cmpuint (store_count (store), ==, 2);
}

static void
test_full_disk (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = NULL;
  g_autofree char *filler = g_build_filename (fixture->folder, "filler", NULL);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = FALSE;
  int descriptor = -1;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  if (mount ("tmpfs", fixture->folder, "tmpfs", 0, "size=64k") != 0)
    {
      g_test_skip ("Only root can make a small disk");
      return;
    }
  store = store_fixture_new_loaded_store (fixture);
  store_add_new (store, "https://a.lan", "u-1");
  g_assert_true (g_file_get_contents (fixture->path, &before, NULL, NULL));
  descriptor = open (filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (write (descriptor, "0123456789abcdef", 16) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (descriptor);

  saved = store_save (store, &error);
  g_assert_false (saved);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  assert_file_contains (fixture->path, before);

  g_assert_cmpint (g_remove (filler), ==, 0);
  g_clear_error (&error);
  g_assert_true (store_save (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (umount (fixture->folder), ==, 0);
}

static void
test_write_only_reports_when_on_the_disk (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);

  store_add_new (store, "https://a.lan", "u-1");
  calls = g_string_new (NULL);
  g_assert_true (store_save (store, NULL));
  g_assert_cmpstr (calls->str, ==, "flush-file rename flush-folder ");
  g_string_free (g_steal_pointer (&calls), TRUE);
}

static void
test_concurrent_saves (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  LatchkeyAccount *account = store_add_new (store, "https://a.lan", "u-1");
  GAsyncResult *results[50] = { NULL };
  guint n_writes = 0;

  calls = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *name = g_strdup_printf ("Ada %zu", i);

      rename_person (account, name);
      latchkey_account_store_save_async (store, NULL, await_store, &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_assert_true (latchkey_account_store_save_finish (store, await (&results[i]), NULL));
      g_object_unref (results[i]);
    }

  /* The first goes out at once, and one more with the last state stands for all that waited. */
  for (const char *at = calls->str; (at = strstr (at, "rename")) != NULL; at++)
    n_writes++;
  g_assert_cmpuint (n_writes, ==, 2);
  g_string_free (g_steal_pointer (&calls), TRUE);

  again = store_fixture_new_loaded_store (fixture);
  account = latchkey_account_store_get_current (again);
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada 49");
}

static void
save_again_from_callback (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyAccountStore *store = LATCHKEY_ACCOUNT_STORE (source);

  g_assert_true (latchkey_account_store_save_finish (store, result, NULL));
  rename_person (latchkey_account_store_get_current (store), "Ada, later");
  latchkey_account_store_save_async (store, NULL, await_store, user_data);
}

static void
test_save_from_a_callback (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyAccountStore *store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  store_add_new (store, "https://a.lan", "u-1");
  latchkey_account_store_save_async (store, NULL, save_again_from_callback, &result);
  g_assert_true (latchkey_account_store_save_finish (store, await (&result), NULL));
  g_clear_object (&result);
  g_assert_finalize_object (store);

  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpstr (latchkey_account_get_name (latchkey_account_store_get_current (again)), ==,
                   "Ada, later");
}

static void
test_cancelled_save_is_written (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_account_store_add_async (store, account, cancellable, await_store, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (latchkey_account_store_add_finish (store, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (again), ==, 1);
}

static void
test_save_outlives_its_caller (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyAccountStore *store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  gpointer watched = store;

  latchkey_account_store_add_async (store, account, NULL, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (store), &watched);
  g_object_unref (store);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);

  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (again), ==, 1);
}

static void
on_saved_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyAccountStore *store = LATCHKEY_ACCOUNT_STORE (source);
  guint *round = user_data;
  g_autofree char *name = g_strnfill (1000 + 7 * (++*round % 1000), 'x');

  g_assert_true (latchkey_account_store_save_finish (store, result, NULL));
  if (*round == 2)
    /* Tells the parent that it may kill from now on. */
    g_assert_cmpint (write (STDOUT_FILENO, "go\n", 3), ==, 3);
  rename_person (latchkey_account_store_get_current (store), name);
  latchkey_account_store_save_async (store, NULL, on_saved_again, round);
}

G_NORETURN static void
save_for_ever (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (LatchkeyAccountStore) store = latchkey_account_store_new (folder);
  guint round = 0;

  g_assert_true (latchkey_account_store_load (store, NULL));
  latchkey_account_store_save_async (store, NULL, on_saved_again, &round);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_killed_while_saving (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);

  store_add_new (store, "https://a.lan", "u-1");
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LatchkeyAccountStore) again = NULL;
      g_autoptr (GSubprocess) writer = NULL;
      g_autoptr (GError) error = NULL;
      char ready[3];

      writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, user_data,
                                 "--save-for-ever", fixture->folder, NULL);
      g_assert_no_error (error);
      g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (writer), ready, 3, NULL,
                                            &error),
                       ==, 3);
      g_assert_no_error (error);
      /* Somewhere in the middle of one of the next writes. */
      g_usleep ((gulong) g_test_rand_int_range (0, 20000));
      g_subprocess_force_exit (writer);
      g_assert_true (g_subprocess_wait (writer, NULL, NULL));

      again = store_fixture_new_loaded_store (fixture);
      g_assert_cmpuint (store_count (again), ==, 1);
    }
}

static void
add_test (const char *path,
          void (*run) (StoreFixture *fixture, gconstpointer user_data),
          gconstpointer user_data)
{
  g_test_add (path, StoreFixture, user_data, store_fixture_set_up, run, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 3 && g_str_equal (argv[1], "--save-for-ever"))
    save_for_ever (argv[2]);
  g_test_init (&argc, &argv, NULL);

  add_test ("/account-store/failed-save/read-only-folder", test_read_only_folder, NULL);
  add_test ("/account-store/failed-save/file-in-place-of-the-folder", test_folder_is_a_file, NULL);
  add_test ("/account-store/failed-save/file-size-limit", test_file_size_limit, NULL);
  add_test ("/account-store/failed-save/full-disk", test_full_disk, NULL);
  add_test ("/account-store/save/file-then-name-then-folder-are-flushed",
            test_write_only_reports_when_on_the_disk, NULL);
  add_test ("/account-store/save/one-at-a-time-and-the-last-state-wins", test_concurrent_saves,
            NULL);
  add_test ("/account-store/save/from-a-callback", test_save_from_a_callback, NULL);
  add_test ("/account-store/save/cancelled-is-written-all-the-same",
            test_cancelled_save_is_written, NULL);
  add_test ("/account-store/save/outlives-its-caller", test_save_outlives_its_caller, NULL);
  add_test ("/account-store/save/killed-leaves-the-old-file-or-the-new-one",
            test_killed_while_saving, argv[0]);

  return g_test_run ();
}

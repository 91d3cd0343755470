#include "account-store-fixture.h"
#include "list-mirror.h"

#include <locale.h>
#include <signal.h>
#include <unistd.h>

#define SHARED "https://shared.lan"
#define N_LIVES 8

/*
 * The worker: a process that changes the list at random, and tells before and after each change.
 * "+ WORD SERVER [TEXT]" is begun, "= WORD SERVER [TEXT]" is on the disk.
 */
typedef struct
{
  LatchkeyAccountStore *store;
  const char *name;
  guint next;
} Worker;

static void
tell (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_cmpint (write (STDOUT_FILENO, line, strlen (line)), ==, (gssize) strlen (line));
}

/* Returns: (transfer full) (nullable): an account that only this worker adds and removes. */
static LatchkeyAccount *
pick_own (Worker *worker, guint at_least)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *prefix = g_strdup_printf ("https://%s-", worker->name);

  for (guint i = 0; i < store_count (worker->store); i++)
    {
      g_autoptr (LatchkeyAccount) account
          = g_list_model_get_item (G_LIST_MODEL (worker->store), i);

      if (g_str_has_prefix (latchkey_account_get_server (account), prefix))
        g_ptr_array_add (own, g_object_ref (account));
    }
  if (own->len < at_least)
    return NULL;
  return g_object_ref (
      g_ptr_array_index (own, (guint) g_random_int_range (0, (gint32) own->len)));
}

static void
add_one (Worker *worker)
{
  g_autofree char *server = g_strdup_printf ("https://%s-%u.lan", worker->name, worker->next++);

  tell ("+ add %s\n", server);
  store_add_new (worker->store, server, "u");
  tell ("= add %s\n", server);
}

static void
rename_one (Worker *worker)
{
  g_autoptr (LatchkeyAccount) account = pick_own (worker, 1);
  g_autofree char *name = g_strdup_printf ("n%u", worker->next++);

  if (account == NULL)
    return;
  tell ("+ name %s %s\n", latchkey_account_get_server (account), name);
  rename_person (account, name);
  g_assert_true (store_save (worker->store, NULL));
  tell ("= name %s %s\n", latchkey_account_get_server (account), name);
}

static void
remove_one (Worker *worker)
{
  g_autoptr (LatchkeyAccount) account = pick_own (worker, 4);

  if (account == NULL)
    return;
  tell ("+ remove %s\n", latchkey_account_get_server (account));
  g_assert_true (store_remove (worker->store, account, NULL));
  tell ("= remove %s\n", latchkey_account_get_server (account));
}

/* Of the account that both of them change. */
static void
add_address (Worker *worker)
{
  LatchkeyAccount *shared = latchkey_account_store_find (worker->store, SHARED, "u");
  g_autofree char *address
      = g_strdup_printf ("https://%s-%u.outside", worker->name, worker->next++);

  g_assert_nonnull (shared);
  tell ("+ address %s\n", address);
  latchkey_account_add_address (shared, address);
  g_assert_true (store_save (worker->store, NULL));
  tell ("= address %s\n", address);
}

static void
move_one (Worker *worker)
{
  guint n_accounts = store_count (worker->store);
  g_autoptr (LatchkeyAccount) account
      = g_list_model_get_item (G_LIST_MODEL (worker->store),
                               (guint) g_random_int_range (0, (gint32) n_accounts));

  latchkey_account_store_move (worker->store, account, (guint) g_random_int_range (0, 10));
  latchkey_account_store_set_current (worker->store, account);
  g_assert_true (store_save (worker->store, NULL));
  tell ("= move\n");
}

G_NORETURN static void
work (const char *path, const char *name, const char *first)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (LatchkeyAccountStore) store = latchkey_account_store_new (folder);
  Worker worker = { store, name, (guint) g_ascii_strtoull (first, NULL, 10) };
  void (*const changes[]) (Worker *) = { add_one,    add_one,     rename_one, rename_one,
                                         remove_one, add_address, move_one };
  g_autoptr (GError) error = NULL;

  tell ("= pid %d\n", (int) getpid ());
  tell ("= bus %s\n", g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  latchkey_account_store_load (store, &error);
  g_assert_no_error (error);
  while (TRUE)
    changes[g_random_int_range (0, G_N_ELEMENTS (changes))](&worker);
}

/*
 * Ledger:
 * @names: (element-type utf8 utf8): what is sure: the servers that are there, and their names
 * @absent: (element-type utf8): the servers that were taken away for sure
 * @addresses: (element-type utf8): the addresses that were added for sure
 * @pending: (nullable): what one worker began and did not finish
 *
 * What the workers told.
 */
typedef struct
{
  GHashTable *names;
  GHashTable *absent;
  GHashTable *addresses;
} Ledger;

typedef struct
{
  Ledger *ledger;
  const char *program;
  const char *folder;
  const char *name;
  GSubprocess *process;
  GDataInputStream *output;
  char *bus;
  char *pending;
  pid_t pid;
  guint n_lives;
  guint n_changes_left;
} Life;

static void
forget (Ledger *ledger, const char *server)
{
  g_hash_table_remove (ledger->names, server);
  g_hash_table_remove (ledger->absent, server);
}

/* One that was killed in the middle may have done it or not. */
static void
settle_pending (Life *life)
{
  g_auto (GStrv) words = NULL;

  if (life->pending == NULL)
    return;
  words = g_strsplit (life->pending, " ", -1);
  if (g_str_equal (words[1], "name"))
    {
      /* There for sure, under one of two names. */
      if (g_hash_table_contains (life->ledger->names, words[2]))
        g_hash_table_replace (life->ledger->names, g_strdup (words[2]), NULL);
    }
  else
    forget (life->ledger, words[2]);
  g_clear_pointer (&life->pending, g_free);
}

static void
note (Life *life, const char *line)
{
  Ledger *ledger = life->ledger;
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (*line == '+')
    {
      g_assert_null (life->pending);
      life->pending = g_strdup (line);
      return;
    }
  g_assert_cmpint (*line, ==, '=');
  if (g_str_equal (words[1], "pid"))
    life->pid = (pid_t) g_ascii_strtoll (words[2], NULL, 10);
  else if (g_str_equal (words[1], "bus"))
    life->bus = g_strdup (words[2]);
  else if (g_str_equal (words[1], "add"))
    g_hash_table_replace (ledger->names, g_strdup (words[2]), g_strdup (""));
  else if (g_str_equal (words[1], "name"))
    g_hash_table_replace (ledger->names, g_strdup (words[2]), g_strdup (words[3]));
  else if (g_str_equal (words[1], "remove"))
    {
      g_hash_table_remove (ledger->names, words[2]);
      g_hash_table_add (ledger->absent, g_strdup (words[2]));
    }
  else if (g_str_equal (words[1], "address"))
    g_hash_table_add (ledger->addresses, g_strdup (words[2]));
  g_clear_pointer (&life->pending, g_free);
}

static void start (Life *life);

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Life *life = user_data;
  g_autofree char *line
      = g_data_input_stream_read_line_finish (life->output, result, NULL, NULL);

  if (line == NULL)
    {
      /* It is gone, and everything it told was read. */
      g_assert_cmpuint (life->n_changes_left, ==, 0);
      settle_pending (life);
      g_subprocess_wait (life->process, NULL, NULL);
      g_clear_object (&life->output);
      g_clear_object (&life->process);
      g_clear_pointer (&life->bus, g_free);
      if (++life->n_lives < N_LIVES)
        start (life);
      return;
    }
  note (life, line);
  if (life->n_changes_left > 0 && g_str_has_prefix (line, "+ ") && --life->n_changes_left == 0)
    g_assert_cmpint (kill (life->pid, SIGKILL), ==, 0);
  g_data_input_stream_read_line_async (life->output, G_PRIORITY_DEFAULT, NULL, on_line, life);
}

static void
start (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = g_strdup_printf ("%u", (life->n_lives + 1) * 1000);

  /* Each on a bus of its own, as in two sessions of one person. */
  life->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "dbus-run-session",
                                    "--", life->program, "--work", life->folder, life->name, first,
                                    NULL);
  g_assert_no_error (error);
  life->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (life->process));
  life->n_changes_left = (guint) g_test_rand_int_range (5, 25);
  g_data_input_stream_read_line_async (life->output, G_PRIORITY_DEFAULT, NULL, on_line, life);
}

static void
assert_holds (LatchkeyAccountStore *store, Ledger *ledger)
{
  LatchkeyAccount *shared = latchkey_account_store_find (store, SHARED, "u");
  GHashTableIter iter;
  const char *server = NULL;
  const char *name = NULL;

  g_hash_table_iter_init (&iter, ledger->names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &server, (gpointer *) &name))
    {
      LatchkeyAccount *account = latchkey_account_store_find (store, server, "u");

      if (account == NULL)
        g_error ("%s got lost", server);
      if (name != NULL)
        g_assert_cmpstr (latchkey_account_get_name (account), ==, name);
    }
  g_hash_table_iter_init (&iter, ledger->absent);
  while (g_hash_table_iter_next (&iter, (gpointer *) &server, NULL))
    {
      if (latchkey_account_store_find (store, server, "u") != NULL)
        g_error ("%s came back", server);
    }
  g_assert_nonnull (shared);
  g_hash_table_iter_init (&iter, ledger->addresses);
  while (g_hash_table_iter_next (&iter, (gpointer *) &server, NULL))
    {
      if (!latchkey_account_has_address (shared, server))
        g_error ("%s got lost", server);
    }
}

static void
test_two_processes (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) addresses
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Ledger ledger = { names, absent, addresses };
  Life lives[] = {
    { &ledger, user_data, fixture->folder, "left" },
    { &ledger, user_data, fixture->folder, "right" },
  };
  g_autoptr (LatchkeyAccountStore) follower = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  gboolean met = FALSE;

  store_add_new (follower, SHARED, "u");
  /* A third one, which only looks on. */
  mirror = list_mirror_new (G_LIST_MODEL (follower));
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    start (&lives[i]);
  while (lives[0].n_lives < N_LIVES || lives[1].n_lives < N_LIVES)
    {
      if (lives[0].bus != NULL && lives[1].bus != NULL)
        {
          g_assert_cmpstr (lives[0].bus, !=, lives[1].bus);
          met = TRUE;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (met);

  again = store_fixture_new_loaded_store (fixture);
  assert_holds (again, &ledger);
  g_test_message ("%u accounts are there, %u are gone, %u addresses were added",
                  g_hash_table_size (names), g_hash_table_size (absent),
                  g_hash_table_size (addresses));
  g_assert_cmpuint (g_hash_table_size (names) + g_hash_table_size (absent), >, 0);
  g_assert_cmpuint (g_hash_table_size (addresses), >, 0);
  g_assert_null (latchkey_account_store_get_damaged_file (again));

  g_assert_true (store_save (follower, NULL));
  assert_holds (follower, &ledger);
  g_assert_cmpuint (store_count (follower), ==, store_count (again));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 5 && g_str_equal (argv[1], "--work"))
    work (argv[2], argv[3], argv[4]);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/account-store/two-processes-and-nothing-lost", StoreFixture, argv[0],
              store_fixture_set_up, test_two_processes, store_fixture_tear_down);

  return g_test_run ();
}

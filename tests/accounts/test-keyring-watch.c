#include "await.h"
#include "keyring-fixture.h"
#include "secret-store-contract.h"

#include <locale.h>
#include <signal.h>

typedef struct
{
  LatchkeySecretStore *store;
  LatchkeyAccount *account;
  guint n_unlocked;
} Fixture;

static void
on_unlocked (LatchkeySecretStore *store, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->store = keyring_new ();
  fixture->account = keyring_new_account ();
  g_signal_connect (fixture->store, "unlocked", G_CALLBACK (on_unlocked), &fixture->n_unlocked);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_finalize_object (fixture->store);
  g_object_unref (fixture->account);
}

static void
await_unlocked (Fixture *fixture, guint n_times)
{
  while (fixture->n_unlocked < n_times)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_unlocked, ==, n_times);
}

/* Whatever the service told before has arrived, and was looked into. */
static void
let_arrive (Fixture *fixture)
{
  g_autoptr (LatchkeyAccount) nobody = keyring_new_account ();

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HomeboxToken) token = secret_store_lookup (fixture->store, nobody, &error);

      assert_secret_error (error, LATCHKEY_SECRET_ERROR_GONE);
    }
}

static void
test_by_another_program (Fixture *fixture, gconstpointer user_data)
{
  keyring_store (fixture->store, fixture->account, "TOKEN");
  for (guint i = 1; i <= 3; i++)
    {
      keyring_lock ();
      assert_secret_fails (fixture->store, fixture->account, LATCHKEY_SECRET_ERROR_LOCKED);
      g_assert_cmpuint (fixture->n_unlocked, ==, i - 1);
      keyring_unlock ();
      await_unlocked (fixture, i);
      assert_secret_is (fixture->store, fixture->account, "TOKEN");
    }
  let_arrive (fixture);
  g_assert_cmpuint (fixture->n_unlocked, ==, 3);
}

static void
test_after_each_call (Fixture *fixture, gconstpointer user_data)
{
  keyring_lock ();
  assert_list_fails (fixture->store, LATCHKEY_SECRET_ERROR_LOCKED);
  keyring_unlock ();
  await_unlocked (fixture, 1);
  keyring_lock ();
  assert_not_writable (fixture->store, LATCHKEY_SECRET_ERROR_LOCKED);
  keyring_unlock ();
  await_unlocked (fixture, 2);
  keyring_lock ();
  assert_store_fails (fixture->store, fixture->account, LATCHKEY_SECRET_ERROR_LOCKED);
  keyring_unlock ();
  await_unlocked (fixture, 3);
}

static void
test_only_when_something_failed (Fixture *fixture, gconstpointer user_data)
{
  keyring_store (fixture->store, fixture->account, "TOKEN");
  keyring_lock ();
  keyring_unlock ();
  let_arrive (fixture);
  keyring_store (fixture->store, fixture->account, "ANOTHER");
  let_arrive (fixture);
  g_assert_cmpuint (fixture->n_unlocked, ==, 0);
}

static void
test_not_while_it_is_locked (Fixture *fixture, gconstpointer user_data)
{
  keyring_lock ();
  assert_secret_fails (fixture->store, fixture->account, LATCHKEY_SECRET_ERROR_LOCKED);
  keyring_unlock ();
  keyring_lock ();
  /* Both were told; what holds is the last. */
  assert_list_fails (fixture->store, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_list_fails (fixture->store, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_cmpuint (fixture->n_unlocked, ==, 0);
  keyring_unlock ();
  await_unlocked (fixture, 1);
}

static void
test_hears_nothing_more (Fixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *store = keyring_new ();

  keyring_lock ();
  assert_secret_fails (store, fixture->account, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_secret_fails (fixture->store, fixture->account, LATCHKEY_SECRET_ERROR_LOCKED);
  /* In the middle of looking, too. */
  keyring_unlock ();
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_object_run_dispose (G_OBJECT (store));
  g_assert_finalize_object (store);
  await_unlocked (fixture, 1);
}

static void
test_when_the_service_comes_back (Fixture *fixture, gconstpointer user_data)
{
  keyring_store (fixture->store, fixture->account, "TOKEN");
  keyring_signal (SIGKILL);
  assert_store_fails (fixture->store, fixture->account, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  keyring_restart_killed ();
  await_unlocked (fixture, 1);
  assert_secret_is (fixture->store, fixture->account, "TOKEN");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/keyring-watch/by-another-program", test_by_another_program },
    { "/keyring-watch/after-each-call", test_after_each_call },
    { "/keyring-watch/only-when-something-failed", test_only_when_something_failed },
    { "/keyring-watch/not-while-it-is-locked", test_not_while_it_is_locked },
    { "/keyring-watch/hears-nothing-more-when-gone", test_hears_nothing_more },
    { "/keyring-watch/when-the-service-comes-back", test_when_the_service_comes_back },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}

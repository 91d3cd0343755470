#include "await.h"
#include "keyring-fixture.h"
#include "secret-store-contract.h"

#include <locale.h>

/* Words for xdotool. They go to whatever has the focus: the prompt may be gone before a key is
 * released. */
#define TYPE(text) "type", "--window", "0", "--args", "1", (text)
#define PRESS(key) "key", "--window", "0", (key)

/* The script that waits for the prompt. */
static char *at_prompt;

static GSubprocess *
start_person (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *person = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  return person;
}

static GSubprocess *
start_to_enter_password (const char *password)
{
  const char *const command[] = { at_prompt, TYPE (password), PRESS ("Return"), NULL };

  return start_person (command);
}

static GSubprocess *
start_to_enter_new_password (const char *password)
{
  const char *const command[] = { at_prompt, TYPE (password), PRESS ("Tab"),
                                  TYPE (password), PRESS ("Return"), NULL };

  return start_person (command);
}

static GSubprocess *
start_to_close_prompt (void)
{
  const char *const command[] = { at_prompt, PRESS ("Escape"), NULL };

  return start_person (command);
}

static void
wait_for_person (GSubprocess *person)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (person, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (person);
}

static SecretCollection *
get_default_keyring (void)
{
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GError) error = NULL;
  SecretCollection *collection = NULL;

  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  return collection;
}

static void
test_answered (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (GError) error = NULL;
  GSubprocess *person = NULL;

  keyring_store (store, account, "TOKEN");
  keyring_lock ();
  person = start_to_enter_password (keyring_password ());
  assert_secret_is (store, account, "TOKEN");
  wait_for_person (person);

  keyring_lock ();
  person = start_to_enter_password (keyring_password ());
  keyring_store (store, account, "ANOTHER");
  wait_for_person (person);
  assert_secret_is (store, account, "ANOTHER");

  keyring_lock ();
  person = start_to_enter_password (keyring_password ());
  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
  wait_for_person (person);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
on_unlocked (LatchkeySecretStore *store, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_dismissed (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  GSubprocess *person = NULL;
  guint n_unlocked = 0;

  g_signal_connect (store, "unlocked", G_CALLBACK (on_unlocked), &n_unlocked);
  keyring_store (store, account, "TOKEN");
  keyring_lock ();

  /* These ask nobody, though there is a screen. */
  assert_list_fails (store, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_not_writable (store, LATCHKEY_SECRET_ERROR_LOCKED);

  person = start_to_close_prompt ();
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_DISMISSED);
  wait_for_person (person);

  person = start_to_close_prompt ();
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_DISMISSED);
  wait_for_person (person);

  person = start_to_close_prompt ();
  assert_clear_fails (store, account, LATCHKEY_SECRET_ERROR_DISMISSED);
  wait_for_person (person);

  /* Asked again, it asks the person again. */
  g_assert_cmpuint (n_unlocked, ==, 0);
  person = start_to_enter_password (keyring_password ());
  assert_secret_is (store, account, "TOKEN");
  wait_for_person (person);
  while (n_unlocked == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* The prompt is answered after the caller gave up. */
static void
answer_late (void)
{
  g_autoptr (SecretCollection) collection = get_default_keyring ();
  GSubprocess *person = start_to_enter_password (keyring_password ());

  while (secret_collection_get_locked (collection))
    g_main_context_iteration (NULL, TRUE);
  wait_for_person (person);
}

static void
test_never_answered (void)
{
  LatchkeySecretStore *store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (LatchkeyAccount) another = keyring_new_account ();

  keyring_store (store, account, "TOKEN");
  keyring_lock ();
  latchkey_keyring_set_timeout (LATCHKEY_KEYRING (store), 200);
  assert_store_fails (store, another, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  latchkey_keyring_set_timeout (LATCHKEY_KEYRING (store), KEYRING_LONG);

  answer_late ();
  assert_secret_fails (store, another, LATCHKEY_SECRET_ERROR_GONE);
  assert_secret_is (store, account, "TOKEN");
  g_assert_finalize_object (store);
}

static void
test_cancelled (void)
{
  LatchkeySecretStore *store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (HomeboxToken) token = homebox_token_new ("TOKEN", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *const wait_only[] = { at_prompt, NULL };
  g_autoptr (GSubprocess) person = NULL;
  g_autoptr (GAsyncResult) seen = NULL;

  keyring_lock ();
  latchkey_secret_store_store_async (store, account, token, cancellable, await_store, &result);
  person = start_person (wait_only);
  g_subprocess_wait_check_async (person, NULL, await_store, &seen);
  await (&seen);
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  g_assert_false (latchkey_secret_store_store_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);

  answer_late ();
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
  g_clear_object (&result);
  g_assert_finalize_object (store);
}

static void
test_new_keyring_dismissed (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  GSubprocess *person = NULL;

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_KEYRING);
  person = start_to_close_prompt ();
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_DISMISSED);
  wait_for_person (person);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_KEYRING);
}

static void
test_new_keyring_made (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (SecretCollection) collection = NULL;
  g_autofree char *label = NULL;
  GSubprocess *person = NULL;

  person = start_to_enter_new_password (keyring_password ());
  keyring_store (store, account, "TOKEN");
  wait_for_person (person);
  assert_secret_is (store, account, "TOKEN");

  collection = get_default_keyring ();
  label = secret_collection_get_label (collection);
  g_assert_cmpstr (label, ==, "Default Keyring");
}

int
main (int argc, char **argv)
{
  int status = 0;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  at_prompt = g_test_build_filename (G_TEST_DIST, "at-prompt.sh", NULL);

  if (g_strcmp0 (g_getenv ("LATCHKEY_TEST_KEYRING"), "unlocked") == 0)
    {
      g_test_add_func ("/keyring-prompt/answered", test_answered);
      g_test_add_func ("/keyring-prompt/dismissed", test_dismissed);
      g_test_add_func ("/keyring-prompt/never-answered-and-answered-late", test_never_answered);
      g_test_add_func ("/keyring-prompt/cancelled-and-answered-late", test_cancelled);
    }
  else
    {
      g_test_add_func ("/keyring-prompt/new-keyring/dismissed", test_new_keyring_dismissed);
      g_test_add_func ("/keyring-prompt/new-keyring/made", test_new_keyring_made);
    }
  status = g_test_run ();
  g_free (at_prompt);
  return status;
}

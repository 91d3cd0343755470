#include "refresh-program.h"

#include "keyring-fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define ARGUMENT "--refresh-program"

struct _RefreshProgram
{
  GSubprocess *process;
  GDataInputStream *output;
  GString *said;
  int pid;
  gboolean over;
};

static void
say (const char *word)
{
  g_print ("%s\n", word);
}

static void
on_reached (StoppingSecrets *secrets, gpointer user_data)
{
  say ("reached");
}

static void
on_state (LatchkeyConnection *connection, GParamSpec *pspec, gpointer user_data)
{
  if (latchkey_connection_get_state (connection) == LATCHKEY_CONNECTION_READY)
    say ("ready");
  else if (latchkey_connection_get_state (connection) == LATCHKEY_CONNECTION_SIGN_IN_NEEDED)
    say ("ended");
}

static void
on_noted (LatchkeyAccount *account, GParamSpec *pspec, gpointer user_data)
{
  say ("noted");
}

static gboolean
on_session (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  if (homebox_session_get_state (session) == HOMEBOX_SESSION_ACTIVE)
    say ("active");
  return FALSE;
}

G_NORETURN static void
run (const char *folder_path, StoppingStep step)
{
  g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
  g_autoptr (LatchkeyAccountStore) accounts = latchkey_account_store_new (folder);
  g_autoptr (LatchkeySecretStore) keyring = keyring_new ();
  g_autoptr (StoppingSecrets) secrets = stopping_secrets_new (keyring, step);
  g_autoptr (LatchkeyVault) vault = NULL;
  g_autoptr (LatchkeyConnection) connection = NULL;
  LatchkeyAccount *account = NULL;
  HomeboxSession *session = NULL;
  g_autoptr (GError) error = NULL;

  /* Whoever started it may have failed. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_print ("pid %d\n", (int) getpid ());
  g_assert_true (latchkey_account_store_load (accounts, &error));
  vault = latchkey_vault_new (accounts, LATCHKEY_SECRET_STORE (secrets), NULL);
  account = latchkey_account_store_get_current (accounts);
  connection = latchkey_connection_new (vault, account);
  g_signal_connect (secrets, "reached", G_CALLBACK (on_reached), NULL);
  g_signal_connect (connection, "notify::state", G_CALLBACK (on_state), NULL);
  g_signal_connect (account, "notify::last-refresh-at", G_CALLBACK (on_noted), NULL);
  latchkey_connection_open (connection);
  while (TRUE)
    {
      g_main_context_iteration (NULL, TRUE);
      if (session == NULL && latchkey_connection_get_session (connection) != NULL)
        {
          session = latchkey_connection_get_session (connection);
          g_signal_connect (session, "notify::state", G_CALLBACK (on_session), NULL);
        }
    }
}

void
refresh_program_run_if_asked (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], ARGUMENT))
    run (argv[2], (StoppingStep) atoi (argv[3]));
}

static void read_next (RefreshProgram *self);

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RefreshProgram *self = user_data;
  g_autofree char *line
      = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      self->over = TRUE;
      return;
    }
  if (g_str_has_prefix (line, "pid "))
    self->pid = atoi (line + strlen ("pid "));
  else
    g_string_append_printf (self->said, "%s\n", line);
  read_next (self);
}

static void
read_next (RefreshProgram *self)
{
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

RefreshProgram *
refresh_program_start (ConnectionFixture *fixture,
                       const char *program,
                       const char *const *wrapper,
                       StoppingStep step)
{
  RefreshProgram *self = g_new0 (RefreshProgram, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *number = g_strdup_printf ("%d", (int) step);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; wrapper != NULL && wrapper[i] != NULL; i++)
    g_strv_builder_add (builder, wrapper[i]);
  g_strv_builder_add (builder, program);
  g_strv_builder_add (builder, ARGUMENT);
  g_strv_builder_add (builder, fixture->disk.folder);
  g_strv_builder_add (builder, number);
  arguments = g_strv_builder_end (builder);

  self->said = g_string_new (NULL);
  self->process = g_subprocess_newv ((const char *const *) arguments,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  read_next (self);
  return self;
}

void
refresh_program_kill (RefreshProgram *self)
{
  /* What wraps it goes by itself then. */
  g_assert_cmpint (self->pid, >, 1);
  g_assert_cmpint (kill (self->pid, SIGKILL), ==, 0);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  while (!self->over)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_string_free (self->said, TRUE);
  g_free (self);
}

gboolean
refresh_program_said (RefreshProgram *self, const char *word)
{
  g_auto (GStrv) words = g_strsplit (self->said->str, "\n", -1);

  return g_strv_contains ((const char *const *) words, word);
}

void
refresh_program_wait_for (RefreshProgram *self, const char *word)
{
  while (!refresh_program_said (self, word))
    {
      g_assert_false (self->over);
      g_main_context_iteration (NULL, TRUE);
    }
}

void
refresh_program_prepare (ConnectionFixture *fixture,
                         LatchkeySecretStore *keyring,
                         const char *uri,
                         GTimeSpan left)
{
  g_autoptr (HomeboxSession) session
      = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, uri);
  LatchkeyConnection *connection = NULL;

  g_assert_true (LATCHKEY_IS_SECRET_STORE (keyring));
  homebox_session_set_client (session, client);
  connection_fixture_use_secrets (fixture, keyring);
  connection = connection_fixture_adopt (fixture, session);
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_clear_object (&session);
  g_clear_object (&client);
  g_assert_finalize_object (connection);
  connection_fixture_shorten (fixture, left);
}

LatchkeyConnection *
refresh_program_start_here (ConnectionFixture *fixture, LatchkeySecretStore *keyring)
{
  connection_fixture_restart (fixture);
  connection_fixture_use_secrets (fixture, keyring);
  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

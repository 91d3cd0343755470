#include "latchkey-deletion.h"

#include "homebox-error.h"
#include "homebox-home-survey.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyDeletion
{
  GObject parent_instance;

  LatchkeyConnection *connection;
  /* NULL once closed: an answer that comes later finds nothing to do. */
  GCancellable *closing;
  GListModel *homes;
  GError *survey_error;
  GError *error;
  char *phrase;
  LatchkeyDeletionState state;
  /* The server may have done it, in an attempt whose answer never came. */
  gboolean unclear;
};

G_DEFINE_FINAL_TYPE (LatchkeyDeletion, latchkey_deletion, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (LatchkeyDeletion *self, LatchkeyDeletionState state, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static GError *
dup_session_error (LatchkeyDeletion *self)
{
  const GError *reason = latchkey_connection_get_error (self->connection);

  if (reason != NULL)
    return g_error_copy (reason);

  return homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);
}

static void
on_surveyed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyDeletion) self = user_data;
  g_autoptr (GListModel) homes = NULL;
  g_autoptr (GError) error = NULL;

  homes = homebox_home_survey_run_finish (HOMEBOX_SESSION (source), result, &error);

  if (self->closing == NULL)
    return;

  g_set_object (&self->homes, homes);
  self->survey_error = g_steal_pointer (&error);
  set_state (self, LATCHKEY_DELETION_READY, NULL);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyDeletion) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = latchkey_connection_delete_account_finish (LATCHKEY_CONNECTION (source),
                                                                result,
                                                                &error);

  if (self->closing == NULL)
    return;

  /* Once it is closed, an error is about what is left on this computer: the account is gone. */
  if (deleted || latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_CLOSED)
    set_state (self, LATCHKEY_DELETION_DONE, error);
  else if (homebox_error_is_unclear (error))
    {
      self->unclear = TRUE;
      set_state (self, LATCHKEY_DELETION_UNKNOWN, error);
    }
  else if (self->unclear && error->code == HOMEBOX_ERROR_SESSION_ENDED)
    set_state (self, LATCHKEY_DELETION_UNKNOWN, error);
  else
    set_state (self, LATCHKEY_DELETION_FAILED, error);
}

static void
latchkey_deletion_dispose (GObject *object)
{
  LatchkeyDeletion *self = LATCHKEY_DELETION (object);

  latchkey_deletion_close (self);
  g_clear_object (&self->homes);
  g_clear_object (&self->connection);
  g_clear_error (&self->survey_error);
  g_clear_error (&self->error);
  g_clear_pointer (&self->phrase, g_free);

  G_OBJECT_CLASS (latchkey_deletion_parent_class)->dispose (object);
}

static void
latchkey_deletion_class_init (LatchkeyDeletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_deletion_dispose;

  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_deletion_init (LatchkeyDeletion *self)
{
  self->closing = g_cancellable_new ();
}

/* What the server last said goes before what was remembered. */
static char *
dup_phrase (LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  HomeboxUser *user = session != NULL ? homebox_session_get_user (session) : NULL;
  const char *candidates[] = {
    user != NULL ? homebox_user_get_email (user) : NULL,
    latchkey_account_get_email (account),
    /* A server lets an account be without an email address. */
    user != NULL ? homebox_user_get_name (user) : NULL,
    latchkey_account_get_name (account),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autofree char *phrase = g_strdup (candidates[i]);

      if (phrase != NULL && *g_strstrip (phrase) != '\0')
        return g_steal_pointer (&phrase);
    }

  return g_strdup (latchkey_account_get_user_id (account));
}

/**
 * latchkey_deletion_new:
 * @connection: the account
 *
 * Makes a deletion that has not begun. latchkey_deletion_survey() comes next.
 *
 * Returns: (transfer full): the deletion
 */
LatchkeyDeletion *
latchkey_deletion_new (LatchkeyConnection *connection)
{
  LatchkeyDeletion *self;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  self = g_object_new (LATCHKEY_TYPE_DELETION, NULL);
  self->connection = g_object_ref (connection);
  self->phrase = dup_phrase (connection);

  return self;
}

/**
 * latchkey_deletion_get_state:
 * @self: a deletion
 *
 * Returns: how far it has come
 */
LatchkeyDeletionState
latchkey_deletion_get_state (LatchkeyDeletion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), LATCHKEY_DELETION_SURVEYING);

  return self->state;
}

/**
 * latchkey_deletion_get_error:
 * @self: a deletion
 *
 * Returns: (transfer none) (nullable): why it failed; when it is done, what could not be removed
 *   from this computer
 */
const GError *
latchkey_deletion_get_error (LatchkeyDeletion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), NULL);

  return self->error;
}

/**
 * latchkey_deletion_get_homes:
 * @self: a deletion
 *
 * Returns: (transfer none) (nullable): the homes, of type #HomeboxGroup; %NULL while they are not
 *   known
 */
GListModel *
latchkey_deletion_get_homes (LatchkeyDeletion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), NULL);

  return self->homes;
}

/**
 * latchkey_deletion_get_survey_error:
 * @self: a deletion
 *
 * Returns: (transfer none) (nullable): why the homes are not known
 */
const GError *
latchkey_deletion_get_survey_error (LatchkeyDeletion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), NULL);

  return self->survey_error;
}

/**
 * latchkey_deletion_get_phrase:
 * @self: a deletion
 *
 * Returns: what the person types to show that the account is meant: its email address
 */
const char *
latchkey_deletion_get_phrase (LatchkeyDeletion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), NULL);

  return self->phrase;
}

/**
 * latchkey_deletion_matches:
 * @self: a deletion
 * @typed: what was typed
 *
 * Returns: whether that is the phrase, but for spaces around it and capitals
 */
gboolean
latchkey_deletion_matches (LatchkeyDeletion *self, const char *typed)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *given = NULL;

  g_return_val_if_fail (LATCHKEY_IS_DELETION (self), FALSE);
  g_return_val_if_fail (typed != NULL, FALSE);

  trimmed = g_strstrip (g_strdup (typed));
  wanted = g_utf8_casefold (self->phrase, -1);
  given = g_utf8_casefold (trimmed, -1);

  return g_str_equal (wanted, given);
}

/**
 * latchkey_deletion_survey:
 * @self: a deletion that is not deleting
 *
 * Asks the server what becomes of the homes. When that fails, the deletion is ready all the same.
 */
void
latchkey_deletion_survey (LatchkeyDeletion *self)
{
  HomeboxSession *session;

  g_return_if_fail (LATCHKEY_IS_DELETION (self));
  g_return_if_fail (self->closing != NULL);
  g_return_if_fail (self->state != LATCHKEY_DELETION_DELETING);

  g_clear_object (&self->homes);
  g_clear_error (&self->survey_error);
  session = latchkey_connection_get_session (self->connection);

  if (session == NULL)
    {
      self->survey_error = dup_session_error (self);
      set_state (self, LATCHKEY_DELETION_READY, NULL);
      return;
    }

  set_state (self, LATCHKEY_DELETION_SURVEYING, NULL);
  homebox_home_survey_run_async (session, self->closing, on_surveyed, g_object_ref (self));
}

/**
 * latchkey_deletion_run:
 * @self: a deletion
 *
 * Deletes the account, on the server and then on this computer. It is not cancellable: what was
 * sent is done. It takes as long as the client waits for two answers, at most.
 */
void
latchkey_deletion_run (LatchkeyDeletion *self)
{
  g_return_if_fail (LATCHKEY_IS_DELETION (self));
  g_return_if_fail (self->closing != NULL);
  g_return_if_fail (self->state != LATCHKEY_DELETION_DELETING);

  if (latchkey_connection_get_session (self->connection) == NULL)
    {
      g_autoptr (GError) error = dup_session_error (self);

      set_state (self, LATCHKEY_DELETION_FAILED, error);
      return;
    }

  set_state (self, LATCHKEY_DELETION_DELETING, NULL);
  latchkey_connection_delete_account_async (self->connection, NULL, on_deleted, g_object_ref (self));
}

/**
 * latchkey_deletion_close:
 * @self: a deletion
 *
 * Nothing is told any more. A survey under way is cancelled, a deletion is not.
 */
void
latchkey_deletion_close (LatchkeyDeletion *self)
{
  g_return_if_fail (LATCHKEY_IS_DELETION (self));

  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
}

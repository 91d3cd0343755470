#include "latchkey-same-server.h"

#include "latchkey-connection-join.h"
#include "latchkey-dialogs.h"
#include "latchkey-same-server-question.h"
#include "latchkey-weak.h"

struct _LatchkeySameServer
{
  GObject parent_instance;

  LatchkeyVault *vault;
  LatchkeyAccountViews *views;
  /* Two accounts that may be one, while the person is asked and until they are. */
  LatchkeyAccount *known;
  LatchkeyConnection *added;
};

G_DEFINE_FINAL_TYPE (LatchkeySameServer, latchkey_same_server, G_TYPE_OBJECT)

enum
{
  JOINED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeySameServer) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean joined
    = latchkey_connection_join_finish (LATCHKEY_CONNECTION (source), result, &error);
  g_autoptr (LatchkeyAccount) known = NULL;
  g_autoptr (LatchkeyConnection) added = NULL;

  if (self == NULL)
    return;

  known = g_steal_pointer (&self->known);
  added = g_steal_pointer (&self->added);

  if (joined || latchkey_connection_get_state (added) == LATCHKEY_CONNECTION_CLOSED)
    g_signal_emit (self, signals[JOINED], 0, known, latchkey_connection_get_account (added));

  if (!joined)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
answered (LatchkeySameServer *self, const char *response)
{
  g_autoptr (LatchkeyConnection) connection = NULL;

  if (!g_str_equal (response, LATCHKEY_SAME_SERVER_YES))
    {
      g_clear_object (&self->known);
      g_clear_object (&self->added);
      return;
    }

  connection = latchkey_account_views_get_connection (self->views, self->known);
  latchkey_connection_join_async (connection, self->added, on_joined, latchkey_weak_new (self));
}

static void
latchkey_same_server_dispose (GObject *object)
{
  LatchkeySameServer *self = LATCHKEY_SAME_SERVER (object);

  g_clear_object (&self->added);
  g_clear_object (&self->known);
  g_clear_object (&self->views);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_same_server_parent_class)->dispose (object);
}

static void
latchkey_same_server_class_init (LatchkeySameServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_same_server_dispose;

  signals[JOINED] = g_signal_new ("joined",
                                  LATCHKEY_TYPE_SAME_SERVER,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  LATCHKEY_TYPE_ACCOUNT,
                                  LATCHKEY_TYPE_ACCOUNT);
  signals[FAILED] = g_signal_new ("failed",
                                  LATCHKEY_TYPE_SAME_SERVER,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
}

static void
latchkey_same_server_init (LatchkeySameServer *self)
{
}

/**
 * latchkey_same_server_new:
 * @vault: the list of accounts
 * @views: those that were shown
 *
 * Returns: (transfer full): a new object
 */
LatchkeySameServer *
latchkey_same_server_new (LatchkeyVault *vault, LatchkeyAccountViews *views)
{
  LatchkeySameServer *self = g_object_new (LATCHKEY_TYPE_SAME_SERVER, NULL);

  self->vault = g_object_ref (vault);
  self->views = g_object_ref (views);

  return self;
}

/**
 * latchkey_same_server_ask:
 * @self: the object
 * @added: an account that was just signed in to for the first time
 * @parent: a widget in the window that is to ask
 *
 * Asks the person, if there is an account that looks the same. One question at a time: while two
 * are being joined, others stay as they are.
 */
void
latchkey_same_server_ask (LatchkeySameServer *self, LatchkeyConnection *added, GtkWidget *parent)
{
  LatchkeyAccount *account;
  LatchkeyAccount *known;
  GtkWindow *question;

  g_return_if_fail (LATCHKEY_IS_SAME_SERVER (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (added));

  account = latchkey_connection_get_account (added);
  known
    = latchkey_account_store_find_elsewhere (latchkey_vault_get_accounts (self->vault),
                                             latchkey_account_get_server (account),
                                             latchkey_account_get_user_id (account));

  if (known == NULL || self->added != NULL)
    return;

  self->known = g_object_ref (known);
  self->added = g_object_ref (added);
  question = latchkey_same_server_question_new (known, account);
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, parent);
}

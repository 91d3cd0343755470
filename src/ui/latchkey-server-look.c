#include "latchkey-server-look.h"

#include "homebox-error.h"

struct _LatchkeyServerLook
{
  GObject parent_instance;

  HomeboxServerCheck *check;
  GCancellable *cancellable;
  char *typed;
  gboolean found;
  /* That of a certificate which is not trusted. */
  GError *error;
};

G_DEFINE_FINAL_TYPE (LatchkeyServerLook, latchkey_server_look, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
latchkey_server_look_dispose (GObject *object)
{
  LatchkeyServerLook *self = LATCHKEY_SERVER_LOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->check);

  G_OBJECT_CLASS (latchkey_server_look_parent_class)->dispose (object);
}

static void
latchkey_server_look_finalize (GObject *object)
{
  LatchkeyServerLook *self = LATCHKEY_SERVER_LOOK (object);

  g_free (self->typed);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (latchkey_server_look_parent_class)->finalize (object);
}

static void
latchkey_server_look_class_init (LatchkeyServerLookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_server_look_dispose;
  object_class->finalize = latchkey_server_look_finalize;

  /**
   * LatchkeyServerLook::changed:
   * @self: the look
   *
   * The server answered, or its answer no longer holds.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   LATCHKEY_TYPE_SERVER_LOOK,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_server_look_init (LatchkeyServerLook *self)
{
}

/**
 * latchkey_server_look_new:
 * @trust: which certificates are trusted
 *
 * Returns: (transfer full): a look at nothing yet
 */
LatchkeyServerLook *
latchkey_server_look_new (HomeboxTrust *trust)
{
  LatchkeyServerLook *self = g_object_new (LATCHKEY_TYPE_SERVER_LOOK, NULL);

  self->check = homebox_server_check_new (trust);

  return self;
}

/*
 * Look:
 * @self: whose it is
 * @cancellable: what tells it from the next one
 */
typedef struct
{
  LatchkeyServerLook *self;
  GCancellable *cancellable;
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->self);
  g_object_unref (look->cancellable);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyServerLook *self = look->self;
  gboolean found = homebox_server_check_run_finish (HOMEBOX_SERVER_CHECK (source), result, &error);

  /* Somebody typed on, or looks at another server by now. */
  if (self->cancellable != look->cancellable)
    return;

  self->found = found;
  if (homebox_error_get_certificate (error) != NULL)
    self->error = g_steal_pointer (&error);

  if (found || self->error != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * latchkey_server_look_at:
 * @self: a look
 * @typed: an address, as typed to its end
 *
 * Asks the server behind @typed what it offers, unless that was just asked.
 */
void
latchkey_server_look_at (LatchkeyServerLook *self, const char *typed)
{
  g_autoptr (HomeboxAddress) address = NULL;
  Look *look;

  g_return_if_fail (LATCHKEY_IS_SERVER_LOOK (self));

  if (g_strcmp0 (self->typed, typed) == 0)
    return;

  latchkey_server_look_away (self);

  /* Half an address may be that of a stranger: only the network of a whole one is asked. */
  address = homebox_address_parse (typed, NULL);
  if (address == NULL)
    return;

  self->typed = g_strdup (typed);
  self->cancellable = g_cancellable_new ();
  look = g_new0 (Look, 1);
  look->self = g_object_ref (self);
  look->cancellable = g_object_ref (self->cancellable);
  homebox_server_check_run_async (self->check, typed, self->cancellable, checked, look);
}

/**
 * latchkey_server_look_away:
 * @self: a look
 *
 * Forgets the server: another address is being typed.
 */
void
latchkey_server_look_away (LatchkeyServerLook *self)
{
  gboolean had_answer;

  g_return_if_fail (LATCHKEY_IS_SERVER_LOOK (self));

  had_answer = self->found || self->error != NULL;
  self->found = FALSE;
  g_clear_error (&self->error);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->typed, g_free);

  if (had_answer)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * latchkey_server_look_get_error:
 * @self: a look
 *
 * Returns: (transfer none) (nullable): that the server's certificate is not trusted, or has
 *   changed; nothing else that failed
 */
const GError *
latchkey_server_look_get_error (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), NULL);

  return self->error;
}

/**
 * latchkey_server_look_get_check:
 * @self: a look
 *
 * Returns: (transfer none): how far the look has come, step by step; it stays the same object
 */
HomeboxServerCheck *
latchkey_server_look_get_check (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), NULL);

  return self->check;
}

/**
 * latchkey_server_look_get_features:
 * @self: a look
 *
 * Returns: what the server can do beyond signing in, as far as that is known
 */
HomeboxFeatures
latchkey_server_look_get_features (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), HOMEBOX_FEATURES_NONE);

  return self->found ? homebox_server_check_get_features (self->check) : HOMEBOX_FEATURES_NONE;
}

/**
 * latchkey_server_look_get_info:
 * @self: a look
 *
 * Returns: (transfer none) (nullable): what the server says about itself, or %NULL while that is
 *   not known
 */
HomeboxServerInfo *
latchkey_server_look_get_info (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), NULL);

  return self->found ? homebox_server_check_get_server_info (self->check) : NULL;
}

/**
 * latchkey_server_look_get_client:
 * @self: a look at a server that answered
 *
 * Returns: (transfer none): a client for that server
 */
HomeboxClient *
latchkey_server_look_get_client (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), NULL);
  g_return_val_if_fail (self->found, NULL);

  return homebox_server_check_get_client (self->check);
}

/**
 * latchkey_server_look_get_reach:
 * @self: a look at a server that answered
 *
 * Returns: how far away that server is
 */
HomeboxReach
latchkey_server_look_get_reach (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), HOMEBOX_REACH_PUBLIC);
  g_return_val_if_fail (self->found, HOMEBOX_REACH_PUBLIC);

  return homebox_server_check_get_reach (self->check);
}

/**
 * latchkey_server_look_needs_confirmation:
 * @self: a look at a server that answered
 *
 * Returns: whether the connection is not encrypted, so that the person has to agree first
 */
gboolean
latchkey_server_look_needs_confirmation (LatchkeyServerLook *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SERVER_LOOK (self), TRUE);
  g_return_val_if_fail (self->found, TRUE);

  return homebox_server_check_needs_confirmation (self->check);
}

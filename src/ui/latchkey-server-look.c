#include "latchkey-server-look.h"

struct _LatchkeyServerLook
{
  GObject parent_instance;

  HomeboxTrust *trust;
  HomeboxDiscovery *discovery;
  GCancellable *cancellable;
  char *typed;
  gboolean found;
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
  g_clear_object (&self->discovery);
  g_clear_object (&self->trust);

  G_OBJECT_CLASS (latchkey_server_look_parent_class)->dispose (object);
}

static void
latchkey_server_look_finalize (GObject *object)
{
  LatchkeyServerLook *self = LATCHKEY_SERVER_LOOK (object);

  g_free (self->typed);

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

  self->trust = g_object_ref (trust);

  return self;
}

static void
discovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyServerLook) self = user_data;
  gboolean found = homebox_discovery_run_finish (HOMEBOX_DISCOVERY (source), result, NULL);

  /* Somebody typed on, or looks at another server by now. */
  if (self->discovery != HOMEBOX_DISCOVERY (source))
    return;

  self->found = found;
  if (found)
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
  self->discovery = homebox_discovery_new (self->trust);
  homebox_discovery_run_async (self->discovery,
                               typed,
                               self->cancellable,
                               discovered,
                               g_object_ref (self));
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
  gboolean had_found;

  g_return_if_fail (LATCHKEY_IS_SERVER_LOOK (self));

  had_found = self->found;
  self->found = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->typed, g_free);

  if (had_found)
    g_signal_emit (self, signals[CHANGED], 0);
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

  return self->found ? homebox_discovery_get_server_info (self->discovery) : NULL;
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

  return homebox_discovery_get_client (self->discovery);
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

  return homebox_discovery_get_reach (self->discovery);
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

  return homebox_discovery_needs_confirmation (self->discovery);
}

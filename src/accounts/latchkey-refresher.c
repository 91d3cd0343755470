#include "latchkey-refresher.h"

struct _LatchkeyRefresher
{
  GObject parent_instance;

  LatchkeyAccountStore *accounts;
  LatchkeySecretStore *secrets;
  LatchkeyClock *clock;
  LatchkeyAccount *account;
  HomeboxSession *session;

  GError *problem;
};

enum
{
  PROP_PROBLEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LatchkeyRefresher, latchkey_refresher, G_TYPE_OBJECT)

static void
latchkey_refresher_dispose (GObject *object)
{
  LatchkeyRefresher *self = LATCHKEY_REFRESHER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->account);
  g_clear_object (&self->clock);
  g_clear_object (&self->secrets);
  g_clear_object (&self->accounts);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (latchkey_refresher_parent_class)->dispose (object);
}

static void
latchkey_refresher_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LatchkeyRefresher *self = LATCHKEY_REFRESHER (object);

  switch (property)
    {
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_refresher_class_init (LatchkeyRefresherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_refresher_dispose;
  object_class->get_property = latchkey_refresher_get_property;

  properties[PROP_PROBLEM]
      = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_refresher_init (LatchkeyRefresher *self)
{
}

/**
 * latchkey_refresher_new:
 * @accounts: the store that has the record, and is in the folder of the lock
 * @secrets: where the token is
 * @clock: what tells when
 * @account: whose session it is
 *
 * Returns: (transfer full): a refresher that does nothing yet
 */
LatchkeyRefresher *
latchkey_refresher_new (LatchkeyAccountStore *accounts,
                        LatchkeySecretStore *secrets,
                        LatchkeyClock *clock,
                        LatchkeyAccount *account)
{
  LatchkeyRefresher *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (accounts), NULL);
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (LATCHKEY_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_REFRESHER, NULL);
  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  self->clock = g_object_ref (clock);
  self->account = g_object_ref (account);

  return self;
}

/**
 * latchkey_refresher_start:
 * @self: a refresher
 * @session: a session that the server accepts
 *
 * Refreshes its token when that is due, now or later.
 */
void
latchkey_refresher_start (LatchkeyRefresher *self, HomeboxSession *session)
{
  g_return_if_fail (LATCHKEY_IS_REFRESHER (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  g_set_object (&self->session, session);
}

/**
 * latchkey_refresher_stop:
 * @self: a refresher
 *
 * Begins no refresh any more until it is started again: the server is away, or the session ended.
 */
void
latchkey_refresher_stop (LatchkeyRefresher *self)
{
  g_return_if_fail (LATCHKEY_IS_REFRESHER (self));

  g_clear_object (&self->session);
}

/**
 * latchkey_refresher_get_problem:
 * @self: a refresher
 *
 * Returns: (transfer none) (nullable): why the session ends within a day and cannot be prolonged,
 *   as an error with a message for the person
 */
const GError *
latchkey_refresher_get_problem (LatchkeyRefresher *self)
{
  g_return_val_if_fail (LATCHKEY_IS_REFRESHER (self), NULL);

  return self->problem;
}

#include "homebox-check-step-private.h"

struct _HomeboxCheckStep
{
  GObject parent_instance;

  HomeboxCheckKind kind;
  HomeboxCheckState state;
  HomeboxCheckFix fix;
  GError *error;
  char *suggestion;
  char *address;
  GTlsCertificate *certificate;
  guint status;
  char *target;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_STATE,
  PROP_FIX,
  PROP_ERROR,
  PROP_SUGGESTION,
  PROP_ADDRESS,
  PROP_CERTIFICATE,
  PROP_STATUS,
  PROP_TARGET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxCheckStep, homebox_check_step, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxCheckKind,
                    homebox_check_kind,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_NAME, "name"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_CONNECTION, "connection"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_ANSWER, "answer"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_HOMEBOX, "homebox"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_OFFERS, "offers"))

G_DEFINE_ENUM_TYPE (HomeboxCheckState,
                    homebox_check_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_SKIPPED, "skipped"))

G_DEFINE_ENUM_TYPE (HomeboxCheckFix,
                    homebox_check_fix,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_SPELLING, "spelling"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_NETWORK, "network"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_PORT, "port"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_SILENCE, "silence"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_TRUST, "trust"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_PLAIN_HTTP, "plain-http"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_HTTPS, "https"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_GATEWAY, "gateway"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_ADDRESS, "address"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_PATH, "path"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_OTHER_PROGRAM, "other-program"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_START, "start"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_WAIT, "wait"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_ADMINISTRATOR, "administrator"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_CHECK_FIX_UPDATE, "update"))

static void
homebox_check_step_finalize (GObject *object)
{
  HomeboxCheckStep *self = HOMEBOX_CHECK_STEP (object);

  g_clear_error (&self->error);
  g_free (self->suggestion);
  g_free (self->address);
  g_clear_object (&self->certificate);
  g_free (self->target);

  G_OBJECT_CLASS (homebox_check_step_parent_class)->finalize (object);
}

static void
homebox_check_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxCheckStep *self = HOMEBOX_CHECK_STEP (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FIX:
      g_value_set_enum (value, self->fix);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SUGGESTION:
      g_value_set_string (value, self->suggestion);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_STATUS:
      g_value_set_uint (value, self->status);
      break;
    case PROP_TARGET:
      g_value_set_string (value, self->target);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_check_step_class_init (HomeboxCheckStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_check_step_finalize;
  object_class->get_property = homebox_check_step_get_property;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, HOMEBOX_TYPE_CHECK_KIND,
                                             HOMEBOX_CHECK_NAME, told);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_CHECK_STATE,
                                              HOMEBOX_CHECK_WAITING, told);
  properties[PROP_FIX] = g_param_spec_enum ("fix", NULL, NULL, HOMEBOX_TYPE_CHECK_FIX,
                                            HOMEBOX_CHECK_FIX_NONE, told);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, told);
  properties[PROP_SUGGESTION] = g_param_spec_string ("suggestion", NULL, NULL, NULL, told);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, told);
  properties[PROP_CERTIFICATE] = g_param_spec_object ("certificate", NULL, NULL,
                                                      G_TYPE_TLS_CERTIFICATE, told);
  properties[PROP_STATUS] = g_param_spec_uint ("status", NULL, NULL, 0, G_MAXUINT, 0, told);
  properties[PROP_TARGET] = g_param_spec_string ("target", NULL, NULL, NULL, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_check_step_init (HomeboxCheckStep *self)
{
}

/*
 * homebox_check_step_new:
 * @kind: what it is about
 *
 * Returns: (transfer full): a step that waits
 */
HomeboxCheckStep *
homebox_check_step_new (HomeboxCheckKind kind)
{
  HomeboxCheckStep *self = g_object_new (HOMEBOX_TYPE_CHECK_STEP, NULL);

  self->kind = kind;

  return self;
}

static void
show_string (HomeboxCheckStep *self, char **kept, const char *text, guint property)
{
  if (g_strcmp0 (*kept, text) == 0)
    return;

  g_free (*kept);
  *kept = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
show_error (HomeboxCheckStep *self, const GError *error)
{
  if (error == NULL && self->error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/*
 * homebox_check_step_show:
 * @self: a step
 * @state: how it is doing
 * @facts: (nullable): what was found
 *
 * Shows all there is to show, and tells what of it is new; the state comes last, so that whoever
 * hears of it finds the rest.
 */
void
homebox_check_step_show (HomeboxCheckStep *self,
                         HomeboxCheckState state,
                         const HomeboxCheckFacts *facts)
{
  static const HomeboxCheckFacts nothing = { 0 };

  if (facts == NULL)
    facts = &nothing;

  g_object_freeze_notify (G_OBJECT (self));

  show_error (self, facts->error);
  show_string (self, &self->suggestion, facts->suggestion, PROP_SUGGESTION);
  show_string (self, &self->address, facts->address, PROP_ADDRESS);
  show_string (self, &self->target, facts->target, PROP_TARGET);

  if (g_set_object (&self->certificate, facts->certificate))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CERTIFICATE]);

  if (self->status != facts->status)
    {
      self->status = facts->status;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
    }

  if (self->fix != facts->fix)
    {
      self->fix = facts->fix;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIX]);
    }

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * homebox_check_step_get_kind:
 * @self: a step
 *
 * Returns: what it is about
 */
HomeboxCheckKind
homebox_check_step_get_kind (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), HOMEBOX_CHECK_NAME);

  return self->kind;
}

/**
 * homebox_check_step_get_state:
 * @self: a step
 *
 * Returns: how it is doing
 */
HomeboxCheckState
homebox_check_step_get_state (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), HOMEBOX_CHECK_WAITING);

  return self->state;
}

/**
 * homebox_check_step_get_fix:
 * @self: a step
 *
 * Returns: what usually helps
 */
HomeboxCheckFix
homebox_check_step_get_fix (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), HOMEBOX_CHECK_FIX_NONE);

  return self->fix;
}

/**
 * homebox_check_step_get_error:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): why it failed; with a certificate that is not trusted it
 *   knows that, see homebox_error_get_certificate()
 */
const GError *
homebox_check_step_get_error (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), NULL);

  return self->error;
}

/**
 * homebox_check_step_get_suggestion:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): an address to try instead, as it is typed
 */
const char *
homebox_check_step_get_suggestion (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), NULL);

  return self->suggestion;
}

/**
 * homebox_check_step_get_address:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): the IP address and the port that were connected to, known to
 *   %HOMEBOX_CHECK_CONNECTION
 */
const char *
homebox_check_step_get_address (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), NULL);

  return self->address;
}

/**
 * homebox_check_step_get_certificate:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): what the server showed, known to %HOMEBOX_CHECK_CERTIFICATE
 */
GTlsCertificate *
homebox_check_step_get_certificate (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), NULL);

  return self->certificate;
}

/**
 * homebox_check_step_get_status:
 * @self: a step
 *
 * Returns: the status of the answer, known to %HOMEBOX_CHECK_ANSWER; 0 when there was none
 */
guint
homebox_check_step_get_status (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), 0);

  return self->status;
}

/**
 * homebox_check_step_get_target:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): where the server sent us to, without its query
 */
const char *
homebox_check_step_get_target (HomeboxCheckStep *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CHECK_STEP (self), NULL);

  return self->target;
}

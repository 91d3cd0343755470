#include "homebox-oidc-login.h"

#include "homebox-address.h"
#include "homebox-authorization-answer.h"
#include "homebox-error.h"
#include "homebox-loopback-receiver.h"
#include "homebox-oidc-ladder.h"
#include "homebox-oidc-redemption.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How long somebody may take at the provider. Homebox's own cookies last ten minutes. */
#define WAIT_SECONDS (5 * 60)

struct _HomeboxOidcLogin
{
  GObject parent_instance;

  HomeboxClient *client;
  GArray *ports;
  HomeboxLoopbackReceiver *receiver;
  GCancellable *cancellable;
  guint wait_id;

  HomeboxOidcLoginState state;
  GError *error;
  HomeboxOidcOffer *offer;
  HomeboxAddress *provider;
  HomeboxSession *session;
};

G_DEFINE_FINAL_TYPE (HomeboxOidcLogin, homebox_oidc_login, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_over (HomeboxOidcLogin *self)
{
  return self->state == HOMEBOX_OIDC_LOGIN_DONE || self->state == HOMEBOX_OIDC_LOGIN_FAILED;
}

/* Everything that could still be used to sign in goes as soon as the sign-in is over. */
static void
homebox_oidc_login_forget (HomeboxOidcLogin *self)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  homebox_loopback_receiver_stop (self->receiver);
  g_clear_pointer (&self->offer, homebox_oidc_offer_unref);
}

static void
homebox_oidc_login_set_state (HomeboxOidcLogin *self, HomeboxOidcLoginState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
homebox_oidc_login_fail (HomeboxOidcLogin *self, GError *error)
{
  g_autoptr (GError) owned = error;

  if (is_over (self))
    return;

  self->error = g_steal_pointer (&owned);
  homebox_loopback_receiver_conclude (self->receiver, _("Not Signed In"), self->error->message);
  homebox_oidc_login_forget (self);
  homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_FAILED);
}

static void
homebox_oidc_login_fail_with (HomeboxOidcLogin *self, HomeboxError code, const char *detail)
{
  homebox_oidc_login_fail (self, homebox_error_new (code, HOMEBOX_FIELD_NONE, detail));
}

static void
answered (HomeboxLoopbackReceiver *receiver,
          HomeboxAuthorizationAnswer *answer,
          HomeboxOidcLogin *self);

static void
homebox_oidc_login_dispose (GObject *object)
{
  HomeboxOidcLogin *self = HOMEBOX_OIDC_LOGIN (object);

  homebox_oidc_login_forget (self);
  g_signal_handlers_disconnect_by_func (self->receiver, answered, self);

  G_OBJECT_CLASS (homebox_oidc_login_parent_class)->dispose (object);
}

static void
homebox_oidc_login_finalize (GObject *object)
{
  HomeboxOidcLogin *self = HOMEBOX_OIDC_LOGIN (object);

  g_clear_object (&self->client);
  g_clear_object (&self->session);
  g_clear_object (&self->receiver);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ports, g_array_unref);
  g_clear_pointer (&self->provider, homebox_address_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (homebox_oidc_login_parent_class)->finalize (object);
}

static void
homebox_oidc_login_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxOidcLogin *self = HOMEBOX_OIDC_LOGIN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_oidc_login_class_init (HomeboxOidcLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = homebox_oidc_login_dispose;
  object_class->finalize = homebox_oidc_login_finalize;
  object_class->get_property = homebox_oidc_login_get_property;

  /**
   * HomeboxOidcLogin:state:
   *
   * A #HomeboxOidcLoginState.
   */
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, HOMEBOX_OIDC_LOGIN_IDLE, HOMEBOX_OIDC_LOGIN_FAILED,
                        HOMEBOX_OIDC_LOGIN_IDLE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_oidc_login_init (HomeboxOidcLogin *self)
{
  self->cancellable = g_cancellable_new ();
  self->receiver = homebox_loopback_receiver_new ();
  g_signal_connect (self->receiver, "answered", G_CALLBACK (answered), self);
}

/**
 * homebox_oidc_login_new:
 * @client: the server
 * @ports: (array length=n_ports): the loopback ports that the provider may know, the best first
 * @n_ports: how many
 *
 * Returns: (transfer full): a sign-in that was not started
 */
HomeboxOidcLogin *
homebox_oidc_login_new (HomeboxClient *client, const guint16 *ports, gsize n_ports)
{
  HomeboxOidcLogin *self;

  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  self = g_object_new (HOMEBOX_TYPE_OIDC_LOGIN, NULL);
  self->client = g_object_ref (client);
  self->ports = g_array_new (FALSE, FALSE, sizeof *ports);
  g_array_append_vals (self->ports, ports, n_ports);

  return self;
}

static void
profile_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (HomeboxOidcLogin) self = user_data;
  g_autoptr (GError) error = NULL;

  if (is_over (self))
    return;

  if (!homebox_session_load_user_finish (session, result, &error))
    {
      homebox_oidc_login_fail (self, g_steal_pointer (&error));
      return;
    }

  g_set_object (&self->session, session);
  homebox_loopback_receiver_conclude (self->receiver, _("You Are Signed In"),
                                      _("You can close this tab and go back to Latchkey."));
  homebox_oidc_login_forget (self);
  homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_DONE);
}

static void
redeemed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxOidcLogin) self = user_data;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  token = homebox_oidc_redemption_run_finish (self->client, result, &error);
  if (is_over (self))
    return;

  if (token == NULL)
    {
      homebox_oidc_login_fail (self, g_steal_pointer (&error));
      return;
    }

  session = homebox_session_new (self->client, token);
  homebox_session_load_user_async (session, self->cancellable, profile_loaded,
                                   g_object_ref (self));
}

static void
homebox_oidc_login_redeem (HomeboxOidcLogin *self, HomeboxAuthorizationAnswer *answer)
{
  const char *refusal = homebox_authorization_answer_get_error (answer);

  if (refusal != NULL)
    {
      homebox_oidc_login_fail_with (self,
                                    strcmp (refusal, "access_denied") == 0
                                        ? HOMEBOX_ERROR_OIDC_DENIED
                                        : HOMEBOX_ERROR_OIDC_REFUSED,
                                    refusal);
      return;
    }

  g_clear_handle_id (&self->wait_id, g_source_remove);
  homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_REDEEMING);
  homebox_oidc_redemption_run_async (self->client, self->offer, answer, self->cancellable,
                                     redeemed, g_object_ref (self));
}

static void
answered (HomeboxLoopbackReceiver *receiver,
          HomeboxAuthorizationAnswer *answer,
          HomeboxOidcLogin *self)
{
  /* The same answer may have been pasted a moment ago. */
  if (self->state == HOMEBOX_OIDC_LOGIN_WAITING)
    homebox_oidc_login_redeem (self, answer);
}

static gboolean
waited_too_long (gpointer user_data)
{
  HomeboxOidcLogin *self = user_data;

  self->wait_id = 0;
  homebox_oidc_login_fail_with (self, HOMEBOX_ERROR_OIDC_EXPIRED, NULL);

  return G_SOURCE_REMOVE;
}

static void
homebox_oidc_login_wait (HomeboxOidcLogin *self)
{
  GUri *redirect_uri = homebox_oidc_offer_get_redirect_uri (self->offer);

  self->wait_id = g_timeout_add_seconds (WAIT_SECONDS, waited_too_long, self);

  if (homebox_oidc_offer_redirects_to (self->offer,
                                       homebox_loopback_receiver_get_port (self->receiver)))
    {
      homebox_loopback_receiver_expect (self->receiver, g_uri_get_path (redirect_uri),
                                        homebox_oidc_offer_get_state (self->offer));
      homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_WAITING);
    }
  else
    {
      homebox_loopback_receiver_stop (self->receiver);
      homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_PASTING);
    }
}

static void
reach_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxOidcLogin) self = user_data;
  HomeboxReach reach = HOMEBOX_REACH_PUBLIC;
  gboolean known;

  known = homebox_address_find_reach_finish (self->provider, result, &reach, NULL);
  if (is_over (self))
    return;

  if (known && reach != HOMEBOX_REACH_PUBLIC)
    homebox_oidc_login_wait (self);
  else
    homebox_oidc_login_fail_with (self, HOMEBOX_ERROR_OIDC_NOT_SECURE, NULL);
}

/* The person is about to type a password there, so plain http is for the local network only. */
static void
homebox_oidc_login_check_provider (HomeboxOidcLogin *self)
{
  const char *text = homebox_oidc_offer_get_authorization_uri (self->offer);
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);

  if (strcmp (g_uri_get_scheme (uri), "https") == 0)
    {
      homebox_oidc_login_wait (self);
      return;
    }

  if (strcmp (g_uri_get_scheme (uri), "http") == 0)
    {
      g_autofree char *origin = g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (uri),
                                            g_uri_get_port (uri), "", NULL, NULL);

      self->provider = homebox_address_parse (origin, NULL);
    }

  if (self->provider != NULL)
    homebox_address_find_reach_async (self->provider, self->cancellable, reach_found,
                                      g_object_ref (self));
  else
    homebox_oidc_login_fail_with (self, HOMEBOX_ERROR_OIDC_NOT_SECURE, NULL);
}

static void
climbed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxOidcLogin) self = user_data;
  g_autoptr (HomeboxOidcOffer) offer = NULL;
  g_autoptr (GError) error = NULL;

  offer = homebox_oidc_ladder_climb_finish (self->client, result, &error);
  if (is_over (self))
    return;

  if (offer == NULL)
    {
      homebox_oidc_login_fail (self, g_steal_pointer (&error));
      return;
    }

  self->offer = g_steal_pointer (&offer);
  homebox_oidc_login_check_provider (self);
}

/**
 * homebox_oidc_login_start:
 * @self: a sign-in that was not started
 *
 * Listens for the browser and asks the server. Follow #HomeboxOidcLogin:state from here.
 */
void
homebox_oidc_login_start (HomeboxOidcLogin *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HOMEBOX_IS_OIDC_LOGIN (self));
  g_return_if_fail (self->state == HOMEBOX_OIDC_LOGIN_IDLE);

  if (!homebox_loopback_receiver_listen (self->receiver, (const guint16 *) self->ports->data,
                                         self->ports->len, &error))
    {
      homebox_oidc_login_fail (self, homebox_error_new_from_transport (error));
      return;
    }

  homebox_oidc_login_set_state (self, HOMEBOX_OIDC_LOGIN_ASKING);
  homebox_oidc_ladder_climb_async (self->client,
                                   homebox_loopback_receiver_get_port (self->receiver),
                                   self->cancellable, climbed, g_object_ref (self));
}

/**
 * homebox_oidc_login_cancel:
 * @self: a sign-in
 *
 * Gives up: stops listening and forgets code, state and cookies. Does nothing when it is over.
 */
void
homebox_oidc_login_cancel (HomeboxOidcLogin *self)
{
  g_return_if_fail (HOMEBOX_IS_OIDC_LOGIN (self));

  homebox_oidc_login_fail_with (self, HOMEBOX_ERROR_CANCELLED, NULL);
}

static gboolean
same_place (GUri *uri, GUri *other)
{
  return strcmp (g_uri_get_scheme (uri), g_uri_get_scheme (other)) == 0 &&
         g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (other)) == 0 &&
         g_uri_get_port (uri) == g_uri_get_port (other) &&
         strcmp (g_uri_get_path (uri), g_uri_get_path (other)) == 0;
}

/**
 * homebox_oidc_login_paste:
 * @self: a sign-in that waits for the browser
 * @address: the address on which the browser ended
 * @error: the place for a #HomeboxError
 *
 * Takes the answer from an address that the person copied out of the browser. A wrong one changes
 * nothing: another can be pasted.
 *
 * Returns: whether @address was taken
 */
gboolean
homebox_oidc_login_paste (HomeboxOidcLogin *self, const char *address, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (HomeboxAuthorizationAnswer) answer = NULL;
  char *trimmed;

  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), FALSE);

  if (self->state != HOMEBOX_OIDC_LOGIN_WAITING && self->state != HOMEBOX_OIDC_LOGIN_PASTING)
    {
      g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_OIDC_EXPIRED, HOMEBOX_FIELD_NONE,
                                                   NULL));
      return FALSE;
    }

  trimmed = g_strstrip (g_strdup (address));
  uri = g_uri_parse (trimmed, SOUP_HTTP_URI_FLAGS, NULL);
  homebox_secret_free_string (trimmed);

  if (uri != NULL && same_place (uri, homebox_oidc_offer_get_redirect_uri (self->offer)) &&
      g_uri_get_query (uri) != NULL)
    answer = homebox_authorization_answer_new_from_query (g_uri_get_query (uri));

  if (answer == NULL ||
      !homebox_secret_equal (homebox_authorization_answer_get_state (answer),
                             homebox_oidc_offer_get_state (self->offer)))
    {
      g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_OIDC_WRONG_ADDRESS,
                                                   HOMEBOX_FIELD_NONE, NULL));
      return FALSE;
    }

  homebox_oidc_login_redeem (self, answer);
  return TRUE;
}

/**
 * homebox_oidc_login_get_state:
 * @self: a sign-in
 *
 * Returns: which step it is at
 */
HomeboxOidcLoginState
homebox_oidc_login_get_state (HomeboxOidcLogin *self)
{
  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), HOMEBOX_OIDC_LOGIN_FAILED);

  return self->state;
}

/**
 * homebox_oidc_login_get_error:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): why it failed, a #HomeboxError
 */
const GError *
homebox_oidc_login_get_error (HomeboxOidcLogin *self)
{
  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), NULL);

  return self->error;
}

/**
 * homebox_oidc_login_get_session:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the session, with its person loaded, once it is done
 */
HomeboxSession *
homebox_oidc_login_get_session (HomeboxOidcLogin *self)
{
  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), NULL);

  return self->session;
}

/**
 * homebox_oidc_login_get_authorization_uri:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the address to open in the browser, while it waits for it.
 *   It is https, or http on the local network
 */
const char *
homebox_oidc_login_get_authorization_uri (HomeboxOidcLogin *self)
{
  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), NULL);

  return self->offer != NULL ? homebox_oidc_offer_get_authorization_uri (self->offer) : NULL;
}

/**
 * homebox_oidc_login_dup_authorization_host:
 * @self: a sign-in
 *
 * Returns: (transfer full) (nullable): the name of the computer on which the person will sign in,
 *   to be shown before the browser opens
 */
char *
homebox_oidc_login_dup_authorization_host (HomeboxOidcLogin *self)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), NULL);

  if (self->offer == NULL)
    return NULL;

  uri = g_uri_parse (homebox_oidc_offer_get_authorization_uri (self->offer), G_URI_FLAGS_ENCODED,
                     NULL);
  return g_strdup (g_uri_get_host (uri));
}

/**
 * homebox_oidc_login_dup_redirect_uri:
 * @self: a sign-in
 *
 * Returns: (transfer full) (nullable): the redirect URI that the provider has to know, as an
 *   administrator registers it
 */
char *
homebox_oidc_login_dup_redirect_uri (HomeboxOidcLogin *self)
{
  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), NULL);

  return self->offer != NULL
             ? g_uri_to_string (homebox_oidc_offer_get_redirect_uri (self->offer))
             : NULL;
}

/**
 * homebox_oidc_login_get_usual_port:
 * @self: a sign-in that was started
 *
 * Returns: %FALSE when none of the usual ports was free, so that the provider may refuse ours
 */
gboolean
homebox_oidc_login_get_usual_port (HomeboxOidcLogin *self)
{
  guint16 port;

  g_return_val_if_fail (HOMEBOX_IS_OIDC_LOGIN (self), FALSE);

  port = homebox_loopback_receiver_get_port (self->receiver);
  for (guint i = 0; i < self->ports->len; i++)
    {
      if (g_array_index (self->ports, guint16, i) == port)
        return TRUE;
    }

  return FALSE;
}

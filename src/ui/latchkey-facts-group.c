#include "latchkey-facts-group.h"

#include "latchkey-fact-row.h"
#include "latchkey-session-words.h"
#include "latchkey-weak.h"

#include "homebox-server-info.h"

#include <glib/gi18n.h>

struct _LatchkeyFactsGroup
{
  GtkBox parent_instance;

  LatchkeyFactRow *server;
  LatchkeyFactRow *role;
  LatchkeyFactRow *way;
  LatchkeyFactRow *since;
  LatchkeyFactRow *until;

  LatchkeyConnection *connection;
  /* The session that the server was asked about last, and what it said. */
  HomeboxSession *session;
  HomeboxServerInfo *info;
  gboolean way_known;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyFactsGroup, latchkey_facts_group, GTK_TYPE_BOX)

static void
draw_server (LatchkeyFactsGroup *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  const char *version
    = self->info != NULL ? homebox_server_info_get_version (self->info) : NULL;
  g_autofree char *text = NULL;

  if (version != NULL && *version != '\0')
    /* Translators: the address of a server, and the version of Homebox that runs there. */
    text = g_strdup_printf (_("%s (Homebox %s)"), latchkey_account_get_server (account), version);

  latchkey_fact_row_set_value (self->server,
                               text != NULL ? text : latchkey_account_get_server (account));
}

/* Rows that the server fills are there from the start, so that nothing moves when it answers. */
static const char *
describe_unknown (LatchkeyFactsGroup *self)
{
  switch (latchkey_connection_get_state (self->connection))
    {
    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_LOADING:
    case LATCHKEY_CONNECTION_READY:
      return "…";
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
    case LATCHKEY_CONNECTION_UNREACHABLE:
    case LATCHKEY_CONNECTION_NO_HOME:
    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      return _("Not known now");
    }
}

static const char *
describe_key (LatchkeyFactsGroup *self, LatchkeyAccount *account)
{
  g_autofree char *own_name
    = latchkey_account_dup_own_key_name (account, homebox_session_get_token (self->session));

  return own_name != NULL ? _("API key, which Latchkey replaces before it expires")
                          : _("API key of yours, which Latchkey can neither prolong nor revoke");
}

static char *
describe_way (LatchkeyFactsGroup *self, LatchkeyAccount *account, HomeboxUser *user)
{
  const char *issuer = homebox_user_get_oidc_issuer (user);
  g_autoptr (GUri) uri = NULL;

  if (latchkey_account_get_kind (account) == HOMEBOX_TOKEN_API_KEY)
    return g_strdup (describe_key (self, account));

  if (issuer == NULL || *issuer == '\0')
    return g_strdup (_("Email and password"));

  uri = g_uri_parse (issuer, G_URI_FLAGS_NONE, NULL);

  /* Translators: the name of a computer that people sign in at, such as auth.example.org. */
  return g_strdup_printf (_("Single sign-on at %s"),
                          uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri)
                                                                      : issuer);
}

static void
draw (LatchkeyFactsGroup *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  gboolean known
    = latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_READY;
  HomeboxUser *user
    = known && self->session != NULL ? homebox_session_get_user (self->session) : NULL;
  g_autofree char *way = NULL;
  g_autofree char *since = latchkey_session_words_since (account);
  g_autofree char *until = latchkey_session_words_until (account);

  draw_server (self);
  latchkey_fact_row_set_value (self->since, since);
  latchkey_fact_row_set_value (self->until, until);

  /* Once known it stays on the screen, also while the server is away. */
  if (user == NULL)
    {
      if (!self->way_known)
        latchkey_fact_row_set_value (self->way, describe_unknown (self));
      return;
    }

  self->way_known = TRUE;
  way = describe_way (self, account, user);
  latchkey_fact_row_set_value (self->way, way);
  latchkey_fact_row_set_value (self->role,
                               homebox_user_get_superuser (user) ? _("Superuser of this server")
                                                                 : NULL);
}

static void
info_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyFactsGroup) self = latchkey_weak_take (user_data);
  g_autoptr (HomeboxServerInfo) info
    = homebox_server_info_fetch_finish (HOMEBOX_CLIENT (source), result, NULL);

  /* A fact that cannot be had is left out; what stops the person is said by the page. */
  if (info == NULL || self == NULL || self->session == NULL
      || homebox_session_get_client (self->session) != HOMEBOX_CLIENT (source))
    return;

  g_set_object (&self->info, info);
  draw_server (self);
}

static void
forget_session (LatchkeyFactsGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  self->way_known = FALSE;
}

static void
state_changed (LatchkeyFactsGroup *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);

  if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_READY
      && session != self->session)
    {
      forget_session (self);
      self->session = g_object_ref (session);
      self->cancellable = g_cancellable_new ();
      g_signal_connect_object (homebox_session_get_user (session),
                               "notify",
                               G_CALLBACK (draw),
                               self,
                               G_CONNECT_SWAPPED);
      homebox_server_info_fetch_async (homebox_session_get_client (session),
                                       self->cancellable,
                                       info_fetched,
                                       latchkey_weak_new (self));
    }

  draw (self);
}

static void
latchkey_facts_group_dispose (GObject *object)
{
  LatchkeyFactsGroup *self = LATCHKEY_FACTS_GROUP (object);

  forget_session (self);
  g_clear_object (&self->info);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_FACTS_GROUP);

  G_OBJECT_CLASS (latchkey_facts_group_parent_class)->dispose (object);
}

static void
latchkey_facts_group_class_init (LatchkeyFactsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_facts_group_dispose;

  g_type_ensure (LATCHKEY_TYPE_FACT_ROW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-facts-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyFactsGroup, server);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyFactsGroup, role);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyFactsGroup, way);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyFactsGroup, since);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyFactsGroup, until);
}

static void
latchkey_facts_group_init (LatchkeyFactsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_facts_group_set_connection:
 * @self: a group
 * @connection: the account to show
 *
 * Shows an account and goes on following it.
 */
void
latchkey_facts_group_set_connection (LatchkeyFactsGroup *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_FACTS_GROUP (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (latchkey_connection_get_account (self->connection),
                                            self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
    }

  g_set_object (&self->connection, connection);
  g_signal_connect_object (latchkey_connection_get_account (connection),
                           "notify",
                           G_CALLBACK (draw),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection,
                           "notify::state",
                           G_CALLBACK (state_changed),
                           self,
                           G_CONNECT_SWAPPED);
  state_changed (self);
}


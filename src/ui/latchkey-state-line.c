#include "latchkey-state-line.h"

#include "latchkey-banner.h"
#include "latchkey-trust-question.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

#define DELAY_MS 300

/* What is left of a session when its end is told once more to whoever knows of it. */
#define TOLD_AGAIN (2 * G_TIME_SPAN_HOUR)

struct _LatchkeyStateLine
{
  AdwBin parent_instance;

  /* Made when it has something to say for the first time. */
  LatchkeyBanner *banner;

  LatchkeyConnection *connection;
  /* Why signing out did not work. */
  char *problem;
  gboolean signing_out;
  /* The person knows that the token is kept in memory only. */
  gboolean memory_accepted;
  /* The end of a session that the person knows of, and whether it was near by then. */
  GDateTime *accepted_end;
  gboolean near_end_accepted;
  guint near_end_alarm;

  /* Whether it is time to say what is waited for. */
  gboolean slow;
  guint delay_id;
};

G_DEFINE_FINAL_TYPE (LatchkeyStateLine, latchkey_state_line, ADW_TYPE_BIN)

static void draw (LatchkeyStateLine *self);

static LatchkeyBanner *
get_banner (LatchkeyStateLine *self)
{
  if (self->banner == NULL)
    {
      GtkWidget *clamp = adw_clamp_new ();

      self->banner = LATCHKEY_BANNER (latchkey_banner_new ());
      adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 520);
      adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 400);
      adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->banner));
      adw_bin_set_child (ADW_BIN (self), clamp);
    }

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return self->banner;
}

static gboolean
is_waiting (LatchkeyStateLine *self)
{
  LatchkeyConnectionState state = latchkey_connection_get_state (self->connection);

  return self->signing_out || state == LATCHKEY_CONNECTION_UNLOCKING
         || state == LATCHKEY_CONNECTION_LOADING;
}

static gboolean
waited_long (gpointer user_data)
{
  LatchkeyStateLine *self = user_data;

  self->delay_id = 0;
  self->slow = TRUE;
  draw (self);

  return G_SOURCE_REMOVE;
}

static void
draw_waiting (LatchkeyStateLine *self)
{
  if (self->signing_out)
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_WAITING,
                          _("Signing out…"),
                          _("Cancel"),
                          "account.cancel-sign-out",
                          NULL);
  else if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_UNLOCKING)
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_WAITING,
                          _("Waiting for your keyring to be unlocked…"),
                          NULL);
  else
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_WAITING,
                          _("Waiting for the server…"),
                          NULL);
}

static void
draw_nothing (LatchkeyStateLine *self)
{
  if (self->banner != NULL)
    latchkey_banner_dismiss (self->banner);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
draw_kept_in_memory (LatchkeyStateLine *self, const char *reason)
{
  g_autofree char *text = g_strjoin ("\n",
                                     _("You stay signed in only until you close Latchkey."),
                                     reason,
                                     NULL);

  latchkey_banner_tell (get_banner (self),
                        LATCHKEY_BANNER_INFORMATION,
                        text,
                        _("Try Again"),
                        "state-line.keep",
                        _("OK"),
                        "state-line.dismiss",
                        NULL);
}

static GDateTime *
get_end (LatchkeyStateLine *self)
{
  return latchkey_account_get_expires_at (latchkey_connection_get_account (self->connection));
}

static LatchkeyClock *
get_clock (LatchkeyStateLine *self)
{
  return latchkey_vault_get_clock (latchkey_connection_get_vault (self->connection));
}

static gboolean
is_end_near (LatchkeyStateLine *self)
{
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (get_clock (self));
  GDateTime *end = get_end (self);

  return end != NULL && g_date_time_difference (end, now) <= TOLD_AGAIN;
}

/* Of that session, and no other. */
static gboolean
is_end_accepted (LatchkeyStateLine *self)
{
  GDateTime *end = get_end (self);

  if (self->accepted_end == NULL || end == NULL || !g_date_time_equal (self->accepted_end, end))
    return FALSE;

  return self->near_end_accepted || !is_end_near (self);
}

static void
forget_end (LatchkeyStateLine *self)
{
  g_clear_pointer (&self->accepted_end, g_date_time_unref);
  self->near_end_accepted = FALSE;

  if (self->near_end_alarm != 0)
    latchkey_clock_remove_alarm (get_clock (self), self->near_end_alarm);

  self->near_end_alarm = 0;
}

static void
end_is_near (gpointer user_data)
{
  LatchkeyStateLine *self = user_data;

  self->near_end_alarm = 0;
  draw (self);
}

static void
accept_end (LatchkeyStateLine *self)
{
  GDateTime *end = get_end (self);

  forget_end (self);

  if (end == NULL)
    return;

  self->accepted_end = g_date_time_ref (end);
  self->near_end_accepted = is_end_near (self);

  if (!self->near_end_accepted)
    self->near_end_alarm
      = latchkey_clock_add_alarm (get_clock (self),
                                  g_date_time_to_unix (end) * G_TIME_SPAN_SECOND - TOLD_AGAIN,
                                  end_is_near,
                                  self);
}

static void
draw_ready (LatchkeyStateLine *self, const char *message)
{
  const GError *problem = latchkey_connection_get_refresh_problem (self->connection);

  if (latchkey_connection_get_kept_in_memory (self->connection) && !self->memory_accepted)
    draw_kept_in_memory (self, message);
  else if (problem != NULL && !is_end_accepted (self))
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_PROBLEM,
                          problem->message,
                          _("OK"),
                          "state-line.dismiss",
                          NULL);
  else
    draw_nothing (self);
}

static void
draw_unreachable (LatchkeyStateLine *self, const GError *error)
{
  const char *other = latchkey_connection_get_alternative_address (self->connection);
  const char *message = error != NULL ? error->message : _("The server cannot be reached.");
  const char *help = latchkey_trust_question_get_label (error);
  const char *help_action = "account.trust";
  g_autofree char *text = NULL;

  if (latchkey_connection_get_offline (self->connection))
    {
      message = _("You are offline. You see what was stored here last. What you change is kept, and "
                  "you can save it when the network is back.");
      help = NULL;
    }
  else if (other != NULL)
    {
      /* Translators: %1$s says why the usual address does not work, %2$s is another address */
      message = text
        = g_strdup_printf (_("%1$s Something answers at %2$s, over a connection that is not "
                             "encrypted. Use it only in your own network."),
                           message,
                           other);
      help = _("Use This Address");
      help_action = "state-line.use-alternative";
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_GATEWAY_LOGIN))
    {
      help = _("Open in Browser");
      help_action = "state-line.open-in-browser";
    }

  if (help != NULL)
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_PROBLEM,
                          message,
                          help,
                          help_action,
                          _("Try Again"),
                          "account.retry",
                          NULL);
  else
    latchkey_banner_tell (get_banner (self),
                          LATCHKEY_BANNER_PROBLEM,
                          message,
                          _("Try Again"),
                          "account.retry",
                          NULL);
}

static void
draw_state (LatchkeyStateLine *self)
{
  const GError *error = latchkey_connection_get_error (self->connection);
  const char *message = error != NULL ? error->message : NULL;

  switch (latchkey_connection_get_state (self->connection))
    {
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
      latchkey_banner_tell (get_banner (self),
                            LATCHKEY_BANNER_PROBLEM,
                            message != NULL ? message : _("Your keyring does not answer."),
                            _("Try Again"),
                            "account.retry",
                            _("Sign In"),
                            "account.sign-in",
                            NULL);
      break;

    case LATCHKEY_CONNECTION_UNREACHABLE:
      draw_unreachable (self, error);
      break;

    case LATCHKEY_CONNECTION_NO_HOME:
      latchkey_banner_tell (get_banner (self),
                            LATCHKEY_BANNER_PROBLEM,
                            message != NULL ? message
                                            : _("Your account does not belong to a home any more."),
                            _("Sign Out"),
                            "account.sign-out",
                            _("Try Again"),
                            "account.retry",
                            NULL);
      break;

    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
      latchkey_banner_tell (get_banner (self),
                            LATCHKEY_BANNER_PROBLEM,
                            message != NULL ? message
                                            : _("Your session has ended. Sign in again."),
                            _("Sign In"),
                            "account.sign-in",
                            NULL);
      break;

    case LATCHKEY_CONNECTION_READY:
      draw_ready (self, message);
      break;

    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_LOADING:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      draw_nothing (self);
    }
}

/* The one place that says what is shown. */
static void
draw (LatchkeyStateLine *self)
{
  gboolean waiting = is_waiting (self);

  if (!waiting)
    {
      self->slow = FALSE;
      g_clear_handle_id (&self->delay_id, g_source_remove);
    }

  if (waiting && !self->slow)
    {
      /* What was said stays until there is news, or until it takes long: no flicker. */
      if (self->delay_id == 0)
        {
          self->delay_id = g_timeout_add (DELAY_MS, waited_long, self);
          g_source_set_name_by_id (self->delay_id, "[latchkey] say what is waited for");
        }
    }
  else if (waiting)
    {
      draw_waiting (self);
    }
  else if (self->problem != NULL)
    {
      latchkey_banner_tell (get_banner (self),
                            LATCHKEY_BANNER_PROBLEM,
                            self->problem,
                            _("Try Again"),
                            "account.sign-out",
                            NULL);
    }
  else
    {
      draw_state (self);
    }
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyStateLine *self = LATCHKEY_STATE_LINE (widget);

  if (latchkey_connection_get_kept_in_memory (self->connection) && !self->memory_accepted)
    self->memory_accepted = TRUE;
  else
    accept_end (self);

  draw (self);
}

static void
keep_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_connection_keep (LATCHKEY_STATE_LINE (widget)->connection);
}

static void
use_alternative_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyStateLine *self = LATCHKEY_STATE_LINE (widget);
  g_autofree char *address
    = g_strdup (latchkey_connection_get_alternative_address (self->connection));

  if (address != NULL)
    latchkey_connection_use_address (self->connection, address);
}

static void
open_in_browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyStateLine *self = LATCHKEY_STATE_LINE (widget);

  /* The address of the server, not the one it was sent on to: that one may be anybody's. */
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (widget)),
                     latchkey_connection_get_address (self->connection),
                     GDK_CURRENT_TIME,
                     NULL,
                     NULL,
                     NULL);
}

static void
latchkey_state_line_dispose (GObject *object)
{
  LatchkeyStateLine *self = LATCHKEY_STATE_LINE (object);

  g_clear_handle_id (&self->delay_id, g_source_remove);

  if (self->connection != NULL)
    forget_end (self);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (latchkey_state_line_parent_class)->dispose (object);
}

static void
latchkey_state_line_finalize (GObject *object)
{
  LatchkeyStateLine *self = LATCHKEY_STATE_LINE (object);

  g_free (self->problem);

  G_OBJECT_CLASS (latchkey_state_line_parent_class)->finalize (object);
}

static void
latchkey_state_line_class_init (LatchkeyStateLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_state_line_dispose;
  object_class->finalize = latchkey_state_line_finalize;

  gtk_widget_class_set_css_name (widget_class, "stateline");
  gtk_widget_class_install_action (widget_class, "state-line.dismiss", NULL, dismiss_action);
  gtk_widget_class_install_action (widget_class, "state-line.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class,
                                   "state-line.use-alternative",
                                   NULL,
                                   use_alternative_action);
  gtk_widget_class_install_action (widget_class,
                                   "state-line.open-in-browser",
                                   NULL,
                                   open_in_browser_action);
}

static void
latchkey_state_line_init (LatchkeyStateLine *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_state_line_set_connection:
 * @self: a line
 * @connection: the connection to speak about
 *
 * Speaks about @connection from now on.
 */
void
latchkey_state_line_set_connection (LatchkeyStateLine *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_STATE_LINE (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      forget_end (self);
    }

  g_set_object (&self->connection, connection);
  g_clear_pointer (&self->problem, g_free);
  self->signing_out = FALSE;
  self->memory_accepted = FALSE;
  g_signal_connect_object (connection, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  draw (self);
}

/**
 * latchkey_state_line_set_signing_out:
 * @self: a line with a connection
 * @signing_out: whether the person is being signed out
 *
 * Says that the person is being signed out, once that takes long.
 */
void
latchkey_state_line_set_signing_out (LatchkeyStateLine *self, gboolean signing_out)
{
  g_return_if_fail (LATCHKEY_IS_STATE_LINE (self));

  self->signing_out = signing_out;
  draw (self);
}

/**
 * latchkey_state_line_set_problem:
 * @self: a line with a connection
 * @problem: (nullable): why the person could not be signed out, in words for them
 *
 * Says why signing out did not work, until it is tried again.
 */
void
latchkey_state_line_set_problem (LatchkeyStateLine *self, const char *problem)
{
  g_return_if_fail (LATCHKEY_IS_STATE_LINE (self));

  g_free (self->problem);
  self->problem = g_strdup (problem);
  draw (self);
}

#include "latchkey-refresher.h"

#include "homebox-error.h"
#include "latchkey-key-renewal.h"
#include "latchkey-refresh-schedule.h"
#include "latchkey-refresh.h"

#include <glib/gi18n-lib.h>

/* When the server did not do it for a reason that may go by. */
#define TRY_AGAIN_AFTER G_TIME_SPAN_HOUR

struct _LatchkeyRefresher
{
  GObject parent_instance;

  LatchkeyVault *vault;
  LatchkeyAccount *account;

  /* Only while it is started. */
  HomeboxSession *session;
  gboolean in_memory;

  /* The one that it was started with last: what is known of another says nothing about this one. */
  HomeboxToken *token;

  guint alarm;
  gboolean running;

  /* Whether it was looked for keys that an earlier run left behind. */
  gboolean tidied;

  /* Not before that, besides what the schedule says; 0 if nothing speaks against it. */
  gint64 not_before;
  /* Why the last attempt failed, until one succeeds. */
  GError *failure;

  GError *problem;
};

enum
{
  PROP_PROBLEM = 1,
  N_PROPS,
};

enum
{
  RENEWED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LatchkeyRefresher, latchkey_refresher, G_TYPE_OBJECT)

static void review (LatchkeyRefresher *self);

static void
set_problem (LatchkeyRefresher *self, GError *problem)
{
  if (problem == NULL && self->problem == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* What the person can do depends on where it went wrong, no more. */
static GError *
new_problem (LatchkeyRefresher *self)
{
  const GError *cause = self->failure;
  g_autofree char *end = latchkey_account_dup_end_label (self->account);
  g_autofree char *message = NULL;

  if (cause->domain == LATCHKEY_SECRET_ERROR && cause->code == LATCHKEY_SECRET_ERROR_GONE)
    message = g_strdup_printf (
        /* Translators: %s is a date and a time */
        _("Your session ends on %s. Your keyring does not hold this sign-in any more, so the "
          "session cannot be prolonged. Sign in again to stay signed in."),
        end);
  else if (cause->domain == LATCHKEY_SECRET_ERROR
           && (cause->code == LATCHKEY_SECRET_ERROR_NO_SERVICE
               || cause->code == LATCHKEY_SECRET_ERROR_NO_KEYRING))
    message = g_strdup_printf (
        /* Translators: %s is a date and a time */
        _("Your session ends on %s. It cannot be prolonged without a keyring on this computer. Set "
          "one up, or sign in again by then."),
        end);
  else if (cause->domain == LATCHKEY_SECRET_ERROR)
    message = g_strdup_printf (
        /* Translators: %s is a date and a time */
        _("Your session ends on %s. To prolong it, Latchkey needs your keyring: unlock it, or sign "
          "in again by then."),
        end);
  else
    message = g_strdup_printf (
        /* Translators: %s is a date and a time */
        _("Your session ends on %s. It could not be prolonged so far. Latchkey keeps trying; if "
          "that does not help, sign in again by then."),
        end);

  return g_error_new_literal (cause->domain, cause->code, message);
}

static void
review_problem (LatchkeyRefresher *self, gint64 now)
{
  GDateTime *end = latchkey_account_get_expires_at (self->account);
  gboolean last_day = end != NULL && now >= latchkey_refresh_schedule_get_last_day (end);

  set_problem (self, self->failure != NULL && last_day ? new_problem (self) : NULL);
}

static gboolean
is_about_keyring (const GError *error)
{
  return error != NULL && error->domain == LATCHKEY_SECRET_ERROR;
}

static void
note_end (LatchkeyRefresher *self,
          gboolean renewed,
          gboolean taken,
          const GError *not_kept,
          GError *failure)
{
  gint64 now = 0;

  self->running = FALSE;
  if (self->vault == NULL)
    {
      g_clear_error (&failure);
      return;
    }

  now = latchkey_clock_get_now (latchkey_vault_get_clock (self->vault));
  g_clear_error (&self->failure);
  self->failure = failure;
  /* The keyring tells when it is open; the other process's date comes with the account file. */
  if (taken || is_about_keyring (self->failure))
    self->not_before = now + G_TIME_SPAN_DAY;
  else if (self->failure != NULL)
    self->not_before = now + TRY_AGAIN_AFTER;
  else
    self->not_before = 0;

  if (renewed)
    {
      self->in_memory = not_kept != NULL;
      g_signal_emit (self, signals[RENEWED], 0, not_kept);
    }
  review (self);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRefresher) self = user_data;
  g_autoptr (GError) not_kept = NULL;
  GError *error = NULL;
  LatchkeyRefreshResult what = latchkey_refresh_run_finish (result, &not_kept, &error);

  note_end (self, what == LATCHKEY_REFRESH_RENEWED, what == LATCHKEY_REFRESH_TAKEN, not_kept,
            error);
}

static void
on_key_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRefresher) self = user_data;
  GError *error = NULL;
  LatchkeyKeyRenewalResult what = latchkey_key_renewal_run_finish (result, &error);

  note_end (self, what == LATCHKEY_KEY_RENEWAL_RENEWED, what == LATCHKEY_KEY_RENEWAL_TAKEN, NULL,
            error);
}

/* What is left behind harms nobody, and is looked for again by the next start. */
static void
on_tidied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRefresher) self = user_data;

  latchkey_key_renewal_run_finish (result, NULL);
  self->running = FALSE;
  if (self->vault != NULL)
    review (self);
}

static void
on_alarm (gpointer user_data)
{
  LatchkeyRefresher *self = user_data;

  self->alarm = 0;
  review (self);
}

static gboolean
has_own_keys (LatchkeyRefresher *self)
{
  g_auto (GStrv) names = latchkey_account_dup_own_keys (self->account);

  return names[0] != NULL;
}

static gboolean
uses_own_key (LatchkeyRefresher *self)
{
  g_autofree char *name = latchkey_account_dup_own_key_name (
      self->account, homebox_session_get_token (self->session));

  return name != NULL;
}

static gint64
get_due (LatchkeyRefresher *self, gint64 now)
{
  HomeboxToken *token = homebox_session_get_token (self->session);
  GDateTime *end = latchkey_account_get_expires_at (self->account);
  GDateTime *last = latchkey_account_get_last_refresh_at (self->account);

  if (uses_own_key (self))
    return latchkey_refresh_schedule_get_key_due (end, last, now);
  return latchkey_refresh_schedule_get_due (homebox_token_get_kind (token), end, last, now);
}

static void
begin (LatchkeyRefresher *self)
{
  self->running = TRUE;
  if (uses_own_key (self))
    latchkey_key_renewal_run_async (self->vault, self->account, self->session,
                                    LATCHKEY_KEY_RENEWAL_RENEW, NULL, on_key_run,
                                    g_object_ref (self));
  else
    latchkey_refresh_run_async (
        self->vault, self->account, self->session,
        self->in_memory ? LATCHKEY_REFRESH_RENEW_UNKEPT : LATCHKEY_REFRESH_RENEW, NULL, on_run,
        g_object_ref (self));
}

/* The one place that decides: begins what is due, or waits for what comes next. */
static void
review (LatchkeyRefresher *self)
{
  LatchkeyClock *clock = latchkey_vault_get_clock (self->vault);
  GDateTime *end = latchkey_account_get_expires_at (self->account);
  gint64 now = latchkey_clock_get_now (clock);
  gint64 due;
  gint64 next;

  if (self->alarm != 0)
    latchkey_clock_remove_alarm (clock, self->alarm);
  self->alarm = 0;
  if (self->session == NULL || self->running)
    return;

  if (!self->tidied && has_own_keys (self))
    {
      self->tidied = TRUE;
      self->running = TRUE;
      latchkey_key_renewal_run_async (self->vault, self->account, self->session,
                                      LATCHKEY_KEY_RENEWAL_TIDY, NULL, on_tidied,
                                      g_object_ref (self));
      return;
    }

  due = get_due (self, now);
  if (due == LATCHKEY_REFRESH_NEVER)
    return;

  next = MAX (due, self->not_before);
  if (next <= now)
    {
      begin (self);
      return;
    }

  review_problem (self, now);
  if (self->failure != NULL && latchkey_refresh_schedule_get_last_day (end) > now)
    next = MIN (next, latchkey_refresh_schedule_get_last_day (end));
  self->alarm = latchkey_clock_add_alarm (clock, next, on_alarm, self);
}

/* What was put off by the old time would be put off for good by a clock that was set back. */
static void
on_jumped (LatchkeyRefresher *self)
{
  self->not_before = 0;
  review (self);
}

static void
on_unlocked (LatchkeyRefresher *self)
{
  if (!is_about_keyring (self->failure))
    return;
  self->not_before = 0;
  review (self);
}

static void
latchkey_refresher_dispose (GObject *object)
{
  LatchkeyRefresher *self = LATCHKEY_REFRESHER (object);

  if (self->vault != NULL)
    {
      if (self->alarm != 0)
        latchkey_clock_remove_alarm (latchkey_vault_get_clock (self->vault), self->alarm);
      self->alarm = 0;
      g_signal_handlers_disconnect_by_data (latchkey_vault_get_clock (self->vault), self);
      g_signal_handlers_disconnect_by_data (latchkey_vault_get_secrets (self->vault), self);
      g_signal_handlers_disconnect_by_data (self->account, self);
    }
  g_clear_object (&self->session);
  g_clear_pointer (&self->token, homebox_token_unref);
  g_clear_object (&self->account);
  g_clear_object (&self->vault);
  g_clear_error (&self->failure);
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

  signals[RENEWED] = g_signal_new ("renewed", LATCHKEY_TYPE_REFRESHER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
latchkey_refresher_init (LatchkeyRefresher *self)
{
}

/**
 * latchkey_refresher_new:
 * @vault: where everything is kept
 * @account: whose session it is
 *
 * Returns: (transfer full): a refresher that does nothing yet
 */
LatchkeyRefresher *
latchkey_refresher_new (LatchkeyVault *vault, LatchkeyAccount *account)
{
  LatchkeyRefresher *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_REFRESHER, NULL);
  self->vault = g_object_ref (vault);
  self->account = g_object_ref (account);
  g_signal_connect_swapped (latchkey_vault_get_clock (vault), "jumped", G_CALLBACK (on_jumped),
                            self);
  g_signal_connect_swapped (latchkey_vault_get_secrets (vault), "unlocked",
                            G_CALLBACK (on_unlocked), self);
  /* Also by another process, through the account file. */
  g_signal_connect_swapped (account, "notify::expires-at", G_CALLBACK (review), self);
  g_signal_connect_swapped (account, "notify::last-refresh-at", G_CALLBACK (review), self);

  return self;
}

/**
 * latchkey_refresher_start:
 * @self: a refresher
 * @session: a session that the server accepts
 * @in_memory: whether its token is not in the keyring
 *
 * Refreshes its token when that is due, now or later.
 */
void
latchkey_refresher_start (LatchkeyRefresher *self, HomeboxSession *session, gboolean in_memory)
{
  g_return_if_fail (LATCHKEY_IS_REFRESHER (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  g_set_object (&self->session, session);
  self->in_memory = in_memory;
  if (self->token != homebox_session_get_token (session))
    {
      g_clear_pointer (&self->token, homebox_token_unref);
      self->token = homebox_token_ref (homebox_session_get_token (session));
      g_clear_error (&self->failure);
      self->not_before = 0;
      set_problem (self, NULL);
    }
  review (self);
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

  if (self->session == NULL)
    return;
  g_clear_object (&self->session);
  review (self);
  set_problem (self, NULL);
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

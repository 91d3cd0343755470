#include "events-fixture.h"

#include <string.h>

static const HomeboxEventsTiming quick = {
  .handshake = G_MAXINT,
  .silence = G_MAXINT,
  .first_retry = 1,
  .longest_retry = 4,
  .rest = G_MAXINT,
};

static void
note (EventsFixture *self, const char *what)
{
  g_string_append_printf (self->log, "%s%s", self->log->len > 0 ? " " : "", what);
}

static void
on_state (HomeboxEvents *events, GParamSpec *pspec, EventsFixture *self)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (HOMEBOX_TYPE_EVENTS_STATE);

  note (self, g_enum_get_value (states, (int) homebox_events_get_state (events))->value_nick);
}

static void
on_opened (HomeboxEvents *events, EventsFixture *self)
{
  note (self, "(opened)");
}

static void
on_user_mutation (HomeboxEvents *events, EventsFixture *self)
{
  note (self, "(user-mutation)");
}

static void
on_event (HomeboxEvents *events, const char *name, EventsFixture *self)
{
  g_autofree char *text = g_strdup_printf ("(%s)", name);

  note (self, text);
}

void
events_fixture_set_up (EventsFixture *self, const char *uri)
{
  events_fixture_set_up_trusting (self, uri, NULL);
}

void
events_fixture_set_up_trusting (EventsFixture *self, const char *uri, HomeboxTrust *trust)
{
  g_autoptr (HomeboxToken) token = homebox_token_new ("XTOKENX", HOMEBOX_TOKEN_SESSION, NULL);

  self->log = g_string_new (NULL);
  self->client = homebox_client_new_trusting (uri, trust);
  self->session = homebox_session_new (self->client, token);
  self->events = homebox_events_new (self->session);
  homebox_events_set_timing (self->events, &quick);
  g_signal_connect (self->events, "notify::state", G_CALLBACK (on_state), self);
  g_signal_connect (self->events, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (self->events, "user-mutation", G_CALLBACK (on_user_mutation), self);
  g_signal_connect (self->events, "event", G_CALLBACK (on_event), self);
}

/* What was under way still refers to the session and the client for a moment, and to nothing for
 * longer. */
void
events_fixture_tear_down (EventsFixture *self)
{
  if (self->events != NULL)
    g_assert_finalize_object (self->events);

  while (G_OBJECT (self->session)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (self->session);

  while (G_OBJECT (self->client)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (self->client);
  g_string_free (self->log, TRUE);
}

/*
 * events_fixture_set_patience:
 * @self: a fixture, before its events are active
 * @handshake: how long a handshake may take, in milliseconds
 * @silence: how long nothing may be heard
 *
 * Lets a deadline of the events be over in the course of a test.
 */
void
events_fixture_set_patience (EventsFixture *self, guint handshake, guint silence)
{
  HomeboxEventsTiming timing = quick;

  timing.handshake = handshake;
  timing.silence = silence;
  homebox_events_set_timing (self->events, &timing);
}

/*
 * events_fixture_await:
 * @self: a fixture
 * @end_of_log: what the log is to end with
 *
 * Runs the main context until that was heard.
 */
void
events_fixture_await (EventsFixture *self, const char *end_of_log)
{
  while (!g_str_has_suffix (self->log->str, end_of_log))
    g_main_context_iteration (NULL, TRUE);
}

/*
 * events_fixture_await_state:
 * @self: a fixture
 * @state: a state
 *
 * Runs the main context until it is reached.
 */
void
events_fixture_await_state (EventsFixture *self, HomeboxEventsState state)
{
  while (homebox_events_get_state (self->events) != state)
    g_main_context_iteration (NULL, TRUE);
}

/*
 * events_fixture_set_token:
 * @self: a fixture
 * @text: a token
 *
 * Gives the session another token, as a refresh does.
 */
void
events_fixture_set_token (EventsFixture *self, const char *text)
{
  g_clear_pointer (&self->session->token, homebox_token_unref);
  self->session->token = homebox_token_new (text, HOMEBOX_TOKEN_SESSION, NULL);
  g_object_notify (G_OBJECT (self->session), "token");
}

#include "client-fixture.h"

void
client_fixture_set_up (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->server = raw_server_new ();
  uri = raw_server_dup_uri (fixture->server);
  fixture->client = homebox_client_new (uri);
}

void
client_fixture_tear_down (ClientFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->server);
}

/*
 * client_fixture_assert_fails:
 * @fixture: a fixture
 * @code: the error that is expected
 *
 * Checks what a plain read comes to.
 */
void
client_fixture_assert_fails (ClientFixture *fixture, HomeboxError code)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_null (response);
  assert_homebox_error (error, code);
  g_assert_cmpstr (error->message, !=, "");
}

/*
 * client_fixture_allow_warnings:
 *
 * Lets the rest of a program survive warnings, but nothing worse: libsoup 3.2 warns of a length
 * below zero before anybody could take it away.
 */
void
client_fixture_allow_warnings (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
}

#pragma once

#include "demo-fixture.h"

/* What a browser has after Homebox sent it to the provider: the address there, and the cookies
 * of Homebox as it would send them back. */
typedef struct
{
  char *location;
  GHashTable *request;
  char *cookies;
} DemoBrowser;

#define OLIVE "olive@example.org"
#define OLIVE_PASSWORD "password"
#define OIDC_PATH "/api/v1/users/login/oidc"
#define CALLBACK_PATH OIDC_PATH "/callback"

void demo_browser_set_up (DemoFixture *fixture, gconstpointer version);
void demo_browser_control (DemoFixture *fixture, const char *line);

DemoBrowser *demo_browser_start (DemoFixture *fixture, const char *host);
void demo_browser_free (DemoBrowser *browser);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoBrowser, demo_browser_free)

DemoAnswer *demo_browser_post (DemoFixture *fixture, DemoBrowser *browser, const char *form);
DemoAnswer *demo_browser_sign_in (DemoFixture *fixture,
                                  DemoBrowser *browser,
                                  const char *email,
                                  const char *password);
DemoAnswer *demo_browser_follow (DemoFixture *fixture,
                                 DemoAnswer *answer,
                                 const char *cookies);

const char *demo_browser_get_location (DemoAnswer *answer);
char *demo_browser_dup_param (DemoAnswer *answer, const char *name);
char *demo_browser_dup_cookie (DemoAnswer *answer, const char *name);

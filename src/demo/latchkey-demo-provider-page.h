#pragma once

#include "latchkey-demo-person.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The pages of the provider, in English: it stands for a site of somebody else's. */
void latchkey_demo_provider_page_sign_in (SoupServerMessage *message,
                                          const char *email,
                                          gboolean was_wrong);
void latchkey_demo_provider_page_consent (SoupServerMessage *message,
                                          LatchkeyDemoPerson *person,
                                          const char *grant);
void latchkey_demo_provider_page_problem (SoupServerMessage *message,
                                          guint status,
                                          const char *text);

G_END_DECLS

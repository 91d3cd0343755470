#pragma once

#include "homebox-secret.h"

G_BEGIN_DECLS

/**
 * HomeboxTokenKind:
 * @HOMEBOX_TOKEN_SESSION: made by a sign-in; ends by itself, can be refreshed and signed out
 * @HOMEBOX_TOKEN_API_KEY: made by the person on the server; can be neither
 *
 * What kind of access token this is. It decides what may be done with it.
 */
typedef enum
{
  HOMEBOX_TOKEN_SESSION,
  HOMEBOX_TOKEN_API_KEY,
} HomeboxTokenKind;

/**
 * HomeboxToken:
 *
 * An access token: its text as a #HomeboxSecret, its kind, and when it ends.
 *
 * Immutable and reference counted. The word `Bearer ` that some answers carry is taken off by
 * homebox_token_new() and put back by homebox_token_get_authorization(), and nowhere else.
 */
typedef struct _HomeboxToken HomeboxToken;

#define HOMEBOX_TYPE_TOKEN (homebox_token_get_type ())

GType homebox_token_get_type (void);

HomeboxToken *homebox_token_new (const char *text, HomeboxTokenKind kind, GDateTime *expires_at);
HomeboxToken *homebox_token_ref (HomeboxToken *self);
void homebox_token_unref (HomeboxToken *self);

HomeboxTokenKind homebox_token_get_kind (HomeboxToken *self);
GDateTime *homebox_token_get_expires_at (HomeboxToken *self);
HomeboxSecret *homebox_token_get_secret (HomeboxToken *self);
HomeboxSecret *homebox_token_get_authorization (HomeboxToken *self);

HomeboxTokenKind homebox_token_kind_for_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxToken, homebox_token_unref)

G_END_DECLS

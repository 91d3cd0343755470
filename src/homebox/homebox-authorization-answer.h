#pragma once

#include "homebox-secret.h"

G_BEGIN_DECLS

/**
 * HomeboxAuthorizationAnswer:
 *
 * What a provider sent to the redirect URI: an authorization code and its state, or an error code
 * (RFC 6749, sections 4.1.2 and 4.1.2.1).
 *
 * Immutable and reference counted.
 */
typedef struct _HomeboxAuthorizationAnswer HomeboxAuthorizationAnswer;

#define HOMEBOX_TYPE_AUTHORIZATION_ANSWER (homebox_authorization_answer_get_type ())

GType homebox_authorization_answer_get_type (void);

HomeboxAuthorizationAnswer *homebox_authorization_answer_new_from_query (const char *query);
HomeboxAuthorizationAnswer *homebox_authorization_answer_ref (HomeboxAuthorizationAnswer *self);
void homebox_authorization_answer_unref (HomeboxAuthorizationAnswer *self);

HomeboxSecret *homebox_authorization_answer_get_code (HomeboxAuthorizationAnswer *self);
HomeboxSecret *homebox_authorization_answer_get_state (HomeboxAuthorizationAnswer *self);
const char *homebox_authorization_answer_get_error (HomeboxAuthorizationAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxAuthorizationAnswer, homebox_authorization_answer_unref)

G_END_DECLS

#pragma once

#include "homebox-address.h"
#include "homebox-secret.h"

G_BEGIN_DECLS

/**
 * HomeboxLinkKind:
 * @HOMEBOX_LINK_INVITATION: into a home: `<server>?token=TOKEN`
 * @HOMEBOX_LINK_PASSWORD_RESET: for a new password: `<server>/reset-password?token=TOKEN`
 * @HOMEBOX_LINK_BARE_TOKEN: a token alone: what it is for is said by the field it was pasted into
 *
 * What somebody was sent.
 */
typedef enum
{
  HOMEBOX_LINK_INVITATION,
  HOMEBOX_LINK_PASSWORD_RESET,
  HOMEBOX_LINK_BARE_TOKEN,
} HomeboxLinkKind;

/**
 * HomeboxLink:
 *
 * A link that carries a token: an invitation into a home, or the one from a mail for a forgotten
 * password. Whoever has the token has what it opens, so it is a secret.
 *
 * Immutable and reference counted.
 */
typedef struct _HomeboxLink HomeboxLink;

#define HOMEBOX_TYPE_LINK (homebox_link_get_type ())

GType homebox_link_get_type (void);

HomeboxLink *homebox_link_parse (const char *text, GError **error);
HomeboxLink *homebox_link_ref (HomeboxLink *self);
void homebox_link_unref (HomeboxLink *self);

HomeboxLinkKind homebox_link_get_kind (HomeboxLink *self);
HomeboxAddress *homebox_link_get_address (HomeboxLink *self);
HomeboxSecret *homebox_link_get_token (HomeboxLink *self);

gboolean homebox_link_is_likely (const char *text);

HomeboxSecret *homebox_link_write_invitation (const char *base_uri, HomeboxSecret *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxLink, homebox_link_unref)

G_END_DECLS

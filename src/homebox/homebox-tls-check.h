#pragma once

#include "homebox-trust.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/*
 * HomeboxTlsCheck:
 *
 * Looks at every connection that a message goes over, before a byte of it is written.
 *
 * With TLS it looks at the certificate: when the connection is made, also when TLS resumed an
 * earlier one without showing the certificate, and again when the message takes over a connection
 * that was kept open. Without TLS it looks at where the connection really leads, if the message
 * carries a secret.
 */
typedef struct _HomeboxTlsCheck HomeboxTlsCheck;

HomeboxTlsCheck *homebox_tls_check_new (SoupMessage *message,
                                        HomeboxTrust *trust,
                                        GCancellable *cancellable);
void homebox_tls_check_free (HomeboxTlsCheck *self);

const GError *homebox_tls_check_get_error (HomeboxTlsCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxTlsCheck, homebox_tls_check_free)

G_END_DECLS

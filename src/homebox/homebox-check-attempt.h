#pragma once

#include "homebox-address.h"
#include "homebox-check-step.h"
#include "homebox-response.h"

G_BEGIN_DECLS

/*
 * HomeboxCheckAttempt:
 * @base_uri: where the server is asked
 * @at: the step that is going on, or where it ended
 * @is_over: nothing is going on any more: @at failed, or with @is_done was the last
 * @is_done: every step up to @at is done
 * @is_plain: it is asked over plain http
 * @is_literal: there is no name to be looked up
 * @is_page: the answer is a web page
 * @is_login: that page asks for a password
 * @wants_tls: the answer says that it is to be asked over TLS
 * @status: of the answer, 0 when there was none
 *
 * One server being asked what it is, and how far that came. A check may need several.
 */
typedef struct
{
  char *base_uri;
  HomeboxCheckKind at;
  gboolean is_over;
  gboolean is_done;

  gboolean is_plain;
  gboolean is_literal;
  gboolean is_page;
  gboolean is_login;
  gboolean wants_tls;

  guint status;
  char *address;
  GTlsCertificate *certificate;

  GError *error;
  HomeboxCheckFix fix;
  char *suggestion;
  char *target;
} HomeboxCheckAttempt;

HomeboxCheckAttempt *homebox_check_attempt_new (const char *base_uri);
void homebox_check_attempt_free (HomeboxCheckAttempt *self);

void homebox_check_attempt_network (HomeboxCheckAttempt *self,
                                    GSocketClientEvent event,
                                    GIOStream *connection);
void homebox_check_attempt_answered (HomeboxCheckAttempt *self, HomeboxResponse *response);
void homebox_check_attempt_fail (HomeboxCheckAttempt *self,
                                 const GError *error,
                                 HomeboxAddress *typed);
gboolean homebox_check_attempt_may_be_above (HomeboxCheckAttempt *self);
char *homebox_check_attempt_dup_parent (const char *base_uri);

void homebox_check_attempt_show (HomeboxCheckAttempt *self, GPtrArray *steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxCheckAttempt, homebox_check_attempt_free)

G_END_DECLS

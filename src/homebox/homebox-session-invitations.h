#pragma once

#include "homebox-invitation.h"
#include "homebox-session.h"

G_BEGIN_DECLS

/* Who is in a home, and who may come. Only its owner may invite, withdraw and remove, on current
 * servers: %HOMEBOX_ERROR_NOT_OWNER otherwise. */

gboolean homebox_session_may_manage_home (HomeboxSession *self, HomeboxGroup *group);

void homebox_session_create_invitation_async (HomeboxSession *self,
                                              HomeboxGroup *group,
                                              guint uses,
                                              GDateTime *expires_at,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
HomeboxInvitation *homebox_session_create_invitation_finish (HomeboxSession *self,
                                                             GAsyncResult *result,
                                                             GError **error);

void homebox_session_list_invitations_async (HomeboxSession *self,
                                             HomeboxGroup *group,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
GListModel *homebox_session_list_invitations_finish (HomeboxSession *self,
                                                     GAsyncResult *result,
                                                     GError **error);

void homebox_session_withdraw_invitation_async (HomeboxSession *self,
                                                HomeboxGroup *group,
                                                HomeboxInvitation *invitation,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
gboolean homebox_session_withdraw_invitation_finish (HomeboxSession *self,
                                                     GAsyncResult *result,
                                                     GError **error);

void homebox_session_join_home_async (HomeboxSession *self,
                                      HomeboxSecret *token,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
HomeboxGroup *
homebox_session_join_home_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_remove_member_async (HomeboxSession *self,
                                          HomeboxGroup *group,
                                          HomeboxMember *member,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
homebox_session_remove_member_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

G_END_DECLS

"""Pages about the workspace. Signing in and up is allauth's."""

from django.urls import path

from accounts.views import audit, keys, members, organizations, profile, security, staff, switching

app_name = "accounts"

urlpatterns = [
    path("organization/", switching.switch, name="switch"),
    path("organization/new/", organizations.create, name="organization-new"),
    path("settings/organization/", organizations.organization, name="organization"),
    path("settings/organization/second-factor/", organizations.second_factor, name="organization-second-factor"),
    path("settings/organization/leave/", organizations.leave, name="organization-leave"),
    path("settings/organization/transfer/", organizations.transfer, name="organization-transfer"),
    path("settings/organization/delete/", organizations.delete, name="organization-delete"),
    path("settings/members/", members.member_list, name="members"),
    path("settings/members/<uuid:user_id>/", members.member, name="member"),
    path("settings/invitations/<uuid:invitation_id>/", members.invitation, name="invitation"),
    path("settings/roles/", members.roles, name="roles"),
    path("be-oneself/", staff.be_oneself, name="be-oneself"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/appearance/", profile.appearance, name="appearance"),
    path("settings/theme/", profile.theme, name="theme"),
    path("settings/notifications/", profile.notifications, name="notifications"),
    path("hints/<slug:name>/", profile.hint, name="hint"),
    path("settings/security/", security.security, name="security"),
    path("settings/security/sessions/<int:session_id>/end/", security.session_end, name="session-end"),
    path("settings/security/programs/<uuid:family_id>/end/", security.program_end, name="program-end"),
    path("settings/security/others/end/", security.others_end, name="others-end"),
    # in the place of pages of allauth, whose routes of the same paths come later
    path("2fa/", security.to_security, name="factors"),
    path("2fa/webauthn/", security.to_security, name="passkeys"),
    path("2fa/webauthn/keys/<int:pk>/remove/", security.passkey_remove, name="passkey-remove"),
    path("sessions/", security.to_security, name="sessions"),
    path("settings/keys/", keys.key_list, name="keys"),
    path("settings/keys/new/", keys.create, name="key-new"),
    path("settings/keys/<uuid:key_id>/", keys.key, name="key"),
    path("settings/audit/", audit.trail, name="audit"),
    path("settings/audit/table/", audit.table, name="audit-table"),
]

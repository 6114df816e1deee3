"""Pages about the workspace. Signing in and up is allauth's."""

from django.urls import path

from accounts.views import audit, keys, members, organizations, staff, switching

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
    path("settings/keys/", keys.key_list, name="keys"),
    path("settings/keys/new/", keys.create, name="key-new"),
    path("settings/keys/<uuid:key_id>/", keys.key, name="key"),
    path("settings/audit/", audit.trail, name="audit"),
    path("settings/audit/table/", audit.table, name="audit-table"),
]

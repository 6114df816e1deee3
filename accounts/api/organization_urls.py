"""`/api/v1/organizations/`, `/api/v1/keys/` and `/api/v1/audit/`."""

from django.urls import path

from accounts.api import audit, invitations, keys, organizations

OF_ONE = "organizations/<uuid:organization_id>/"

urlpatterns = [
    path("organizations/", organizations.OrganizationsView.as_view(), name="organizations"),
    path(OF_ONE, organizations.OrganizationView.as_view(), name="organization"),
    path(f"{OF_ONE}members/", organizations.MembersView.as_view(), name="members"),
    path(f"{OF_ONE}members/<uuid:user_id>/", organizations.MemberView.as_view(), name="member"),
    path(f"{OF_ONE}invitations/", invitations.InvitationsView.as_view(), name="invitations"),
    path(f"{OF_ONE}invitations/<uuid:invitation_id>/", invitations.InvitationView.as_view(), name="invitation"),
    path(
        f"{OF_ONE}invitations/<uuid:invitation_id>/resend/", invitations.ResendView.as_view(), name="invitation-resend"
    ),
    path(f"{OF_ONE}leave/", organizations.LeaveView.as_view(), name="organization-leave"),
    path(f"{OF_ONE}transfer/", organizations.TransferView.as_view(), name="organization-transfer"),
    path("invitations/accept/", invitations.AcceptView.as_view(), name="invitation-accept"),
    path("keys/", keys.ApiKeysView.as_view(), name="keys"),
    path("keys/self/", keys.OwnKeyView.as_view(), name="own-key"),
    path("keys/<uuid:key_id>/", keys.ApiKeyView.as_view(), name="key"),
    path("keys/<uuid:key_id>/rotate/", keys.RotateKeyView.as_view(), name="key-rotate"),
    path("audit/", audit.AuditView.as_view(), name="audit"),
]

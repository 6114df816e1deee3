"""`/api/v1/auth/`."""

from django.urls import path

from accounts.api import me, passwords, registering, second_factors, signing_in

urlpatterns = [
    path("register/", registering.RegisterView.as_view(), name="register"),
    path("verify-email/", registering.VerifyEmailView.as_view(), name="verify-email"),
    path("verify-email/resend/", registering.ResendVerificationView.as_view(), name="verify-email-resend"),
    path("login/", signing_in.LoginView.as_view(), name="login"),
    path("mfa/", signing_in.MfaView.as_view(), name="mfa"),
    path("mfa/passkey/options/", signing_in.MfaPasskeyOptionsView.as_view(), name="mfa-passkey-options"),
    path("mfa/passkey/", signing_in.MfaPasskeyView.as_view(), name="mfa-passkey"),
    path("mfa/factors/", second_factors.FactorsView.as_view(), name="mfa-factors"),
    path("mfa/totp/", second_factors.TotpView.as_view(), name="mfa-totp"),
    path("mfa/totp/confirm/", second_factors.TotpConfirmView.as_view(), name="mfa-totp-confirm"),
    path("mfa/recovery-codes/", second_factors.RecoveryCodesView.as_view(), name="mfa-recovery-codes"),
    path("refresh/", signing_in.RefreshView.as_view(), name="refresh"),
    path("switch/", signing_in.SwitchView.as_view(), name="switch"),
    path("logout/", signing_in.LogoutView.as_view(), name="logout"),
    path("logout/everywhere/", signing_in.LogoutEverywhereView.as_view(), name="logout-everywhere"),
    path("password-reset/", passwords.PasswordResetView.as_view(), name="password-reset"),
    path("password-reset/confirm/", passwords.PasswordResetConfirmView.as_view(), name="password-reset-confirm"),
    path("password-change/", passwords.PasswordChangeView.as_view(), name="password-change"),
    path("sessions/", me.SessionsView.as_view(), name="sessions"),
    path("sessions/<str:sign_in>/", me.SessionView.as_view(), name="session"),
    path("me/", me.MeView.as_view(), name="me"),
]

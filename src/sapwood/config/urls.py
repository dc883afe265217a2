"""Every address of the product. The only place that knows every room."""

from allauth.account import views as account
from django.urls import include, path, re_path

urlpatterns = [
    path("", include("sapwood.overview.urls")),
    path("", include("sapwood.goals.urls")),
    path("", include("sapwood.meetings.urls")),
    path("", include("sapwood.feedback.urls")),
    path("", include("sapwood.growth.urls")),
    path("api/v1/", include("sapwood.api.v1.urls")),
    path("", include("sapwood.api.urls")),
    path("ui/", include("sapwood.ui.urls")),
    path("", include("sapwood.activity.urls")),
    path("", include("sapwood.people.urls")),
    # Of allauth only what we want: nobody signs up alone, addresses come from the administrator.
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/ended/", account.account_inactive, name="account_inactive"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/keys/", include("allauth.mfa.urls")),
]

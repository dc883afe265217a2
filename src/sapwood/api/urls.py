"""Addresses of the api room: the machine's under /api/v1/, and the pages about it."""

from django.urls import path

from sapwood.api import views

app_name = "api"
urlpatterns = [
    path("api/", views.reference, name="reference"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<str:public_id>/revocation/", views.revocation, name="revocation"),
    path("settings/calendar/", views.calendar, name="calendar"),
    path("calendar/<str:token>/sapwood.ics", views.calendar_file, name="calendar_file"),
    path("settings/services/", views.services, name="services"),
    path("settings/services/<str:public_id>/", views.service, name="service"),
    path("settings/services/<str:public_id>/tokens/", views.service_tokens, name="service_tokens"),
    path("settings/services/<str:public_id>/end/", views.service_end, name="service_end"),
]

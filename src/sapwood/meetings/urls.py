"""Addresses of the meetings room: nouns, no verbs."""

from django.urls import path

from sapwood.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<str:public_id>/", views.meeting, name="meeting"),
    path("meetings/<str:public_id>/points/", views.points, name="points"),
    path("meetings/<str:public_id>/points/<int:pk>/coverage/", views.coverage, name="coverage"),
    path("meetings/<str:public_id>/notes/", views.notes, name="notes"),
    path("meetings/<str:public_id>/private-note/", views.private_note, name="private_note"),
    path("meetings/<str:public_id>/decisions/", views.decisions, name="decisions"),
    path("meetings/<str:public_id>/time/", views.time, name="time"),
    path("meetings/<str:public_id>/following/", views.following, name="following"),
    path("meetings/<str:public_id>/end/", views.end, name="end"),
    path("decisions/<str:public_id>/completion/", views.completion, name="completion"),
    path("teams/<str:public_id>/meetings/", views.team_meetings, name="team_meetings"),
    path("screens/<str:public_id>/", views.screen, name="screen"),
]

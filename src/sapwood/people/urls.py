"""Addresses of the people room: nouns, no verbs."""

from django.urls import path

from sapwood.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.directory, name="directory"),
    path("people/<str:public_id>/", views.person, name="person"),
    path("teams/", views.teams, name="teams"),
    path("teams/<str:public_id>/", views.team, name="team"),
    path("settings/", views.settings, name="settings"),
]

"""Addresses of the activity room: what one was told, how one wants to be told, and the post that came back."""

from django.urls import path

from sapwood.activity import views

app_name = "activity"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<str:public_id>/", views.notice, name="notice"),
    path("settings/mail/", views.preferences, name="preferences"),
    path("post/", views.deliveries, name="deliveries"),
    path("post/test/", views.mail_test, name="mail_test"),
    path("settings/channels/", views.channels, name="channels"),
    path("settings/channels/<str:public_id>/end/", views.channel_end, name="channel_end"),
    path("settings/channels/<str:public_id>/test/", views.channel_test, name="channel_test"),
    path("post/<str:public_id>/attempt/", views.attempt, name="attempt"),
    path("post/<str:public_id>/withdrawal/", views.withdrawal, name="withdrawal"),
]

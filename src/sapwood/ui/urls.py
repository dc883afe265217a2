"""Addresses of the ui room."""

from django.urls import path

from sapwood.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]

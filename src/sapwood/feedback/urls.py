"""Addresses of the feedback room: nouns, no verbs."""

from django.urls import URLPattern

app_name = "feedback"
urlpatterns: list[URLPattern] = []

"""Addresses under /api/v1/."""

from django.urls import path

from sapwood.api.v1.description import openapi
from sapwood.api.v1.interface import patterns

app_name = "v1"
urlpatterns = [path("openapi.json", openapi, name="openapi"), *patterns()]

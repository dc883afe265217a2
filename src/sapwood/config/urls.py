"""Every address of the product. The only place that knows every room."""

from django.urls import include, path

urlpatterns = [
    path("", include("sapwood.overview.urls")),
    path("", include("sapwood.goals.urls")),
]

"""Addresses of the pages that gather."""

from django.urls import path

from sapwood.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.my_week, name="my_week"),
    path("week/aside/", views.week_aside, name="week_aside"),
    path("search/", views.search, name="search"),
    path("drafts/<slug:form>/", views.draft, name="draft"),
    path("help/", views.help, name="help"),
    path("about/", views.about, name="about"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
    path("demo/unmasking/", views.unmasking, name="unmasking"),
    path("demo/person/", views.switch, name="switch"),
    path("demo/next-week/", views.next_week, name="next_week"),
]

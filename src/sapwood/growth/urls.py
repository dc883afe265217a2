"""Addresses of the growth room: nouns, no verbs."""

from django.urls import path

from sapwood.growth import views

app_name = "growth"
urlpatterns = [
    path("growth/", views.mine, name="mine"),
    # school
    path("school/", views.school, name="school"),
    path("school/oversight/", views.oversight, name="oversight"),
    path("school/own.json", views.own, name="own"),
    path("school/forgetting/", views.forgetting, name="forgetting"),
    path("school/practice/", views.practice, name="practice"),
    path("school/lessons/<slug:key>/", views.lesson, name="lesson"),
    path("school/lessons/<slug:key>/reading/", views.reading, name="reading"),
    path("school/drills/<slug:key>/", views.drill, name="drill"),
    path("school/answers/<int:pk>/", views.answer, name="answer"),
    path("school/answers/<int:pk>/dispute/", views.dispute, name="dispute"),
    path("school/disputes/<int:pk>/decision/", views.decision, name="decision"),
]

"""Addresses of the goals room: nouns, no verbs."""

from django.urls import path

from sapwood.goals import views

app_name = "goals"
urlpatterns = [
    path("goals/", views.objectives, name="objectives"),
    path("first-look/", views.first_look, name="first_look"),
    path("goals/import/", views.import_goals, name="import"),
    path("goals/import/application/", views.import_application, name="import_application"),
    path("alignment/", views.alignment, name="alignment"),
    path("check-in/", views.check_in_week, name="check_in_week"),
    path("key-results/<str:public_id>/no-change/", views.no_change, name="no_change"),
    path("key-results/<str:public_id>/tally/", views.tally, name="tally"),
    path("key-results/<str:public_id>/initiatives/", views.initiatives, name="initiatives"),
    path("key-results/<str:public_id>/contribution/", views.contribution, name="contribution"),
    path("initiatives/<str:public_id>/completion/", views.completion, name="completion"),
    path("blockers/<int:pk>/resolution/", views.resolution, name="resolution"),
    path("goals/gallery/", views.gallery, name="gallery"),
    path("objectives/new/", views.write, name="write"),
    path("objectives/wording/", views.check_wording, name="check_wording"),
    path("objectives/<str:public_id>/", views.objective, name="objective"),
    path("objectives/<str:public_id>/text/", views.edit, name="edit"),
    path("objectives/<str:public_id>/wording/", views.read_wording, name="wording"),
    path("objectives/<str:public_id>/asides/", views.put_asides, name="asides"),
    path("asides/<int:pk>/end/", views.aside_end, name="aside_end"),
    path("objectives/<str:public_id>/proposal/", views.proposal, name="proposal"),
    path("objectives/<str:public_id>/agreement/", views.agreement, name="agreement"),
    path("objectives/<str:public_id>/draft/", views.draft, name="draft"),
    path("objectives/<str:public_id>/comments/", views.comments, name="comments"),
    path("objectives/<str:public_id>/parents/", views.parents, name="parents"),
    path("objectives/<str:public_id>/partners/", views.partners, name="partners"),
    path("objectives/<str:public_id>/sharings/", views.sharings, name="sharings"),
    path("objectives/<str:public_id>/closure/", views.closure, name="closure"),
    path("objectives/<str:public_id>/review/", views.review, name="review"),
    path("handovers/<str:public_id>/", views.handover, name="handover"),
    path("parents/<int:pk>/end/", views.parent_end, name="parent_end"),
    path("partners/<int:pk>/end/", views.partner_end, name="partner_end"),
    path("sharings/<int:pk>/end/", views.sharing_end, name="sharing_end"),
    path("cycles/", views.cycles, name="cycles"),
    path("cycles/<str:public_id>/", views.cycle, name="cycle"),
    path("cycles/<str:public_id>/goals.<str:kind>", views.document, name="document"),
    path("cycles/<str:public_id>/stage/", views.stage, name="stage"),
]

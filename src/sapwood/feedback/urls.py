"""Addresses of the feedback room: nouns, no verbs."""

from django.urls import path

from sapwood.feedback import views

app_name = "feedback"
urlpatterns = [
    path("answers/wording/", views.comment_help, name="comment_help"),  # no token has this name
    path("answers/<str:token>/", views.answer, name="answer"),
    path("answers/<str:token>/refusal/", views.refusal, name="refusal"),
    path("feedback/", views.waves, name="waves"),
    path("feedback/rounds/new/", views.new_round, name="new_round"),
    path("feedback/subjects/<str:public_id>/", views.subject, name="subject"),
    path("feedback/subjects/<str:public_id>/raters/", views.add_raters, name="raters"),
    path("feedback/subjects/<str:public_id>/guests/", views.guests, name="guests"),
    path("feedback/raters/<str:public_id>/end/", views.rater_end, name="rater_end"),
    path("feedback/subjects/<str:public_id>/agreement/", views.rater_agreement, name="rater_agreement"),
    path("feedback/subjects/<str:public_id>/focus/", views.focus, name="focus"),
    path("feedback/subjects/<str:public_id>/report/", views.report, name="report"),
    path("feedback/subjects/<str:public_id>/report.<str:kind>", views.report_file, name="report_file"),
    path("feedback/subjects/<str:public_id>/sharings/", views.report_sharings, name="report_sharings"),
    path("feedback/sharings/<int:pk>/end/", views.report_sharing_end, name="report_sharing_end"),
    path("feedback/pulses/new/", views.new_pulse, name="new_pulse"),
    path("feedback/waves/<str:public_id>/", views.wave, name="wave"),
    path("feedback/waves/<str:public_id>/opening/", views.opening, name="opening"),
    path("feedback/waves/<str:public_id>/thresholds/", views.thresholds, name="thresholds"),
    path("feedback/waves/<str:public_id>/removal/", views.wave_removal, name="wave_removal"),
    path("feedback/waves/<str:public_id>/results/", views.results, name="results"),
    path("feedback/waves/<str:public_id>/results.<str:kind>", views.results_file, name="results_file"),
    path("feedback/waves/<str:public_id>/results/<str:unit>/response/", views.response, name="response"),
    path("responses/<str:public_id>/end/", views.response_end, name="response_end"),
    path("conversation-guide/", views.guide, name="guide"),
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/import/", views.import_file, name="import"),
    path("questionnaires/all.<str:kind>", views.export, name="export"),
    path("questionnaires/<str:public_id>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<str:public_id>/preview/", views.preview, name="preview"),
    path("questionnaires/<str:public_id>/file.<str:kind>", views.export, name="export_one"),
    path("questionnaires/<str:public_id>/publication/", views.publication, name="publication"),
    path("questionnaires/<str:public_id>/edition/", views.edition, name="edition"),
    path("questionnaires/<str:public_id>/retirement/", views.retirement, name="questionnaire_retirement"),
    path("questionnaires/<str:public_id>/removal/", views.removal, name="questionnaire_removal"),
    path("questionnaires/<str:public_id>/choice/", views.choice, name="choice"),
    path("questionnaires/<str:public_id>/items/", views.items, name="items"),
    path("questionnaires/<str:public_id>/items/<int:pk>/", views.item, name="item"),
    path("questionnaires/<str:public_id>/items/<int:pk>/words/", views.item_words, name="item_words"),
    path("questionnaires/<str:public_id>/items/<int:pk>/renewal/", views.item_renewal, name="item_renewal"),
    path("questionnaires/<str:public_id>/items/<int:pk>/place/", views.item_place, name="item_place"),
    path("questionnaires/<str:public_id>/items/<int:pk>/removal/", views.item_removal, name="item_removal"),
]

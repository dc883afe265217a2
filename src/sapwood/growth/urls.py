"""Addresses of the growth room: nouns, no verbs."""

from django.urls import path

from sapwood.growth import views

app_name = "growth"
urlpatterns = [
    path("growth/", views.mine, name="mine"),
    # developmental goals and their practice
    path("growth/goal/", views.guide, name="guide"),
    path("growth/goal/short/", views.short_way, name="short_way"),
    path("growth/practice/", views.practising, name="practising"),
    path("growth/practice/goals/", views.focuses, name="focuses"),
    path("growth/practice/<int:pk>/pause/", views.practice_pause, name="practice_pause"),
    path("growth/practice/<int:pk>/end/", views.practice_end, name="practice_end"),
    # dashboards
    path("growth/team/", views.team, name="team"),
    path("growth/skills/", views.skills, name="skills"),
    path("growth/skills.xlsx", views.skills_file, name="skills_file"),
    # what one may say of oneself
    path("growth/declarations/", views.declarations, name="declarations"),
    path("growth/declarations/<str:public_id>/", views.declaration, name="declaration"),
    path("growth/attributes/", views.attributes, name="attributes"),
    path("growth/attributes/<str:public_id>/retirement/", views.attribute_retirement, name="attribute_retirement"),
    # plans
    path("growth/plans/", views.plans, name="plans"),
    path("growth/plans/new/", views.new_plan, name="new_plan"),
    path("growth/plans/<str:public_id>/", views.plan, name="plan"),
    path("growth/plans/<str:public_id>/plan.<slug:kind>", views.plan_document, name="plan_document"),
    path("growth/plans/<str:public_id>/steps/", views.plan_steps, name="plan_steps"),
    path("growth/plans/<str:public_id>/changes/", views.plan_changes, name="plan_changes"),
    path("growth/plans/<str:public_id>/answer/", views.plan_answer, name="plan_answer"),
    path("growth/plans/<str:public_id>/end/", views.plan_end, name="plan_end"),
    path("growth/plans/<str:public_id>/resumption/", views.plan_resumption, name="plan_resumption"),
    path("growth/plans/<str:public_id>/readers/", views.plan_readers, name="plan_readers"),
    path("growth/readers/<int:pk>/end/", views.plan_reader_end, name="plan_reader_end"),
    path("growth/steps/<str:public_id>/completion/", views.step_completion, name="step_completion"),
    path("growth/steps/<str:public_id>/observers/", views.observers, name="observers"),
    path("growth/observations/<str:public_id>/", views.observation, name="observation"),
    path("growth/observations/<str:public_id>/refusal/", views.observation_refusal, name="observation_refusal"),
    path("growth/observations/<str:public_id>/end/", views.observation_end, name="observation_end"),
    path("growth/certificates/", views.certificates, name="certificates"),
    path("growth/certificates/<str:public_id>/", views.certificate, name="certificate"),
    path("growth/certificates/<str:public_id>/end/", views.certificate_end, name="certificate_end"),
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
    # recognition
    path("recognition/", views.wall, name="wall"),
    path("recognition/new/", views.new_recognition, name="new_recognition"),
    path("recognition/mail/", views.wall_mail, name="wall_mail"),
    path("recognition/<str:public_id>/", views.recognition, name="recognition"),
    path("recognition/<str:public_id>/removal/", views.recognition_removal, name="recognition_removal"),
    path("recognition/<str:public_id>/hiding/", views.recognition_hiding, name="recognition_hiding"),
    path("leaders/", views.leaders, name="leaders"),
    # mentoring
    path("mentoring/", views.mentoring_home, name="mentoring_home"),
    path("mentoring/offer/", views.mentor_offer, name="mentor_offer"),
    path("mentoring/offer/end/", views.mentor_offer_end, name="mentor_offer_end"),
    path("mentoring/searches/<str:public_id>/", views.mentor_search, name="mentor_search"),
    path("mentoring/searches/<str:public_id>/end/", views.mentor_search_end, name="mentor_search_end"),
    path("mentoring/searches/<str:public_id>/mentors/<str:mentor>/", views.mentor_asking, name="mentor_asking"),
    path("mentoring/sessions/<int:pk>/", views.mentoring_session, name="mentoring_session"),
    path("mentoring/sessions/<int:pk>/end/", views.mentoring_session_end, name="mentoring_session_end"),
    path("mentoring/sessions/<int:pk>/initiative/", views.mentoring_step, name="mentoring_step"),
    path("mentoring/<str:public_id>/", views.mentoring, name="mentoring"),
    path("mentoring/<str:public_id>/answer/", views.mentoring_answer, name="mentoring_answer"),
    path("mentoring/<str:public_id>/withdrawal/", views.mentoring_withdrawal, name="mentoring_withdrawal"),
    path("mentoring/<str:public_id>/sessions/", views.mentoring_sessions, name="mentoring_sessions"),
    path("mentoring/<str:public_id>/end/", views.mentoring_end, name="mentoring_end"),
    path("mentoring/<str:public_id>/recognition/", views.mentoring_thanks, name="mentoring_thanks"),
]

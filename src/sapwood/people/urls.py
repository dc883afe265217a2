"""Addresses of the people room: nouns, no verbs."""

from django.urls import path

from sapwood.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.directory, name="directory"),
    path("people/new/", views.joiner, name="joiner"),
    path("people/import/", views.import_file, name="import"),
    path("people/import/template.<str:kind>", views.import_template, name="import_template"),
    path("people/import/<str:public_id>/", views.import_preview, name="import_preview"),
    path("people/import/<str:public_id>/application/", views.import_application, name="import_application"),
    path("people/import/<str:public_id>/withdrawal/", views.import_withdrawal, name="import_withdrawal"),
    path("people/imports/<int:pk>/", views.import_result, name="import_result"),
    path("people/everybody.<str:kind>", views.export, name="export"),
    path("people/<str:public_id>/", views.person, name="person"),
    path("people/<str:public_id>/record/", views.record, name="record"),
    path("people/<str:public_id>/manager/", views.manager, name="manager"),
    path("people/<str:public_id>/reports/handover/", views.reports, name="reports_handover"),
    path("people/<str:public_id>/further-managers/", views.further_managers, name="further_managers"),
    path("people/<str:public_id>/absences/", views.absences, name="absences"),
    path("people/<str:public_id>/team/", views.place, name="place"),
    path("people/<str:public_id>/roles/", views.roles, name="roles"),
    path("further-managers/<int:pk>/end/", views.further_manager_end, name="further_manager_end"),
    path("absences/<int:pk>/end/", views.absence_end, name="absence_end"),
    path("roles/<int:pk>/end/", views.role_end, name="role_end"),
    path("people/<str:public_id>/invitations/", views.invitations, name="invitations"),
    path("invitations/", views.all_invitations, name="all_invitations"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("first-week/", views.first_week, name="first_week"),
    path("handovers/", views.handovers, name="handovers"),
    path("teams/", views.teams, name="teams"),
    path("teams/<str:public_id>/", views.team, name="team"),
    path("teams/<str:public_id>/text/", views.team_text, name="team_text"),
    path("teams/<str:public_id>/parent/", views.parent, name="parent"),
    path("teams/<str:public_id>/members/", views.members, name="members"),
    path("teams/<str:public_id>/retirement/", views.retirement, name="retirement"),
    path("memberships/<int:pk>/end/", views.membership_end, name="membership_end"),
    path("memberships/<int:pk>/lead/", views.membership_lead, name="membership_lead"),
    path("memberships/<int:pk>/lead/handover/", views.lead_handover, name="lead_handover"),
    path("settings/", views.settings, name="settings"),
    path("settings/organisation/", views.organisation, name="organisation"),
    path("settings/roles/", views.role_list, name="role_list"),
    path("settings/<str:kind>/", views.statements, name="statements"),
    path("settings/<str:kind>/<str:public_id>/", views.statement, name="statement"),
    path("settings/<str:kind>/<str:public_id>/retirement/", views.statement_retirement, name="statement_retirement"),
]

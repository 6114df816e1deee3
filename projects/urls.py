"""The key list and projects."""

from django.urls import include, path

from projects import views

project_patterns = [
    path("", views.project_list, name="list"),
    path("new/", views.create, name="create"),
    path("<uuid:project_id>/", views.detail, name="detail"),
    path("<uuid:project_id>/edit/", views.edit, name="edit"),
    path("<uuid:project_id>/people/", views.people, name="people"),
    path("<uuid:project_id>/delete/", views.delete, name="delete"),
]

urlpatterns = [
    path("keys/", views.keys, name="keys"),
    path("projects/", include((project_patterns, "projects"))),
]

"""`/api/v1/projects/`."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from projects.api import ProjectPeopleView, ProjectViewSet

router = SimpleRouter()
router.register("projects", ProjectViewSet, basename="project")
urlpatterns = [
    path("projects/<uuid:project_id>/people/", ProjectPeopleView.as_view(), name="project-people"),
    *router.urls,
]

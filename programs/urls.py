"""`/graphql/` and `/mcp/`."""

from django.urls import path

from programs import views

urlpatterns = [
    path("graphql/", views.GraphView.as_view(), name="graphql"),
    path("mcp/", views.McpView.as_view(), name="mcp"),
]

"""Language models under `/api/v1/llm/`."""

from django.urls import path

from llm.api import views

urlpatterns = [
    path("llm/presets/", views.PresetsView.as_view(), name="llm-presets"),
    path("llm/destinations/", views.DestinationsView.as_view(), name="llm-destinations"),
    path("llm/choices/", views.ChoicesView.as_view(), name="llm-choices"),
    path("llm/budget/", views.BudgetView.as_view(), name="llm-budget"),
    path("llm/providers/", views.ProvidersView.as_view(), name="llm-providers"),
    path("llm/providers/<uuid:provider_id>/", views.ProviderView.as_view(), name="llm-provider"),
    path("llm/providers/<uuid:provider_id>/terms/", views.TermsView.as_view(), name="llm-terms"),
    path("llm/providers/<uuid:provider_id>/keys/", views.KeysView.as_view(), name="llm-keys"),
    path("llm/providers/<uuid:provider_id>/keys/<uuid:secret_id>/", views.KeyView.as_view(), name="llm-key"),
    path("llm/providers/<uuid:provider_id>/test/", views.TrialView.as_view(), name="llm-test"),
]

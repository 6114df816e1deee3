"""Pages of an organization's models, and of the questions it writes itself."""

from django.urls import path

from llm.views import pages, questions

app_name = "llm"

urlpatterns = [
    path("organization/questions/", questions.question_list, name="questions"),
    path("organization/questions/<uuid:question_id>/", questions.question, name="question"),
    path("organization/models/", pages.models, name="models"),
    path("organization/models/choices/", pages.choices, name="choices"),
    path("organization/models/add/", pages.add, name="add"),
    path("organization/models/<uuid:provider_id>/", pages.provider, name="provider"),
    path("organization/models/<uuid:provider_id>/terms/", pages.terms, name="terms"),
    path("organization/models/<uuid:provider_id>/do/", pages.act, name="act"),
    path("organization/models/<uuid:provider_id>/keys/", pages.add_key, name="keys"),
    path("organization/models/<uuid:provider_id>/keys/<uuid:secret_id>/", pages.key, name="key"),
    path("organization/models/<uuid:provider_id>/try/", pages.trial, name="try"),
]

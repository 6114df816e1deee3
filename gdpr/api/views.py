"""`/api/v1/privacy/`: what a person can see and decide about their data. Closed to API keys: only the person themselves may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Action, require
from accounts.api.base import ActorView
from accounts.errors import NotFound
from accounts.fresh import require_fresh_sign_in
from accounts.models import User
from boq.models import Upload
from gdpr import documents
from gdpr.api import serializers as shapes
from gdpr.links import link_to_erasure, link_to_export, sent
from gdpr.models import Consent, PrivacyRequest
from gdpr.services import choices, consents, erasures, exports
from gdpr.services.people import acting_person


class PersonView(ActorView):
    """A view for the person alone, also before a second factor that an organization demands."""

    without_second_factor = True

    def person(self) -> User:
        return acting_person(self.actor)


class DocumentsView(APIView):
    """The newest version of every document, for everybody; the texts stand on the pages of the same names."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    @extend_schema(responses=shapes.DocumentSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = [documents.document(kind, language=get_language() or "") for kind in documents.TITLES]
        return Response(shapes.DocumentSerializer(found, many=True).data)


class ConsentsView(PersonView):
    """GET tells what was accepted and what waits for it; POST accepts the newest version of a document."""

    @extend_schema(responses=shapes.ConsentsSerializer)
    def get(self, request: Request) -> Response:
        return Response(self._told())

    @extend_schema(request=shapes.AcceptSerializer, responses={201: shapes.ConsentsSerializer})
    def post(self, request: Request) -> Response:
        given = self.given(shapes.AcceptSerializer)
        consents.accept(by=self.actor, accepted=[(given["document"], given["version"])], how=Consent.How.API)
        return Response(self._told(), status=201)

    def _told(self) -> dict[str, Any]:
        person = self.person()
        found = {"given": consents.consents_of(person), "pending": consents.pending(person)}
        return dict(shapes.ConsentsSerializer(found).data)


class DataExportsView(PersonView):
    """GET lists one's exports; POST asks for one, which is made in the background."""

    @extend_schema(responses=shapes.DataExportSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(shapes.DataExportSerializer(exports.exports_of(self.person())[:100], many=True).data)

    @extend_schema(request=None, responses={202: shapes.DataExportSerializer})
    def post(self, request: Request) -> Response:
        made = exports.request_export(by=self.actor, link_to=link_to_export(request._request))
        return Response(shapes.DataExportSerializer(made).data, status=202)


class DataExportDownloadView(PersonView):
    """The ZIP, after a sign-in of a moment ago."""

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> FileResponse:
        self.person()
        require_fresh_sign_in(request)
        return sent(exports.open_export(by=self.actor, export_id=export_id))


class ErasureView(PersonView):
    """The erasure that one waits for: ask for it (after a sign-in of a moment ago), look at it, call it off."""

    @extend_schema(responses=shapes.ErasureSerializer)
    def get(self, request: Request) -> Response:
        return Response(shapes.ErasureSerializer(self._waiting()).data)

    @extend_schema(request=shapes.AskErasureSerializer, responses={202: shapes.ErasureSerializer})
    def post(self, request: Request) -> Response:
        self.person()
        require_fresh_sign_in(request)
        chosen = {name: str(user) for name, user in self.given(shapes.AskErasureSerializer)["successors"].items()}
        made = erasures.request_erasure(by=self.actor, link_to=link_to_erasure(request._request), successors=chosen)
        return Response(shapes.ErasureSerializer(made).data, status=202)

    @extend_schema(request=None, responses={204: OpenApiResponse(description="called off")})
    def delete(self, request: Request) -> Response:
        erasures.cancel_erasure(request=self._waiting())
        return Response(status=204)

    def _waiting(self) -> Any:
        found = erasures.waiting_of(self.person())
        if found is None:
            raise NotFound("privacy.no_erasure")
        return found


class ChoicesView(PersonView):
    """Whether one's requests may go to language models, and whether one's data is worked with at all."""

    @extend_schema(responses=shapes.ChoicesSerializer)
    def get(self, request: Request) -> Response:
        return Response(_chosen(self.person()))

    @extend_schema(request=shapes.ChoicesSerializer, responses=shapes.ChoicesSerializer)
    def patch(self, request: Request) -> Response:
        given = self.given(shapes.ChoicesSerializer)
        if "llm_opt_out" in given:
            choices.opt_out(by=self.actor, opted_out=given["llm_opt_out"])
        if "restricted" in given:
            choices.restrict(by=self.actor, restricted=given["restricted"])
        return Response(_chosen(self.person()))


def _chosen(person: User) -> dict[str, bool]:
    return {"llm_opt_out": person.llm_opt_out, "restricted": person.processing_restricted_at is not None}


class UploadChoiceView(ActorView):
    """Whether what was read from a file may go to language models."""

    @extend_schema(responses=shapes.UploadChoiceSerializer)
    def get(self, request: Request, upload_id: UUID) -> Response:
        return Response({"llm_opt_out": Upload.objects.get_visible(self.actor, pk=upload_id).llm_opt_out})

    @extend_schema(request=shapes.UploadChoiceSerializer, responses=shapes.UploadChoiceSerializer)
    def patch(self, request: Request, upload_id: UUID) -> Response:
        one = Upload.objects.get_visible(self.actor, pk=upload_id)
        require(self.actor, Action.UPLOAD, one)
        given = self.given(shapes.UploadChoiceSerializer)
        one = choices.keep_upload_back(by=self.actor, upload=one, opted_out=given["llm_opt_out"])
        return Response({"llm_opt_out": one.llm_opt_out})


class PrivacyRequestsView(PersonView):
    """Requests that a human answers within a month: GET lists one's own, POST writes one down."""

    @extend_schema(responses=shapes.PrivacyRequestSerializer(many=True))
    def get(self, request: Request) -> Response:
        mine = PrivacyRequest.objects.filter(user=self.person()).order_by("-created_at")[:100]
        return Response(shapes.PrivacyRequestSerializer(mine, many=True).data)

    @extend_schema(request=shapes.PrivacyRequestSerializer, responses={201: shapes.PrivacyRequestSerializer})
    def post(self, request: Request) -> Response:
        given = self.given(shapes.PrivacyRequestSerializer)
        made = choices.ask_a_person(by=self.actor, kind=given["kind"], text=given["text"])
        return Response(shapes.PrivacyRequestSerializer(made).data, status=201)

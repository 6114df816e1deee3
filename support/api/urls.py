"""The app `support` in `/api/v1/`."""

from django.urls import path

from support.api import views

ONE = "support/tickets/<uuid:ticket_id>/"

urlpatterns = [
    path("help/", views.HelpView.as_view(), name="help"),
    path("support/tickets/", views.TicketsView.as_view(), name="tickets"),
    path(ONE, views.TicketView.as_view(), name="ticket"),
    path(f"{ONE}messages/", views.MessagesView.as_view(), name="ticket-messages"),
    path(f"{ONE}rating/", views.RatingView.as_view(), name="ticket-rating"),
    path(f"{ONE}files/<uuid:attachment_id>/", views.AttachmentView.as_view(), name="ticket-attachment"),
]

"""Pages of the app `support`, and the door of mails."""

from django.urls import path

from support.views import help, inbound, tickets

app_name = "support"

urlpatterns = [
    path("help/", help.help_page, name="help"),
    path("help/suggest/", help.suggest, name="suggest"),
    path("support/", tickets.ticket_list, name="tickets"),
    path("support/new/", tickets.create, name="new"),
    path("support/inbound/", inbound.inbound, name="inbound"),
    path("support/<uuid:ticket_id>/", tickets.ticket, name="ticket"),
    path("support/<uuid:ticket_id>/act/", tickets.act, name="act"),
    path("support/<uuid:ticket_id>/files/<uuid:attachment_id>/", tickets.attachment, name="attachment"),
]

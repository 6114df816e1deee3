"""Pages of accounts."""

from accounts.views.door import member_page, person_page

__all__ = ["member_page", "person_page"]

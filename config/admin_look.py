"""The admin's colours, its side bar, and what fills its first page."""

from __future__ import annotations

LOOK: dict[str, object] = {
    "SITE_TITLE": "Mizan",
    "SITE_HEADER": "Mizan",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "COLORS": {
        "primary": {
            "50": "#eef7f6",
            "100": "#dcebe8",
            "200": "#b9dad5",
            "300": "#8cc3bd",
            "400": "#56a39d",
            "500": "#2b8583",
            "600": "#0c5a5b",
            "700": "#0a4c4d",
            "800": "#084344",
            "900": "#063536",
            "950": "#032122",
        }
    },
    "SIDEBAR": {"show_search": True, "show_all_applications": True},
    "STYLES": ["config.dashboard.styles"],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "config.dashboard.icon"}],
    "DASHBOARD_CALLBACK": "config.dashboard.fill",
}

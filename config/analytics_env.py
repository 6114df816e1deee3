"""What statistics take from the environment: whom visits are told with a visitor's consent, and where the operator's monitors are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import environ

KINDS = ("own", "off", "plausible", "google")
PLAUSIBLE = "https://plausible.io"
GOOGLE = "https://www.googletagmanager.com"
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+", re.IGNORECASE)
_TAG = re.compile(r"G-[A-Z0-9]{4,20}")


@dataclass(frozen=True)
class AnalyticsEnvironment:
    """`kind`: `own` counts alone, `off` none at all; the others count here too, and tell somebody else of whoever agrees to it.

    `site` is the domain as Plausible knows it, or Google's measurement id. `url` is the server that scripts come from.
    """

    kind: str
    site: str
    url: str
    flower_url: str
    grafana_url: str

    @property
    def elsewhere(self) -> bool:
        """True when somebody else is told of visits, for which visitors are asked."""
        return self.kind in ("plausible", "google")

    @property
    def counts(self) -> bool:
        """True when this server counts visits itself."""
        return self.kind != "off"

    @property
    def host(self) -> str:
        """Who is told, as the documents name them; "" for nobody."""
        return {"plausible": urlsplit(self.url).hostname or "", "google": "Google Analytics"}.get(self.kind, "")

    @property
    def script(self) -> str:
        """Where the script of whoever is told comes from."""
        if self.kind == "google":
            return f"{self.url}/gtag/js?id={self.site}"
        return f"{self.url}/js/script.js" if self.kind == "plausible" else ""

    @property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """What the policy of a page with that script allows besides."""
        if self.kind == "google":
            told = ("https://*.google-analytics.com", "https://*.analytics.google.com", self.url)
            return {"script-src": (self.url,), "connect-src": told, "img-src": told}
        return {"script-src": (self.url,), "connect-src": (self.url,)} if self.kind == "plausible" else {}


def read_analytics(env: environ.Env, faults: list[str]) -> AnalyticsEnvironment:
    """Parse the variables of statistics; what is wrong is added to `faults`."""
    kind = str(env.str("ANALYTICS", default="")).strip().lower() or "own"
    site = str(env.str("ANALYTICS_SITE", default="")).strip()
    if kind not in KINDS:
        faults.append(f"ANALYTICS: {kind!r} is unknown. Use one of {', '.join(KINDS)}.")
    if kind == "plausible" and not _HOST.fullmatch(site):
        faults.append("ANALYTICS_SITE: no domain. Use the name under which Plausible knows this site: boq.example.com.")
    if kind == "google" and not _TAG.fullmatch(site):
        faults.append("ANALYTICS_SITE: no measurement id. Google shows it as G-…, in capitals.")
    return AnalyticsEnvironment(
        kind=kind if kind in KINDS else "own",
        site=site,
        url=GOOGLE if kind == "google" else _address(env, faults, "ANALYTICS_URL", PLAUSIBLE, bare=True),
        flower_url=_address(env, faults, "FLOWER_URL", ""),
        grafana_url=_address(env, faults, "GRAFANA_URL", ""),
    )


def _address(env: environ.Env, faults: list[str], name: str, default: str, *, bare: bool = False) -> str:
    """An address of the web. A `bare` one goes into a policy: an origin over https, without a path."""
    said = str(env.str(name, default="")).strip().rstrip("/")
    parts = urlsplit(said)
    fits = parts.scheme in (("https",) if bare else ("https", "http")) and _plain(parts.netloc)
    if said and not (fits and not (bare and (parts.path or parts.query or parts.fragment))):
        faults.append(f"{name}: no address. Use https://host{'' if bare else '/path'}, or leave it empty.")
        return default
    return said or default


def _plain(place: str) -> bool:
    return bool(re.fullmatch(r"[a-zA-Z0-9.-]+(:\d{1,5})?", place))

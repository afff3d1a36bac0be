"""Pictures: one a module, each with a title that states what it shows, and its rows."""

import sys

from keiretsu.errors import DataError

if sys.flags.optimize > 1:  # Altair copies documentation as it is imported
    raise DataError(
        "charts cannot be drawn by a Python that strips documentation",
        hint="run it without -OO, and without PYTHONOPTIMIZE=2",
    )

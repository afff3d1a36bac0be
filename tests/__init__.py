"""The tests; a package, so that `python -m tests.fuzz` finds them and no others."""

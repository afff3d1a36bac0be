"""The version of keiretsu; docs/changes.md says what it promises."""

__version__ = "0.1.0"

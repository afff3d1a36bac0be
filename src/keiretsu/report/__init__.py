"""Reports: what a person reads of a deal, in a browser, a terminal or as JSON."""

from keiretsu.report.curve import Curve, stake_curve
from keiretsu.report.files import write_forms
from keiretsu.report.html import write_report
from keiretsu.report.make import make_report
from keiretsu.report.report import Report
from keiretsu.report.terminal import terminal_summary

__all__ = [
    "Curve",
    "Report",
    "make_report",
    "stake_curve",
    "terminal_summary",
    "write_forms",
    "write_report",
]

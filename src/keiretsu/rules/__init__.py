"""Rules: the authorities' thresholds as dated data, and what they say of a deal."""

from keiretsu.rules.assess import assess
from keiretsu.rules.assessment import Assessment, Concentration
from keiretsu.rules.evaluate import evaluate
from keiretsu.rules.filings import Filing
from keiretsu.rules.load import load_jurisdictions, load_rules
from keiretsu.rules.rule import Rule, Test
from keiretsu.rules.verdict import State, Verdict

__all__ = [
    "Assessment",
    "Concentration",
    "Filing",
    "Rule",
    "State",
    "Test",
    "Verdict",
    "assess",
    "evaluate",
    "load_jurisdictions",
    "load_rules",
]

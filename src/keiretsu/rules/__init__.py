"""Rules: thresholds by jurisdiction and date as data, and the evaluator."""

"""Our engine and its peers on the same problems: `python -m benchmarks`."""

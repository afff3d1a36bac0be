"""A language model beside the readers: off by default, and never believed alone.

It needs the extra `llm`. What it says is checked against the text, and where it differs
from the trained reader both readings are kept. `asking` asks, `reading` reads.
"""

"""Mutated input for every reader: bounded in the tests, longer by hand.

python -m tests.fuzz --minutes 30 --seed 7
"""

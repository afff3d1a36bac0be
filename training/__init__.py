"""How what is learnt is learnt: not part of the package."""

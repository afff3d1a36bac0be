"""From marked sentences to claims, one module a kind."""

"""Plain and nested logit: markups by maker and nest, many markets at a time."""

"""Mixed logit: the conditions, and the search that ends at their root."""

"""Tables of facts: their columns, and how a row becomes a record."""

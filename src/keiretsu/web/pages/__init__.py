"""Pages: one question each, a module a kind."""

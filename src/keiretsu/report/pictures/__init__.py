"""Pictures: one a module, each with a title that states what it shows, and its rows."""

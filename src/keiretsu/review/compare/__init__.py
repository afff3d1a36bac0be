"""A claim beside the facts of its day: new, agrees, differs, or cannot be compared."""

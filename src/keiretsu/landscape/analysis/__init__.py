"""What can be said of one landscape or of two: consistency, gaps, changes, progress."""

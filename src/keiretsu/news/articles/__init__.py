"""From a page, a file or standard input to an article."""

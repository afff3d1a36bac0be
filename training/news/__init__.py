"""The annotated articles, and how the reader of news learns from them."""

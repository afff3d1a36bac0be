"""The words of an article: sentences, mentions, dates, quantities, speakers."""

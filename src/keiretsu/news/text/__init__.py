"""What the words of an article are: sentences, mentions, dates, quantities, speakers."""

"""Claims, how they are merged and worded, and the deal that they report."""

"""From reports and tables to one table of displacement figures, and what may be said of them."""

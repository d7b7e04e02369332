"""One page about a place on a day, made from the figures: what it says, and how it is written to a file."""

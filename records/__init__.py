"""What all assessment shares: the chained record and what hangs on it."""

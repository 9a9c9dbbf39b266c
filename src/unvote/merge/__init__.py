"""Several sources into one record: which roll call of one is which of another."""

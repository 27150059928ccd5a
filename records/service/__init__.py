"""The use-cases of the record."""

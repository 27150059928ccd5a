"""The use-cases of courses."""

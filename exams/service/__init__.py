"""The use-cases of exams."""

"""The pages of exams, by audience."""

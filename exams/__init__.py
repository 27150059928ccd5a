"""Exams: papers, who sits them and when, attempts, marking, results."""

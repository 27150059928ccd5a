"""The pages of the question bank: checks and practice for learners, banks for trainers."""

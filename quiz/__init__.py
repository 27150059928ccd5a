"""Question banks: types, marking, drawing, checks."""

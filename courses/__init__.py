"""Markdown courses, learning paths, and how far everybody has come."""

"""Tests of courses and learning paths."""

"""Who learns and works here, where, in which job, and how they come in."""

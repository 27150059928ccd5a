"""Use-cases of the question bank: what is indexed, drawn, answered and edited."""

"""Ideal points: the model, the two ways to estimate it, and how far the draws can be trusted."""

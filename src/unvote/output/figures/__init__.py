"""Pictures for paper and screens: one module per kind of picture, one style for all."""

"""Pictures for paper and screens: one module a kind of picture, one style for all."""

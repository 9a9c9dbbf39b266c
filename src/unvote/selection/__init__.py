"""Which roll calls are selected: the conditions, and how states and groups voted."""

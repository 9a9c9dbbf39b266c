"""What unvote knows of the world: states, groups, rules, and how resolutions are named."""

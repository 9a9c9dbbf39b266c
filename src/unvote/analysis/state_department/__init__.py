"""The State Department's voting coincidence: methods, the roll calls they count, tables."""

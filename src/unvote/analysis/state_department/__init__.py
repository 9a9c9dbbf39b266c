"""The State Department's voting coincidence: its methods, the roll calls they count, its tables."""

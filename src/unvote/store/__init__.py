"""The full record on this machine: where it lies, how it is written and read."""

"""The full record on this machine: where it lies, how it changes, how it is read."""

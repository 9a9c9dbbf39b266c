"""The questions: each takes a Record and returns a frame; nothing here prints."""

"""The questions: each takes a Record and makes an Answer; nothing here prints."""

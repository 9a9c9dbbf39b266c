"""Answers in text, as a terminal shows them: charts, roll calls, the tile map."""

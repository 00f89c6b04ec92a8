"""How well: verdicts, measures, and the score of a drill."""

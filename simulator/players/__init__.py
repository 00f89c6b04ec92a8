"""Reference players: what chance and a rule list would have decided."""

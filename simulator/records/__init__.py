"""What is kept: the drill folder."""

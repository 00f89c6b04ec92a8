"""What a unit's systems got, as the messages of the trade: made of what the unit may see, and of nothing else."""

"""What the trainer writes: the scenario model, its reader and its checks."""

"""What the commands do and how they show it: tables, progress, JSON, faults."""

"""Traffic from the messages of a real day: what makes traffic real is taken, whatever names somebody never is."""

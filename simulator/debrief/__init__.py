"""How a drill is told afterwards."""

"""What exists: parties, flights, consignments, and what is hidden among them."""

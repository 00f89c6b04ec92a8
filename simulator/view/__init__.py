"""Who sees what when."""

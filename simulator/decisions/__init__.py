"""What participants decide: decisions and the sheets they come on."""

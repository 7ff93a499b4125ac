"""Complete known forms of contract, each a function of the few figures its users know."""

"""Private machinery: how the first-order conditions of each demand are solved."""

"""What would be otherwise: costs, taxes, products, entry, a hypothetical monopolist."""

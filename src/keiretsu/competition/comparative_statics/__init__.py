"""What depends on what, and how surely: pass-through, sensitivity, bands."""

"""Everything that changes what leads count for."""

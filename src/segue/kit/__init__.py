"""What every room needs and none owns: errors, clock, money, ids, text, working time. No models, no nouns."""

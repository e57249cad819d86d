"""What every room needs and none owns: errors, clock, money, ids, paging, text. No models, no nouns."""

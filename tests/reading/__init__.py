"""What a reader finds in each format: its words in order, and its tables."""

"""What became of every word and every printed total."""

"""Who read and wrote what, in a log that only grows: entries chained by hashes, checked with one command."""

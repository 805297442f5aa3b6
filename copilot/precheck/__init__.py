"""Pre-check of a submission: papers read, fields taken with their places, numbered criteria applied."""

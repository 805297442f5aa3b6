"""A third held-out part: five houses, their wordings and their own defects; see README.md beside this file."""

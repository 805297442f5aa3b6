"""External yardsticks: other people's benchmarks, run on the files that the user supplies.

Nothing of theirs is kept in this repository: questions, options, prompts and answers are read from the files at hand.
The published figures stand beside ours with their source; where none was found, that is said.
"""

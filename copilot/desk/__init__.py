"""The call-centre desk: an answer that can be read aloud, tickets, hot questions, gaps."""

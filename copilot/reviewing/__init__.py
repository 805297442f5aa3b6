"""The reviewer's bench of a provincial office: cases, clocks, opinions, notices, counts."""

"""The evaluation of drafting: what code can tell about a set of papers, without a model and with one."""

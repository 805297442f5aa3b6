"""The law decides: paths, lists, duties and deadlines as pure functions over dated data, with a trace."""

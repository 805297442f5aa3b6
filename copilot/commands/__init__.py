"""The command line, one module a group; `copilot.cli` puts them together."""

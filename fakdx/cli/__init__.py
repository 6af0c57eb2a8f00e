"""The command line. The only place that prints; every command is a module with `configure` and `run`."""

"""Official texts of this machine: take a file in, keep it, remove it, watch the official pages."""

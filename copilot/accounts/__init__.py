"""Who uses the service: organisations, people, roles, sign-in, keys."""

"""The audit event store: one HTTP service over SQLite or PostgreSQL."""

"""The audit event generator: makes events at a rate and sends them to the store."""

package lib.names

is_service if input.kind == "Service"

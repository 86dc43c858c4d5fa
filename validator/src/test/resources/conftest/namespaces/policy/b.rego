package team.network

deny_open contains sprintf("type %s", [input.spec.type]) if input.kind == "Service"

warn contains "ports" if count(input.spec.ports) > 0

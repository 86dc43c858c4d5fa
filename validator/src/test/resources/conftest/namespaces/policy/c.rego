package library

port(object) := object.spec.ports[0].port

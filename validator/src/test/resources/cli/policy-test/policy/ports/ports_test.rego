package main

service(port) := {"kind": "Service", "spec": {"ports": [{"port": port}]}}

test_finds_a_low_port if {
	deny_ports == {"port 80 is below 1024"} with input as service(80)
}

test_accepts_a_high_port if {
	count(deny_ports) == 0 with input as service(8080)
}

test_takes_the_limit_from_data if {
	count(deny_ports) == 0 with input as service(80) with data.lowest as 1
}

test_is_wrong if {
	print("looking at", service(1).kind)
	count(deny_ports) == 2 with input as service(1)
}

test_of_cases[name] if {
	some name, port in {"low": 80, "high": 8080}
	count(deny_ports) == 1 with input as service(port)
}

todo_test_of_tomorrow if true

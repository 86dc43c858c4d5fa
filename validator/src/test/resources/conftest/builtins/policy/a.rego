package main

# One message an object, with what many builtins make of it.
deny contains msg if {
	name := object.get(input, ["metadata", "name"], "none")
	labels := object.get(input, ["metadata", "labels"], {})
	msg := sprintf("%v", [{
		"sprintf": sprintf("%s|%5d|%05.1f|%x|%q|%v|%T", [name, count(labels), 3.14159, 255, name, labels, name]),
		"sha": crypto.sha256(json.marshal(name)),
		"md5": crypto.md5(name),
		"hmac": crypto.hmac.sha256(name, "key"),
		"b64": base64.encode(name),
		"b64url": base64url.encode_no_pad(name),
		"hex": hex.encode(name),
		"yaml": yaml.unmarshal(yaml.marshal(labels)),
		"pattern": regex.replace(name, "[aeiou]+", "<$0>"),
		"found": regex.find_n("[a-z]+", name, -1),
		"parts": regex.split("-", name),
		"glob": glob.match("*.io/*", ["."], concat("/", ["app.io", name])),
		"bytes": units.parse_bytes("1.5Gi"),
		"cpu": units.parse("4k"),
		"semver": semver.compare("1.10.0", "1.9.3-rc.1"),
		"cidr": net.cidr_contains("10.0.0.0/8", "10.200.1.1"),
		"merged": net.cidr_merge(["10.0.0.0/25", "10.0.0.128/25"]),
		"time": time.parse_rfc3339_ns("2026-02-28T23:59:59.5+02:00"),
		"date": time.date([1700000000000000000, "Europe/Berlin"]),
		"query": urlquery.encode_object({"a": name, "b": ["1", "2"]}),
		"uri": uri.parse(sprintf("https://example.org:8443/%s?x=1#y", [name])),
		"split": strings.split_n("a.b.c", ".", 2),
		"patch": json.patch({"a": [1]}, [{"op": "add", "path": "/a/-", "value": name}]),
		"subset": object.subset(labels, {}),
		"walk": count([1 | walk(input, _)]),
		"sorted": sort([3, "a", 1, null, [2]]),
		"numbers": [numbers.range_step(1, 7, 3), round(2.5), ceil(1.1), format_int(255, 16), 7 % 3, 1 / 4],
		"text": [upper(name), trim(name, "w"), substring(name, 1, -1), indexof_n(name, "e"), strings.reverse(name)],
	}])
}

package network

fetched(url) := http.send({"url": url, "method": "GET"}).status_code

answer(_) := {"status_code": 200}

test_mocks_the_network if fetched("http://example.org") == 200 with http.send as answer

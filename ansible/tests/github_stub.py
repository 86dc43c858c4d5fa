"""GitHub's API of self-hosted runners, as far as the roles use it, with its limits and its bad days."""

import http.server
import json
import re
import threading


class GitHub:
    """Runners of one repository. `trouble` holds answers to give before the right one: (status, headers)."""

    def __init__(self):
        self.runners, self.trouble, self.requests, self.tokens = {}, [], [], 0
        self.secret, self.scope = "the-token", "repos/example/platform"
        # A test's own idea of what the cluster does once a token was given: name -> status.
        self.on_register = lambda: None
        self.busy_looks = {}
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, status, body=None, headers=()):
                text = json.dumps(body).encode() if body is not None else b""
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                stub.requests.append(f"{self.command} {self.path}")
                if stub.trouble:
                    status, headers = stub.trouble.pop(0)
                    return self.answer(status, {"message": "trouble"}, headers)
                if self.headers.get("Authorization") != f"Bearer {stub.secret}":
                    return self.answer(401, {"message": "Bad credentials"})
                base = f"/{stub.scope}/actions/runners"
                if not self.path.startswith(base):
                    return self.answer(404, {"message": "Not Found"})
                return stub.serve(self, self.command, self.path[len(base) :], body)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, name, status="online", busy=False, labels=()):
        number = max(self.runners, default=100) + 1
        self.runners[number] = {"id": number, "name": name, "os": "Linux", "status": status, "busy": busy, "labels": list(labels)}
        return number

    def named(self, name):
        return next((runner for runner in self.runners.values() if runner["name"] == name), None)

    def _shown(self, runner):
        own = [{"name": name, "type": "read-only"} for name in ("self-hosted", "Linux", "ARM64")]
        return {**runner, "labels": own + [{"name": name, "type": "custom"} for name in runner["labels"]]}

    def serve(self, handler, method, path, body):
        if match := re.fullmatch(r"\?per_page=(\d+)&page=(\d+)", path):
            size, page = map(int, match.groups())
            for name, looks in list(self.busy_looks.items()):
                self.busy_looks[name] = looks - 1
                if runner := self.named(name):
                    runner["busy"] = looks > 0
            found = [self._shown(runner) for runner in self.runners.values()]
            return handler.answer(200, {"total_count": len(found), "runners": found[(page - 1) * size : page * size]})
        if method == "POST" and path == "/registration-token":
            self.tokens += 1
            self.on_register()
            return handler.answer(201, {"token": f"REGISTRATION{self.tokens}", "expires_at": "2030-01-01T00:00:00Z"})
        if match := re.fullmatch(r"/(\d+)(/labels)?", path):
            runner = self.runners.get(int(match[1]))
            if not runner:
                return handler.answer(404, {"message": "Not Found"})
            if match[2] and method == "PUT":
                runner["labels"] = body["labels"]
                return handler.answer(200, {"total_count": 0, "labels": self._shown(runner)["labels"]})
            if method == "DELETE":
                if runner["busy"]:
                    return handler.answer(422, {"message": "Runner is currently running a job and cannot be deleted."})
                del self.runners[runner["id"]]
                return handler.answer(204)
        return handler.answer(404, {"message": "Not Found"})

    def close(self):
        self.server.shutdown()

"""An instance's JSON API in memory, for tests of the client alone. It keeps the contract as far as the client uses it."""

from __future__ import annotations

import copy
import json
import pathlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BUCKET = "uploads"
SCHEMA = {
    "rowKeyFields": [{"name": "k", "type": "string"}],
    "sortKeyFields": [],
    "valueFields": [{"name": "v", "type": "long", "nullable": True}],
}


class Fault(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class InstanceDouble:
    def __init__(self, home: pathlib.Path, s3: dict[str, str] | None = None) -> None:
        self.home = home
        self.s3 = s3 or {}
        self.tables: dict[str, dict[str, Any]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.plays: dict[str, list[str]] = {}
        self.letters: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str, Any]] = []
        self.queries: list[tuple[str, dict[str, str]]] = []
        self.replies_to_drop: list[str] = []
        self.answers: list[tuple[str, int, Any]] = []
        self.starts = 0
        self.server: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        self.starts += 1
        self.token = f"token-{self.starts}"
        double = self

        class Handler(BaseHTTPRequestHandler):
            def handle_call(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                if self.headers.get("Authorization") != f"Bearer {double.token}":
                    return self.reply(401, {"error": {"code": "UNAUTHORIZED", "message": "no token", "faults": []}})
                url = urlsplit(self.path)
                status, reply = double.answer(self.command, url.path, dict(parse_qsl(url.query)), body)
                if any(url.path.startswith("/api/v1" + start) for start in double.replies_to_drop):
                    double.replies_to_drop.pop()
                    self.close_connection = True
                    return None
                return self.reply(status, reply)

            def reply(self, status: int, value: Any) -> None:
                content = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = handle_call

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        values = {"api": f"http://127.0.0.1:{self.server.server_port}", "api.token": self.token, **self.s3}
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "local.json").write_text(json.dumps(values), encoding="utf-8")

    def stop(self, leave_file: bool = False) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        if not leave_file:
            (self.home / "local.json").unlink(missing_ok=True)

    def restart(self) -> None:
        self.stop()
        self.start()

    def answer(self, method: str, where: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        assert where.startswith("/api/v1/"), where
        parts = [unquote(part) for part in where.removeprefix("/api/v1/").split("/")]
        self.calls.append((method, "/" + "/".join(parts), copy.deepcopy(body)))
        self.queries.append(("/" + "/".join(parts), query))
        for position, (start, status, reply) in enumerate(self.answers):
            if where.startswith("/api/v1" + start):
                del self.answers[position]
                return status, reply
        try:
            return 200, self._get(parts, query) if method == "GET" else self._post(parts, body)
        except Fault as fault:
            item = {"code": fault.code, "where": "there", "found": str(fault), "allowed": "else", "action": "Mend it."}
            return fault.status, {"error": {"code": fault.code, "message": str(fault), "summary": str(fault), "faults": [item]}}

    def _table(self, name: str) -> dict[str, Any]:
        if name not in self.tables:
            raise Fault(404, "UNKNOWN_TABLE", f"table {name} does not exist")
        return self.tables[name]

    def create(self, name: str, schema: Any = SCHEMA, **more: Any) -> None:
        base = {"table": name, "partitions": 1, "files": 0, "rows": 0, "bytes": 0, "incarnation": f"i{len(self.calls)}"}
        self.tables[name] = {**base, "schema": schema, "notInIcebergView": [], "properties": {}, "leaves": [], **more}

    def _get(self, parts: list[str], query: dict[str, str]) -> Any:
        if parts == ["instance"]:
            return {"place": str(self.home), "kind": "embedded", "id": "local", "uploadBucket": BUCKET, "queues": ["standard", "emr"]}
        if parts == ["tables"]:
            return {"tables": list(self.tables.values())}
        if parts[0] == "tables" and len(parts) == 2:
            table = self._table(parts[1])
            return {**table, "leaves": table["leaves"][: int(query.get("last", len(table["leaves"])))]}
        if parts == ["jobs"]:
            jobs = [job for job in reversed(self.jobs.values()) if query.get("table") in (None, job["table"])]
            ids = [job["jobId"] for job in jobs]
            start = ids.index(query["after"]) + 1 if "after" in query else 0
            page = jobs[start : start + int(query.get("last", 50))]
            lines = [{**job, "attempt": len(job["attempts"])} for job in page]
            return {"jobs": lines, **({"next": ids[start + len(page) - 1]} if start + len(page) < len(jobs) else {})}
        if parts[0] == "jobs" and len(parts) == 2:
            return self._described(parts[1], query.get("inputs") != "none")
        if parts == ["dead-letters"]:
            return {"deadLetters": self.letters, "more": False}
        raise Fault(404, "UNKNOWN_PATH", "/".join(parts))

    def _job(self, job_id: str) -> dict[str, Any]:
        if job_id not in self.jobs:
            raise Fault(404, "UNKNOWN_JOB", f"no job {job_id}")
        job = self.jobs[job_id]
        play = self.plays.get(job_id)
        if play:
            self.set_status(job_id, play.pop(0))
        return job

    def _described(self, job_id: str, inputs: bool) -> dict[str, Any]:
        job = copy.deepcopy(self._job(job_id))
        for attempt in job["attempts"]:
            attempt.setdefault("inputs", [])
            if not inputs:
                del attempt["inputs"]
        return job

    def set_status(self, job_id: str, status: str) -> None:
        job = self.jobs[job_id]
        job["status"] = status
        if status == "COMMITTED" and job["table"] in self.tables:
            job["incarnation"] = self.tables[job["table"]]["incarnation"]
        if status != "ACCEPTED" and not job["attempts"]:
            job["attempts"].append({"attempt": 1, "faults": [], "inputs": []})
        if job["attempts"]:
            job["attempts"][-1]["status"] = status
            if status in ("REJECTED", "FAILED", "ABORTED"):
                item = {"code": "NULL_VALUE", "where": "f, column 'v'", "found": "a null", "allowed": "none", "action": "Fill it."}
                job["attempts"][-1]["faults"] = [item]

    def _post(self, parts: list[str], body: Any) -> Any:
        if parts == ["tables"]:
            if body["table"] in self.tables:
                raise Fault(409, "TABLE_EXISTS", f"table {body['table']} exists")
            self.create(body["table"], body["schema"])
            return self._table(body["table"])
        if parts[0] == "tables" and parts[2:] == ["fields"]:
            self._table(parts[1])["schema"]["valueFields"].append(body["field"])
            return self._table(parts[1])
        if parts[0] == "tables" and parts[2:] == ["drop"]:
            del self.tables[self._table(parts[1])["table"]]
            return {}
        if parts == ["jobs"]:
            return self._send(body["document"], body["queue"])
        if parts[0] == "jobs" and parts[2:] in (["retry"], ["abort"]):
            return self._change(self._job(parts[1]), parts[2], body)
        if parts[0] == "dead-letters":
            known = [letter["messageId"] for letter in self.letters]
            for message in body["messageIds"]:
                if message not in known:
                    raise Fault(404, "UNKNOWN_MESSAGE", f"no message {message}")
            self.letters = [letter for letter in self.letters if letter["messageId"] not in body["messageIds"]]
            return {{"redrive": "redriven", "delete": "deleted"}[parts[1]]: body["messageIds"]}
        if parts == ["plan"]:
            return {"ok": True, "queue": body["queue"]}
        if parts == ["check"]:
            return {"file": body["file"], "faults": []}
        raise Fault(404, "UNKNOWN_PATH", "/".join(parts))

    def _send(self, document: dict[str, Any], queue: str) -> Any:
        if "tableName" not in document:
            raise Fault(400, "MISSING_FIELD", "tableName is missing")
        job_id = document["id"]
        known = self.jobs.get(job_id)
        if known and known["document"] != document:
            raise Fault(409, "JOB_ID_CONFLICT", "another body")
        if not known:
            line = {"jobId": job_id, "status": "ACCEPTED", "table": document["tableName"], "platform": "standard", "rows": 0, "files": 0}
            self.jobs[job_id] = {**line, "attempts": [], "document": document, "queue": queue, "received": "2026-01-01T00:00:00Z"}
        return {"jobId": job_id, "messageId": "m1", "queue": queue, "servicesRunning": True}

    def _change(self, job: dict[str, Any], what: str, body: Any) -> Any:
        if body.get("attempt", len(job["attempts"])) != len(job["attempts"]):
            raise Fault(409, "WRONG_STATUS", "the job moved on")
        if what == "abort":
            return {"jobId": job["jobId"], "stopped": True}
        if job["status"] not in ("REJECTED", "FAILED", "ABORTED"):
            raise Fault(409, "WRONG_STATUS", f"job {job['jobId']} is {job['status']}")
        return {"jobId": job["jobId"], "messageId": "m2", "queue": job["queue"], "servicesRunning": True}

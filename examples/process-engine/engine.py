#!/usr/bin/env python3
"""A process engine at an HTTP endpoint: SpiffWorkflow runs processes/claim.bpmn, router brings the letters.

usage: engine.py --listen 127.0.0.1:8090 --router http://127.0.0.1:8025 --state var/engine.db

ENGINE_SECRET is what router signs with, ROUTER_TOKEN a token for its API.
"""

import argparse
import datetime
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
import traceback
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.exceptions import WorkflowException
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

PROCESSES = Path(__file__).parent / "processes"
# What a process remembers of a letter.
KEPT = ["id", "Case", "From", "Subject", "TextBody", "ReceivedDate", "Answer"]
SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())


class Refused(Exception):
    """The message is not for us; it would not be the next time either."""


class Router:
    """router's HTTP API."""

    def __init__(self, url, token):
        self.url = url
        self.token = token

    def send(self, route, attributes, key):
        """Submits a message; the same key is sent once, however often we ask."""
        request = urllib.request.Request(
            f"{self.url}/v1/routes/{route}/messages",
            json.dumps(attributes).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)["id"]


class Instance:
    """One claim's way through its process."""

    parser = BpmnParser(validator=BpmnValidator())

    def __init__(self, identity, router, state=None):
        self.identity = identity
        self.router = router
        if state is None:
            self.workflow = BpmnWorkflow(self.parser.get_spec("Claim"), self.parser.get_subprocess_specs("Claim"))
        else:
            self.workflow = SERIALIZER.deserialize_json(state)
        self.workflow.script_engine = PythonScriptEngine(TaskDataEnvironment({"invite": self.invite}))
        self.workflow.do_engine_steps()

    def invite(self, letter):
        """The script task of the process: an invitation goes out by router."""
        day = datetime.date.today() + datetime.timedelta(days=7)
        attributes = {
            "Case": letter["Case"],
            "Title": "About your claim",
            "Start": f"{day}T10:00",
            "Guest": letter["From"],
        }
        return self.router.send("meeting-invite", attributes, key=f"{self.identity}/invite")

    def catch(self, name, content):
        """Gives a message to the event that waits for it; its correlation decides whether it is for this instance."""
        for task in self.workflow.get_tasks(state=TaskState.WAITING):
            definition = getattr(task.task_spec, "event_definition", None)
            if definition is None or definition.name != name:
                continue
            payload = {name: content}
            correlations = definition.calculate_correlations(
                self.workflow.script_engine, definition.correlation_properties, payload
            )
            try:
                self.workflow.send_event(BpmnEvent(definition, payload=payload, correlations=correlations))
            except WorkflowException:
                return False
            self.workflow.do_engine_steps()
            return True
        return False

    @property
    def state(self):
        """`waiting`, or the name of the end that it has reached."""
        if not self.workflow.completed:
            return "waiting"
        ends = [
            task.task_spec.name
            for task in self.workflow.get_tasks(state=TaskState.COMPLETED)
            if type(task.task_spec).__name__ == "EndEvent"
        ]
        return ends[-1].lower()


    @property
    def summary(self):
        answers = self.workflow.get_tasks(state=TaskState.COMPLETED, spec_name="Wait")
        case = self.workflow.correlations.get("CaseKey", {}).get("Case")
        return {"Instance": self.identity, "Case": case, "State": self.state, "Answers": len(answers)}


class Engine:
    """All instances, and the messages that were taken: kept together, so that a message counts once."""

    def __init__(self, path, router):
        self.router = router
        self.lock = threading.Lock()
        self.store = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.store.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE IF NOT EXISTS taken (key TEXT PRIMARY KEY, answer TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS instance (id TEXT PRIMARY KEY, state TEXT NOT NULL, workflow TEXT NOT NULL);"
        )

    def take(self, key, message):
        """Takes a message, unless it was taken before: then the first answer is given again."""
        with self.lock:
            known = self.store.execute("SELECT answer FROM taken WHERE key = ?", [key]).fetchone()
            if known:
                return json.loads(known[0])
            instance = self.begin(key, message) if message["process"]["instance"] == "new" else self.go_on(message)
            answer = {"Instance": instance.identity, "State": instance.state}
            self.store.execute("BEGIN IMMEDIATE")
            self.store.execute(
                "INSERT OR REPLACE INTO instance VALUES (?, ?, ?)",
                [instance.identity, instance.state, SERIALIZER.serialize_json(instance.workflow)],
            )
            self.store.execute("INSERT INTO taken VALUES (?, ?)", [key, json.dumps(answer)])
            self.store.execute("COMMIT")
            return answer

    def begin(self, key, message):
        # The same message makes the same instance, so that what it sends has the same keys too.
        instance = Instance(str(uuid.uuid5(uuid.NAMESPACE_URL, key)), self.router)
        if not instance.catch("letter", {name: message.get(name) for name in KEPT}):
            raise Refused("the process does not begin with a letter")
        return instance

    def go_on(self, message):
        answer = message.get("Answer")
        if not answer:
            raise Refused("the letter answers no invitation")
        if answer.get("IsStale"):
            raise Refused("the answer is to a meeting that has changed since")
        if answer.get("IsInvited") is False:
            raise Refused("nobody has invited who answers")
        content = {name: message.get(name) for name in KEPT}
        waiting = self.store.execute("SELECT id, workflow FROM instance WHERE state = 'waiting'")
        for identity, workflow in waiting.fetchall():
            instance = Instance(identity, self.router, workflow)
            if instance.catch("answer", content):
                return instance
        raise Refused(f"no process waits for an answer about {message['process'].get('key')}")

    def instances(self):
        with self.lock:
            rows = self.store.execute("SELECT id, state, workflow FROM instance").fetchall()
        return [Instance(identity, self.router, workflow).summary for identity, _, workflow in rows]


def is_from_router(header, body, secret, now=None):
    """Whether router has signed this body with this secret, within the last five minutes."""
    fields = [field.split("=", 1) for field in header.split(",") if "=" in field]
    sent = next((value for name, value in fields if name == "t"), "")
    if not sent.isdecimal() or abs((now or time.time()) - int(sent)) > 300:
        return False
    wanted = hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(wanted, value) for name, value in fields if name == "v1")


class Endpoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine = None
    secret = None
    # A letter with its attachments in base64.
    largest = 50_000_000

    def do_POST(self):
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > self.largest:
            self.close_connection = True
            return self.say(413, {"detail": f"a message may have {self.largest} bytes"})
        body = self.rfile.read(int(size))
        if not is_from_router(self.headers.get("Router-Signature", ""), body, self.secret):
            return self.say(403, {"detail": "the signature is missing, wrong or old"})
        try:
            self.say(200, self.engine.take(self.headers["Idempotency-Key"], json.loads(body)))
        except Refused as problem:
            self.say(422, {"title": "Refused", "detail": str(problem)})
        except Exception as problem:
            # SpiffWorkflow wraps what went wrong in a task, such as router's not answering; router brings the message again.
            traceback.print_exc()
            self.say(503, {"title": "Not now", "detail": f"{type(problem).__name__}: {problem}"})

    def do_HEAD(self):
        self.say(405, {})

    def do_GET(self):
        self.say(200, self.engine.instances()) if self.path == "/instances" else self.say(404, {})

    def say(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--listen", default="127.0.0.1:8090")
    parser.add_argument("--router", default="http://127.0.0.1:8025")
    parser.add_argument("--state", default="var/engine.db")
    options = parser.parse_args()
    for file in PROCESSES.glob("*.bpmn"):
        Instance.parser.add_bpmn_file(str(file))
    Path(options.state).parent.mkdir(parents=True, exist_ok=True)
    Endpoint.secret = os.environ["ENGINE_SECRET"]
    Endpoint.engine = Engine(options.state, Router(options.router, os.environ["ROUTER_TOKEN"]))
    host, _, port = options.listen.rpartition(":")
    server = ThreadingHTTPServer((host, int(port)), Endpoint)
    print(f"listening on http://{host}:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

"""`router serve`, and the clients that call it."""

import json
import os
import re
import signal
import subprocess
import time

from .build import BENCHMARKS
from .crew import cpu_seconds, peak
from .running import RunError

PATIENCE = 60  # seconds until it must answer, and end


class Service:
    """A running service of a workspace; several may run on one."""

    def __init__(self, program, workspace, name="service"):
        self.program, self.workspace = str(program), workspace
        self.port_file = workspace.folder / f"{name}.port"
        self.log = workspace.folder / f"{name}.log"

    def __enter__(self):
        self.port_file.unlink(missing_ok=True)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [
                    self.program, "serve", "--workspace", str(self.workspace.folder), "--listen", "127.0.0.1:0", "--port-file",
                    str(self.port_file),
                ],
                stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not (self.port_file.exists() and self.port_file.read_text().strip()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RunError(f"router serve does not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.01)
        self.port = int(self.port_file.read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def pid(self):
        return self.process.pid

    def cpu_seconds(self):
        return cpu_seconds(self.pid)

    def peak(self):
        return peak(self.pid)


def token(program, workspace):
    """A token to submit with."""
    made = subprocess.run(
        [str(program), "token", "create", "bench", "--workspace", str(workspace.folder)], capture_output=True, text=True)
    found = re.search(r"router_\S+", made.stdout)
    if not found:
        raise RunError(f"router token create: {made.stdout}{made.stderr}")
    return found[0]


class Clients:
    """Clients on kept connections that call as fast as they are answered, for some seconds."""

    def __init__(self, service, token, count, seconds, route="letter-4", first=0):
        self.process = subprocess.Popen(
            [
                "wrk", "-t1", f"-c{count}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s",
                str(BENCHMARKS / "clients" / "submit.lua"), f"http://127.0.0.1:{service.port}/v1/routes/{route}/messages",
            ],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "TOKEN": token, "FIRST": str(first)})

    def end(self):
        """Waits for them, and returns {"accepted", "seconds", "median", "slow"}."""
        said, _ = self.process.communicate()
        lines = [line for line in said.splitlines() if line.startswith("{")]
        if self.process.returncode != 0 or not lines:
            raise RunError(f"wrk ended with {self.process.returncode}: {said[-2000:]}")
        report = json.loads(lines[-1])
        if report["refused"] or report["broken"]:
            raise RunError(f"of {report['calls']} calls {report['refused']} were refused, {report['broken']} broke off")
        return {"accepted": report["calls"], **report}

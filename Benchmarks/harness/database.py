"""A PostgreSQL server of our own on loopback, set up as it comes, with its syncs."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .crew import as_user
from .relay import free_port
from .running import RunError

PATIENCE = 60  # seconds until it must answer


class Database:
    """A running server with one database, `address`, that can be made empty again."""

    def __init__(self):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not programs:
            raise RunError("PostgreSQL is missing: scripts/bootstrap --bench installs it")
        self.programs = programs[-1]
        self.version = programs[-1].parent.name
        self.folder = Path(tempfile.mkdtemp(prefix="router-bench-postgres-"))
        self.port = free_port()
        self.address = f"postgres://router@127.0.0.1:{self.port}/spool"

    def __enter__(self):
        self.user = as_user("postgres")
        if self.user:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "router")
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [
                str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder), "-c",
                "listen_addresses=127.0.0.1",
            ],
            cwd="/", stdout=self.log, stderr=self.log, **self.user)
        deadline = time.monotonic() + PATIENCE
        while self._ask("select 1", "postgres").returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RunError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def renew(self):
        """Makes the database anew, with nothing in it, and what was written before safe on the disk."""
        for command in ("drop database if exists spool", "create database spool", "checkpoint"):
            result = self._ask(command, "postgres")
            if result.returncode != 0:
                raise RunError(f"{command}: {result.stderr}")

    def _ask(self, command, database):
        return subprocess.run(
            [
                str(self.programs / "psql"), "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "router", "-c", command,
                database,
            ],
            cwd="/", capture_output=True, text=True)

    def _run(self, program, *arguments):
        result = subprocess.run(
            [str(self.programs / program), *map(str, arguments)], cwd="/", capture_output=True, text=True, **self.user)
        if result.returncode != 0:
            raise RunError(f"{program}: {result.stderr}")

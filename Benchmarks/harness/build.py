"""Compiles the sink and the peers into .build/bench."""

import os
import shutil
import subprocess
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
BUILD = ROOT / ".build" / "bench"
LETTER = BENCHMARKS / "letter"
JAVA_LIBRARIES = ("/usr/share/java/jakarta-mail.jar", "/usr/share/java/jakarta-activation.jar")


class BuildError(Exception):
    """A peer does not compile; says which, and what its compiler said."""


def _run(command, **environment):
    result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    if result.returncode != 0:
        raise BuildError(f"{' '.join(command)}\n{result.stdout}{result.stderr}\nIs something missing? scripts/bootstrap --bench")
    return result.stdout


def _is_fresh(target, source):
    return target.exists() and target.stat().st_mtime > source.stat().st_mtime


def compile_c(name, source, packages=()):
    source, target = BENCHMARKS / source, BUILD / name
    if _is_fresh(target, source):
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    flags = _run(["pkg-config", "--cflags", "--libs", *packages]).split() if packages else []
    _run(["gcc", "-O2", "-Wall", "-Wextra", "-pthread", "-o", str(target), str(source), *flags])


def compile_go(name, source):
    source, target = BENCHMARKS / source, BUILD / name
    if not _is_fresh(target, source):
        # Debian's Go libraries lie in a GOPATH; nothing is fetched.
        _run(
            ["go", "build", "-o", str(target), str(source)],
            GO111MODULE="off", GOPATH="/usr/share/gocode", GOCACHE=str(BUILD / "go-cache"), GOFLAGS="",
        )


def compile_java(folder, source):
    source, target = BENCHMARKS / source, BUILD / folder
    if not _is_fresh(target, source):
        shutil.rmtree(target, ignore_errors=True)
        _run(["javac", "-Xlint:all", "-cp", ":".join(JAVA_LIBRARIES), "-d", str(target), str(source)])


def compile_all():
    compile_c("once", "once.c")
    compile_c("sink", "sink/sink.c")
    compile_c("peer-libcurl", "peers/c/libcurl.c", ["libcurl"])
    compile_c("peer-gmime", "peers/c/gmime.c", ["gmime-3.0"])
    compile_c("peer-gmime-parse", "peers/c/gmime_parse.c", ["gmime-3.0"])
    compile_go("peer-go", "peers/go/main.go")
    compile_java("peer-java", "peers/java/Peer.java")

"""Presses TAB in a real shell, as a person would.

Arguments: the shell, the folder to stand in, the program's folder, the completion script, the line so far, then the words
that should come up.
Standard output: what the shell showed after TAB, without colours and cursor movements.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import tempfile
import termios
import time

DEADLINE = 120

shell, folder, programs, script, line, *wanted = sys.argv[1:]
home = tempfile.mkdtemp()
os.makedirs(f"{home}/functions")
os.symlink(script, f"{home}/functions/_router")
ARGUMENTS = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"], "fish": ["--no-config", "-i"]}
SETTING_UP = {
    "bash": f"bind 'set page-completions off' 2>/dev/null; source {script}",
    "zsh": f"LISTMAX=1000; fpath=({home}/functions $fpath); autoload -Uz compinit; compinit -u -D",
    "fish": f"source {script}",
}

child, terminal = pty.fork()
if child == 0:
    os.chdir(folder)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": home, "TERM": "xterm",
                   "LC_ALL": "C.UTF-8", "COLUMNS": "200", "LINES": "60"}
    os.execvpe(shell, [shell, *ARGUMENTS[shell]], environment)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))


def read_until(is_there):
    seen = b""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        text = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>()][B0]?)", "", seen.decode(errors="replace"))
        if is_there(text):
            return text
    print(text, file=sys.stderr)
    sys.exit(f"the {shell} did not show it in {DEADLINE} seconds")


# The word is put together by the shell, so that the echo of what was typed does not count.
os.write(terminal, f"{SETTING_UP[shell]}; echo set''-up-done\n".encode())
read_until(lambda text: "set-up-done" in text)
os.write(terminal, f"{line}\t\t".encode())
shown = read_until(lambda text: all(word in text for word in wanted))
os.close(terminal)
print(shown)

"""A Postfix and a Dovecot of one's own on loopback, in a folder of their own: every address at example.test has a mailbox there.

Both want to be started by root; who is not gets a user namespace in which that is so.
"""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PASSWORD = "open-sesame"
# Owns all mail; Dovecot refuses to deliver as root.
MAIL_USER = 10_001
AS_ROOT = [] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--map-auto", "--"]

DOVECOT = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = no
auth_mechanisms = plain
disable_plaintext_auth = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={folder}/mail/%u
}}
mail_location = maildir:{folder}/mail/%u
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
"""

MAIN = """
compatibility_level = 3.7
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = example.test
virtual_transport = lmtp:unix:{folder}/run/lmtp
default_transport = error:5.4.4 this Postfix relays nothing
smtpd_relay_restrictions = reject_unauth_destination
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
biff = no
"""

MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
pickup   unix       n - n 60    1 pickup
cleanup  unix       n - n -     0 cleanup
qmgr     unix       n - n 300   1 qmgr
tlsmgr   unix       - - n 1000? 1 tlsmgr
rewrite  unix       - - n -     - trivial-rewrite
bounce   unix       - - n -     0 bounce
defer    unix       - - n -     0 bounce
trace    unix       - - n -     0 bounce
verify   unix       - - n -     1 verify
flush    unix       n - n 1000? 0 flush
proxymap unix       - - n -     - proxymap
error    unix       - - n -     - error
retry    unix       - - n -     - error
lmtp     unix       - - n -     - lmtp
anvil    unix       - - n -     1 anvil
postlog  unix-dgram n - n -     1 postlogd
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port, process, log):
    """Waits until somebody answers there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    said = log.read_text() if log.exists() else ""
    raise SystemExit(f"{process.args[-1]} did not start\n{said}")


class PostOffice:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.smtp_port, self.imap_port = free_port(), free_port()
        self.processes = []
        names = {
            "folder": folder,
            "password": PASSWORD,
            "user": MAIL_USER,
            "smtp": self.smtp_port,
            "imap": self.imap_port,
        }
        os.chmod(folder, 0o755)
        for name, text in {"dovecot.conf": DOVECOT, "main.cf": MAIN, "master.cf": MASTER}.items():
            (self.folder / name).write_text(text.format(**names))
        # Postfix waits before it reads a main.cf that somebody may still be writing.
        os.utime(self.folder / "main.cf", (1_000_000_000, 1_000_000_000))
        self.make_folders()
        self.start(["dovecot", "-F", "-c", f"{folder}/dovecot.conf"], self.imap_port, "dovecot.log")
        self.start(["/usr/lib/postfix/sbin/master", "-d", "-c", folder], self.smtp_port, "maillog")

    def make_folders(self):
        """What `postfix start` would make, and Dovecot's mail."""
        queue = self.folder / "queue"
        ours = "active bounce corrupt defer deferred flush hold incoming private saved trace".split()
        for mode, owner, group, names in [
            ("755", None, None, [queue, queue / "pid"]),
            ("700", "postfix", None, [queue / name for name in ours] + [self.folder / "data"]),
            ("730", "postfix", "postdrop", [queue / "maildrop"]),
            ("710", "postfix", "postdrop", [queue / "public"]),
            ("700", str(MAIL_USER), str(MAIL_USER), [self.folder / "mail"]),
        ]:
            ownership = (["-o", owner] if owner else []) + (["-g", group] if group else [])
            subprocess.run([*AS_ROOT, "install", "-d", "-m", mode, *ownership, *map(str, names)], check=True)

    def start(self, command, port, log):
        path = os.environ["PATH"] + ":/usr/sbin:/sbin"
        program = shutil.which(command[0], path=path)
        if program is None:
            raise SystemExit(f"{command[0]} is not there\n  help: apt-get install postfix dovecot-imapd dovecot-lmtpd")
        process = subprocess.Popen(
            [*AS_ROOT, program, *command[1:]],
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        wait_for(port, process, self.folder / log)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait()
        # Their files belong to others.
        subprocess.run([*AS_ROOT, "rm", "-rf", str(self.folder)], check=False)

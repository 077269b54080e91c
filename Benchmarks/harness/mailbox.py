"""A Dovecot of our own with one mailbox, for those who fetch letters."""

import imaplib
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .relay import free_port
from .running import RunError

USER = 10_001  # Dovecot does not give out root's mail
PATIENCE = 60  # seconds until it must answer
ADDRESS, PASSWORD = "reader@example.com", "open-sesame"
SETTINGS = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_max_userip_connections = 0
mail_fsync = never
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
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Mailbox:
    """A mailbox that is filled anew before each run, all letters unread."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="router-bench-dovecot-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        (self.folder / "mail").mkdir()
        shutil.chown(self.folder / "mail", USER, USER)
        (self.folder / "dovecot.conf").write_text(
            SETTINGS.format(folder=self.folder, port=self.port, user=USER, password=PASSWORD))

    @staticmethod
    def is_possible():
        return shutil.which("dovecot") is not None

    def __enter__(self):
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.session().logout()
                return self
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
        raise RunError("Dovecot does not start: " + (self.folder / "dovecot.log").read_text()[-2000:])

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def session(self):
        session = imaplib.IMAP4("127.0.0.1", self.port)
        session.login(ADDRESS, PASSWORD)
        return session

    def fill(self, letters, count):
        """Puts so many letters in, each under an id of its own, and lets Dovecot index them."""
        maildir = self.folder / "mail" / ADDRESS
        shutil.rmtree(maildir, ignore_errors=True)
        for name in ("cur", "new", "tmp"):
            (maildir / name).mkdir(parents=True)
        for number in range(count):
            letter = letters[number % len(letters)].replace(b"Message-ID: <", b"Message-ID: <%d." % number, 1)
            (maildir / "cur" / f"{1_790_000_000 + number}.M{number}P1.bench:2,").write_bytes(letter.replace(b"\r\n", b"\n"))
        subprocess.run(["chown", "-R", f"{USER}:{USER}", str(maildir)], check=True)
        session = self.session()
        session.select("INBOX")
        session.fetch("1:*", "(RFC822.SIZE)")
        session.logout()

    def unread(self):
        session = self.session()
        session.select("INBOX", readonly=True)
        found = session.search(None, "UNSEEN")[1][0].split()
        session.logout()
        return len(found)

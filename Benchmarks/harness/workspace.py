"""Router's workspace: made for the measurements in a temporary folder."""

import shutil
import tempfile
from pathlib import Path

from .build import LETTER
from .letters import data_line

ROUTE = """\
kind: send
connection: {connection}
attributes:
  Email: {{type: string, required: true, not-empty: true}}
  Name: {{type: string, required: true}}
  Number: {{type: number, required: true}}
  File: {{type: document}}
email:
  to: {{address: <Email>, name: <Name>}}
  subject: Заказ № <Number> отправлен
  format: both
  body: {{html: templates/body.html, text: templates/text.txt}}
{rest}"""

FILE = "  attachments: [<File>]\n"

MEETING = """\
  meeting:
    key: order-<Number>
    start: 2026-12-01T10:00
    duration: 1h
    title: Доставка заказа № <Number>
    location: Москва, Тверская улица, 1
    reminder: 15m
"""

CONNECTION = """\
kind: smtp
host: 127.0.0.1
port: {port}
encryption: none
sessions: {sessions}
sender: {{address: shop@example.com, name: Магазин «Заря»}}
"""

SETTINGS = """\
spool: {spool}
locale: ru-RU
timezone: Europe/Moscow
limits: {{attachment: 200MB, message: 300MB}}
"""


class Workspace:
    """A folder with the routes letter-1, letter-4, file-1, file-4 and meeting-1: the number is that of the sessions.

    Without a spool, as the peers keep nothing either, unless one is named.
    """

    def __init__(self, spool="none"):
        self.folder = Path(tempfile.mkdtemp(prefix="router-bench-"))
        for name in ("routes", "connections", "templates", "data"):
            (self.folder / name).mkdir()
        (self.folder / "router.yaml").write_text(SETTINGS.format(spool=spool))
        for name in ("text.txt", "body.html"):
            shutil.copy(LETTER / name, self.folder / "templates")
        for sessions in (1, 4):
            for kind, rest in (("letter", ""), ("file", FILE), ("meeting", MEETING)):
                route = ROUTE.format(connection=f"sessions-{sessions}", rest=rest)
                (self.folder / "routes" / f"{kind}-{sessions}.yaml").write_text(route)

    def connect(self, port):
        for sessions in (1, 4):
            text = CONNECTION.format(port=port, sessions=sessions)
            (self.folder / "connections" / f"sessions-{sessions}.yaml").write_text(text)

    def data(self, count, size=None):
        """A file with the data of that many letters: .json for one, .ndjson for more."""
        name = f"{count}{f'-{size}' if size else ''}.{'json' if count == 1 else 'ndjson'}"
        path = self.folder / "data" / name
        if not path.exists():
            path.write_text("".join(data_line(number, size) + "\n" for number in range(count)))
        return path

    def grow(self, routes):
        """A folder beside it with that many routes and a tenth as many connections, for `router check`."""
        folder = self.folder / f"grown-{routes}"
        if not folder.exists():
            (folder / "routes").mkdir(parents=True)
            (folder / "connections").mkdir()
            shutil.copytree(self.folder / "templates", folder / "templates")
            (folder / "router.yaml").write_text(SETTINGS.format(spool="none"))
            connections = max(routes // 10, 1)
            for number in range(connections):
                text = CONNECTION.format(port=2500 + number % 1000, sessions=4)
                (folder / "connections" / f"server-{number}.yaml").write_text(text)
            for number in range(routes):
                rest = (FILE, MEETING, FILE + MEETING, "")[number % 4]
                text = ROUTE.format(connection=f"server-{number % connections}", rest=rest)
                (folder / "routes" / f"route-{number}.yaml").write_text(text)
        return folder

    def empty_spool(self):
        shutil.rmtree(self.folder / "var", ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

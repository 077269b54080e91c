"""Writes Docs/Performance.md from the results of all works."""

HEAD = """\
# Performance

This page is written by `make bench`: do not edit it. Every figure was taken beside those of its peers, in turn with them.
Only ratios within one table count; absolute figures differ from machine to machine, and by half on the same one.

"""

WHERE = """
## Where the time goes

Profiles by `perf record -g` on the machine of the tables, of what does not reach its bar.

- **Letters through one session, and four.** Of one session's samples, 33 % are on its thread: 24 % in `send(2)`, where loopback delivers to the sink
  at once, and 13 % waiting for the sink's word. 19 % compose the next letters, 8 % check the lines before the first is sent, and the rest is the kernel's
  switching between the two processes. Two system calls and one wait a letter are the least that SMTP allows: the server has to say 354 before a
  letter's bytes. With four sessions the sink's CPU is full, and router's share of the other one is what composing takes.
- **Rendering and composing.** 165,000 instructions a letter, spread thin: a third writes the body (base64 6 %, looking for what needs encoding 5 %,
  copying), a fifth fills the templates, an eighth the header, a sixth reads and checks the data; retain and release are 14 % over all. With a meeting
  another 187,000: a sixth of all writes the calendar, and its text is encoded twice, as the invitation and as its file.
- **One letter by one process.** 25 % is the dynamic loader's (the libraries of libcurl), 25 % page faults of both, 18 % Swift's look-ups of generic
  types and conformances at their first use, 13 % reading the command line, 13 % reading the workspace. `curl --version` alone takes 6.3 ms here.
- **Its memory.** `router --version` has 18.5 MB: relocated tables of a program with a database, an HTTP server and Foundation (which GRDB and
  the argument parser bring) in it. libcurl and its libraries add 6 MB, the workspace, threads and buffers 7 MB.
- **From submission to the mail server.** Clients, service, database and sink share two CPUs, and both are full. The service takes 220 to 240 µs of CPU a letter
  over HTTP, a quarter of it the kernel's: of its samples 15 % are the HTTP server's event loops, 11 % the four SMTP sessions, 8 % SQLite (half of
  that waiting for the disk), 7 % giving answers, 6 % rendering and composing, 6 % tokens and what a call is checked for; the rest is spread over
  Swift's tasks, its counting of references and the kernel's switching. `router send` takes 165 to 175 µs a letter, an eighth of it for checking
  all lines before the first is sent. Twenty times Postfix would leave 120 µs for client, service, database and sink together.
"""

HOW = """
## How it was measured

- **The letter** is the same for all: text and HTML in Russian, about 4 KB when composed, with a name and a number filled in
  (`Benchmarks/letter`). Each peer fills and composes it with its language's ordinary means, and encodes it as base64. Router also
  checks the data, formats them and escapes them for HTML. Attachments look like chance and are read from their file for each letter.
- **What arrives is looked at.** Before a work is measured, every peer sends a letter that has to arrive whole, and our sink's count of
  letters has to agree with the peer's in each run.
- **The clock.** Router and the command-line peers are timed from exec to exit. Peers that are programs of ours (`Benchmarks/peers`) are
  timed inside, after a warm-up, which favours them; for a letter by one process they are timed from exec to exit as well.
- **In turn.** All peers run in each round, the first of a round moves on by one (A B C, B C A, …). Figures are medians of the rounds,
  with the least and the most in brackets.
- **Quiet.** Each run waits until nearly nothing else uses the CPU. A run that others disturbed nevertheless is repeated twice at most,
  and marked with ~ if that did not help.
- **CPUs.** The sink runs on the last CPU, its clients wherever the kernel puts them. Composing alone is bound to the first CPU.
- **Memory** is the peak that `wait4` reports to a small C parent (`Benchmarks/once.c`).

### What to know about such figures

- Nagle's algorithm against delayed ACKs costs 40 ms a letter. Nodemailer falls into that as it comes (22 letters a second); here it is
  compared with TCP_NODELAY, because a win over its default would be hollow. JavaMail with large letters has it too. msmtp can't be told.
- Postfix's smtp-sink itself gives out between 15,000 and 21,000 letters a second, and far below with large letters: so there is a sink of
  our own (`Benchmarks/sink`), which does nothing but to find the end of each letter.
- One session is bound by how fast two processes take turns. That differs by a factor of two between one CPU and two.
- JavaMail is half as fast before its machine has warmed up: it gets four seconds. `EmailMessage` is several times slower than
  `MIMEText`, so Python is measured with the latter.
- smtp-source, msmtp and swaks compose nothing; they send a letter that stands ready.
- Postfix's `in_flow_delay`, which holds submissions back where deliveries lag behind, is off. It and router write
  their usual log into a file, have their queues on the same disk, and sync each letter before it is answered.
- A child that is forked from a large process inherits its peak of memory: nothing here is started from Python directly.

### Run it yourself

```sh
make bench                                         # all works; half an hour on a quiet machine
make bench OPTIONS='--only send-1 --rounds 9'      # one work, again and more often
make bench OPTIONS='--only accept --only relay --only backlog --only share'   # what needs a spool; a quarter of an hour
make bench OPTIONS=--quick                         # does everything run? Writes .build/bench/Performance.md
```

A run with `--only` puts its table into this page and leaves the others as they are; each says when it was measured.
"""


def number(value, digits=3):
    """A number with three digits that count: 12,300 · 123 · 12.3 · 0.123."""
    if value >= 1000:
        return f"{round(value, digits - len(str(int(value)))):,.0f}"
    whole = len(str(int(value))) if value >= 1 else 0
    return f"{value:,.{max(digits - whole, 0)}f}"


def amount(row, unit):
    scale = 1000 if unit == "s" and row["median"] < 1 else 1
    words = " ms" if scale == 1000 else " s" if unit == "s" else ""
    median, low, high = (number(row[key] * scale) for key in ("median", "low", "high"))
    mark = " ~" if row["disturbed"] else ""
    return f"{median}{words} ({low}–{high}){mark}"


def times(row, router, unit):
    if not router or row["title"].startswith("**router"):
        return ""
    ratio = row["median"] / router["median"] if unit == "s" else router["median"] / row["median"]
    return f"{number(ratio)} ×"


def verdict(bar):
    if bar["value"] is None:
        return "not measured"
    return f"{'reached' if bar['reached'] else '**not reached**'}: {number(bar['value'])}{' ×' if bar['unit'] == '×' else bar['unit']}"


def kilobytes(row):
    return number(row["bytes"] / 1000) if row["bytes"] else ""


def table(result):
    unit, rows = result["unit"], result["rows"]
    router = next((row for row in rows if row["key"] == "router"), None)
    ordered = rows if result.get("in-order", result["key"] == "lines") else sorted(rows, key=lambda row: row["median"] if unit == "s" else -row["median"])
    columns = [
        ("who", "---", lambda row: row["title"]),
        ("version", "---", lambda row: row["version"]),
        (f"{'time' if unit == 's' else unit}, median (min–max)", "---:", lambda row: amount(row, unit)),
        ("router against it", "---:", lambda row: times(row, router, unit)),
        ("peak MB", "---:", lambda row: number(row["peak"] / 1e6)),
        ("KB a letter", "---:", kilobytes),
    ]
    # A column that is empty for this work is left out.
    columns = [column for column in columns if any(column[2](row) for row in rows)]
    lines = ["| " + " | ".join(column[place] for column in columns) + " |" for place in (0, 1)]
    return lines + ["| " + " | ".join(cell(row) for _, _, cell in columns) + " |" for row in ordered]


def where_time_goes(result):
    router = next((row for row in result["rows"] if row["key"] == "router" and "user" in row), None)
    if not router:
        return []
    user, kernel = round(router["user"] * 100), round(router["system"] * 100)
    return [f"Router used {user + kernel} % of one CPU meanwhile: {user} % its own code, {kernel} % the kernel's for it.", ""]


def instructions(result):
    lines = ["| path | instructions a letter | accepted | change |", "| --- | ---: | ---: | ---: |"]
    for path in result["rows"]:
        accepted = f"{path['accepted']:,}" if path["accepted"] else "none yet"
        growth = f"{path['growth']:+.1%}" if path["growth"] is not None else ""
        lines.append(f"| {path['what']} | {path['each']:,} | {accepted} | {growth} |")
    lines += [
        "", "Counted by callgrind: they do not drift, and `Benchmarks/guard.py` fails when one has grown by more than 3 %.", "",
        "<details><summary>Where the instructions go</summary>", "",
    ]
    for path in result["rows"]:
        lines += [f"{path['what'][0].upper()}{path['what'][1:]}:", "", "| share | function |", "| ---: | --- |"]
        lines += [f"| {share:.1f} % | `{name.replace('|', '¦')}` |" for share, name in path["profile"]]
        lines.append("")
    return lines + ["</details>", ""]


def section(result):
    lines = [f"## {result['title']}", ""]
    if result["key"] == "instructions":
        return lines + instructions(result)
    for note in result.get("notes", ()):
        lines += [note, ""]
    lines += table(result) + [""]
    lines += [f"- Bar: {bar['text']}: {verdict(bar)}." for bar in result["bars"]] + ([""] if result["bars"] else [])
    return lines + where_time_goes(result) + [f"Measured {result['when']}, in {result['rounds']} round{'s' if result['rounds'] > 1 else ''}, router {result['commit']}.", ""]


def summary(results):
    lines = ["| work | bar | |", "| --- | --- | --- |"]
    for result in results:
        lines += [f"| {result['title']} | {bar['text']} | {verdict(bar)} |" for bar in result.get("bars", [])]
    return lines + [""]


def write(path, results, machine):
    lines = summary(results)
    lines += [f"Measured on: {', '.join(machine.values())}.", ""]
    for result in results:
        lines += section(result)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\n".join(lines).rstrip() + "\n" + WHERE + HOW)

"""Runs commands in a terminal of its own and writes down what they show, as an asciinema v2 cast.

Standard library only, so that anyone can repeat a scene.
"""

import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
import time

PROMPT = "\x1b[1;32m$\x1b[0m "


class Terminal:
    """A recording. Time stands still between commands, so that waiting for nothing is not shown."""

    def __init__(self, folder, columns=100, rows=30, limit=300):
        self.folder = folder
        self.columns = columns
        self.rows = rows
        self.limit = limit
        self.now = 0.0
        self.events = []

    def say(self, text):
        """A line of comment, as a person at the terminal would write it."""
        self._show(PROMPT)
        self._type("# " + text)

    def run(self, command, kill_when=None):
        """Runs a shell command to its end and returns what it showed and its exit status.

        Half a second after `kill_when`, a regular expression, matches, its process is killed with
        SIGKILL: what it showed is in its log by then, though not yet synced.
        """
        self._show(PROMPT)
        self._type(command)
        shown, status = self._play(command, kill_when)
        if status < 0:
            self._show("Killed\r\n")
        self.now += 1.5
        return shown, status

    def text(self):
        """The whole recording as a page of text."""
        return screen("".join(text for _, _, text in self.events))

    def write(self, file, title):
        header = {
            "version": 2,
            "width": self.columns,
            "height": self.rows,
            "title": title,
            "env": {"TERM": "xterm-256color"},
        }
        with open(file, "w", encoding="utf-8") as cast:
            for line in [header] + self.events:
                cast.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _type(self, text):
        for character in text:
            self.now += 0.03
            self._show(character)
        self.now += 0.3
        self._show("\r\n")

    def _show(self, text):
        self.events.append([round(self.now, 3), "o", text])

    def _play(self, command, kill_when):
        child, master = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            # exec: the process that is killed is the command, not a shell around it.
            os.execvpe("sh", ["sh", "-c", "exec " + command], dict(os.environ, TERM="xterm-256color"))
        size = struct.pack("HHHH", self.rows, self.columns, 0, 0)
        fcntl.ioctl(master, termios.TIOCSWINSZ, size)
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        shown, begin, offset, last = "", self.now, time.monotonic(), time.monotonic()
        while True:
            if time.monotonic() - offset > self.limit:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError(f"{command}: not finished after {self.limit} s")
            readable, _, _ = select.select([master], [], [], 1)
            if not readable:
                continue
            try:
                data = os.read(master, 65536)
            except OSError:  # Linux says EIO when the other side is closed
                data = b""
            if not data:
                break
            last = time.monotonic()
            self.now = begin + last - offset
            text = decoder.decode(data)
            shown += text
            self._show(text)
            sys.stdout.write(text)
            sys.stdout.flush()
            if kill_when and re.search(kill_when, plain(shown)):
                threading.Timer(0.5, os.kill, (child, signal.SIGKILL)).start()
                kill_when = None
        os.close(master)
        _, status = os.waitpid(child, 0)
        return plain(shown), os.waitstatus_to_exitcode(status)


def screen(text):
    """What is left on the screen, for a page: pictures that were drawn over are gone."""
    lines, row, column = [""], 0, 0
    for up, code, control, written in re.findall(
        r"\x1b\[(\d*)(A)|\x1b\[[0-9;?]*([A-Za-z])|([\r\n]|[^\x1b\r\n]+)", text
    ):
        if code:
            row = max(0, row - int(up or 1))
        elif control == "K":
            lines[row] = lines[row][:column]
        elif control == "J":
            lines[row] = lines[row][:column]
            del lines[row + 1 :]
        elif written == "\r":
            column = 0
        elif written == "\n":
            row, column = row + 1, 0
            if row == len(lines):
                lines.append("")
        elif written:
            lines[row] = lines[row][:column].ljust(column) + written + lines[row][column + len(written) :]
            column += len(written)
    return "\n".join(line.rstrip() for line in lines)


def plain(text):
    """The text without colours and movements of the cursor."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)

"""What Tools/registry-kill runs: see there."""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

CARDS = 120
NOW = "2026-03-01T10:00:00Z"


def pan(account):
    """A PAN of a range for tests, with its check digit."""
    digits = "497010" + str(account).zfill(9)
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str((10 - total % 10) % 10)


class Bench:
    """A folder with keys, and registries that are copies of one."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.keys = ["--keys", self.path("keys"), "--master-key-file", self.path("master")]
        self.run("key", "init", *self.keys)
        self.base = self.path("base")
        chief = ["--operator", "chief"]
        self.registry("registry", "init", "--test-clock", *chief)
        self.registry("operator", "set", "anne", "--role", "clerk", *chief)
        self.registry(
            "product", "set", "--code", "classic", "--prefix", "497010", *chief)
        with open(self.path("cards.csv"), "w") as file:
            file.write("pan,sequenceNumber,expiry,state,product,holder,name\n")
            for number in range(CARDS):
                file.write(f"{pan(number)},1,2028-05,active,classic,C{number},Holder {number}\n")
        self.registry("card", "import", self.path("cards.csv"), *chief)
        with open(self.path("batch.csv"), "w") as file:
            file.write("card,reason\n")
            for number in range(CARDS):
                file.write(f"{number + 1},loss\n")
        self.records = len(self.table(self.base, "audit"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        return subprocess.run(
            [self.program, *arguments], check=True, capture_output=True, text=True).stdout

    def registry(self, *arguments, path=None):
        return self.run(
            *arguments, *self.keys, "--registry", path or self.base, "--now", NOW)

    def copy(self, name):
        """A new registry as the first one was."""
        path = self.path(name)
        for end in ["", "-wal", "-shm"]:
            if os.path.exists(path + end):
                os.remove(path + end)
        shutil.copy(self.base, path)
        return path

    def command(self, path, *arguments):
        return [
            self.program, "card", "oppose", *arguments, "--operator", "anne", "--json", *self.keys,
            "--registry", path, "--now", NOW,
        ]

    def start(self, command):
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    @staticmethod
    def table(path, name):
        with sqlite3.connect(path) as file:
            return file.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()

    def contents(self, path):
        """All that must be the same: sealed PANs are those of the first registry."""
        names = ["pan", "card", "audit", "auditHead", "auditSubject", "command", "outbox"]
        return [self.table(path, name) for name in names]

    def opposed(self, path):
        """The cards that are opposed, after checking that no act is half done."""
        self.registry("audit", "verify", path=path)
        pans = self.table(path, "pan")
        opposed = {row[0] for row in pans if row[9] is not None}
        cards = {row[0] for row in self.table(path, "card") if row[4] == "opposed"}
        by_pan = {row[0] for row in self.table(path, "card") if row[1] in opposed}
        keys = len(self.table(path, "command"))
        records = len(self.table(path, "audit")) - self.records
        notices = sum(1 for row in self.table(path, "outbox") if row[1] == "notice")
        if cards != by_pan or not len(opposed) == keys == records == notices:
            fail(f"half done: {len(cards)} cards, {len(by_pan)} of opposed PANs, {keys} keys, "
                 f"{records} records, {notices} notices")
        return cards


def fail(message):
    print("error: " + message, file=sys.stderr)
    sys.exit(6)


def kill_after(process, seconds):
    """Ends the process after that time; tells whether it was alive, and what it had said."""
    try:
        output, _ = process.communicate(timeout=seconds)
        return False, output
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        return process.returncode == -9, output


def duration(bench, command):
    start = time.monotonic()
    bench.start(command).communicate()
    return time.monotonic() - start


def batches(bench, generator, count):
    """Kills batches until `count` kills were tried; returns how many hit."""
    arguments = ["--batch", bench.path("batch.csv"), "--on-error", "continue"]
    whole = bench.copy("whole")
    seconds = duration(bench, bench.command(whole, *arguments))
    if len(bench.opposed(whole)) != CARDS:
        fail("an undisturbed batch does not oppose all cards")
    expected = bench.contents(whole)
    hits = tries = 0
    while tries < count:
        path = bench.copy("killed")
        is_done = False
        before = set()
        while not is_done and tries < count:
            process = bench.start(bench.command(path, *arguments))
            is_hit, _ = kill_after(process, generator.uniform(0, seconds * 0.7))
            tries += 1
            hits += is_hit
            is_done = not is_hit
            now = bench.opposed(path)
            if not before <= now:
                fail("a batch lost what an earlier run had done")
            before = now
        bench.start(bench.command(path, *arguments)).communicate()
        if bench.contents(path) != expected:
            fail("a batch that was killed comes to another end")
    return hits


def singles(bench, generator, count):
    """Kills single acts; returns how many kills hit, and how many acts were acknowledged."""
    hits = acknowledged = 0
    path = bench.copy("single")
    seconds = duration(bench, bench.command(path, "--card", "1", "--reason", "loss"))
    path = bench.copy("single")
    card = 0
    for _ in range(count):
        card += 1
        if card > CARDS:
            path = bench.copy("single")
            card = 1
        command = bench.command(
            path, "--card", str(card), "--reason", "loss", "--idempotency-key", f"key-{card}")
        is_hit, output = kill_after(
            bench.start(command), generator.uniform(seconds * 0.3, seconds * 1.1))
        hits += is_hit
        is_acknowledged = output.endswith("}\n")
        acknowledged += is_acknowledged
        if is_acknowledged and card not in bench.opposed(path):
            fail(f"the acknowledged opposition of card {card} is lost")
        again, _ = bench.start(command).communicate()
        answer = json.loads(again)
        if answer["status"] != "done" or (is_acknowledged and not answer["repeated"]):
            fail(f"card {card}: the same key is answered otherwise")
        if card not in bench.opposed(path):
            fail(f"card {card} is not opposed")
    return hits, acknowledged


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.program), folder)
        single_count = options.count // 2
        hits, acknowledged = singles(bench, generator, single_count)
        batch_hits = batches(bench, generator, options.count - single_count)
    total = hits + batch_hits
    print(f"{options.count} kills, seed {options.seed}: {total} hit a live run "
          f"({hits} single acts, {batch_hits} batches); {acknowledged} single acts had been "
          "acknowledged; none lost, none half done, every trail whole, every batch at its end")
    if total * 2 < options.count:
        fail("fewer than half of the kills hit a live run")


if __name__ == "__main__":
    main()

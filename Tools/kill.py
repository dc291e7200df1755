"""What Tools/kill runs: see there."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

LOG = "TestVectors/logs/three-days.iso"
MESSAGES_PER_CHECKPOINT = 97
# Neither needs a long run between two kills, nor one that lasts until all checkpoints are written.
CHECKPOINTS_PER_KILL = 12


class Replay:
    """One command, its folder of checkpoints and its outputs."""

    def __init__(self, program, folder, inputs):
        self.folder = folder
        os.makedirs(folder)
        self.alerts = os.path.join(folder, "alerts")
        self.quarantine = os.path.join(folder, "quarantine")
        self.checkpoint = os.path.join(folder, "run", "checkpoint")
        self.command = [
            program, "monitor", "replay", *inputs, "--json", "--alerts", self.alerts,
            "--quarantine", self.quarantine, "--token-key", os.path.join(folder, "..", "key"),
            "--checkpoint", os.path.join(folder, "run"),
            "--checkpoint-every", str(MESSAGES_PER_CHECKPOINT),
        ]

    def start(self):
        return subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def result(self, output):
        """All that must be the same, whatever happened on the way."""
        summary = json.loads(output.splitlines()[-1])
        # Of time and memory, not of what was found.
        for name in ["seconds", "transactionsPerSecond", "stateBytes"]:
            summary.pop(name)
        with open(self.alerts, "rb") as alerts, open(self.quarantine, "rb") as quarantine:
            return alerts.read(), quarantine.read(), summary

    def mark(self):
        """The checkpoint that is there, told from others; None for none."""
        try:
            found = os.stat(self.checkpoint)
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def byte_count(self):
        """The bytes of both outputs and of the checkpoint that is being written."""
        total = 0
        for path in [self.alerts, self.quarantine, self.checkpoint + ".new"]:
            try:
                total += os.stat(path).st_size
            except FileNotFoundError:
                pass
        return total


def damaged(log):
    """The log with a byte changed here and there, so that there is something to put aside."""
    changed = bytearray(log)
    for offset in range(5_000, len(changed), 9_973):
        changed[offset] ^= 0x55
    return bytes(changed)


def wait(replay, process, draw):
    """Returns when the place that was drawn is reached, or the run has ended."""
    by_bytes = draw.random() < 0.4
    last = replay.mark()
    checkpoints = draw.randrange(CHECKPOINTS_PER_KILL)
    target = draw.randrange(1, 400_000)
    seen = 0
    while process.poll() is None:
        if not by_bytes and seen >= checkpoints:
            # Somewhere between this checkpoint and the next.
            time.sleep(draw.random() * 0.004)
            return
        if by_bytes and seen >= checkpoints // 2 and replay.byte_count() >= target:
            return
        mark = replay.mark()
        if mark != last:
            last = mark
            seen += 1
            # The next checkpoint may be smaller than what was drawn.
            target = target * 3 // 4


def kill_all(options, folder):
    with open(LOG, "rb") as file:
        log = file.read()
    inputs = []
    for number, content in enumerate([log, damaged(log), log[: len(log) - 17], damaged(log)]):
        inputs.append(os.path.join(folder, f"log-{number}"))
        with open(inputs[-1], "wb") as file:
            file.write(content)
    key = os.path.join(folder, "key")
    with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write("5A" * 32)

    undisturbed = Replay(options.program, os.path.join(folder, "undisturbed"), inputs)
    process = undisturbed.start()
    output, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(f"the undisturbed run ended with {process.returncode}: {errors}")
    expected = undisturbed.result(output)
    print(
        f"undisturbed: {expected[2]['messages']} messages, {expected[2]['alerts']['total']} alerts,"
        f" {len(expected[0])} and {len(expected[1])} bytes, state {expected[2]['stateHash']}")

    draw = random.Random(options.seed)
    kills = hits = resumed = rounds = 0
    differences = []
    while kills < options.count and not differences:
        rounds += 1
        replay = Replay(options.program, os.path.join(folder, f"round-{rounds}"), inputs)
        while True:
            process = replay.start()
            if kills < options.count:
                kills += 1
                wait(replay, process, draw)
                process.send_signal(signal.SIGKILL)
            output, errors = process.communicate()
            if process.returncode == -signal.SIGKILL:
                hits += 1
                resumed += replay.mark() is not None
                continue
            if process.returncode != 0:
                differences.append(f"ended with {process.returncode}: {errors.strip()}")
            elif replay.result(output) != expected:
                names = ["alerts", "quarantine", "summary"]
                found = replay.result(output)
                differences += [n for n, a, b in zip(names, found, expected) if a != b]
            elif replay.result(rerun(replay)) != expected:
                differences.append("the finished run, given again")
            break
        if differences:
            print(f"round {rounds}, seed {options.seed}: differs: {', '.join(differences)}")
    print(
        f"{kills} kills in {rounds} rounds: {hits} hit a live run"
        f" ({100 * hits / kills:.1f} %), {resumed} left a checkpoint to go on from"
        f" ({100 * resumed / kills:.1f} %), {rounds - len(differences[:1])} rounds ended the same")
    # Where a run is killed is a matter of the machine's pace: a few kills say nothing of shares.
    is_fair = kills < 100 or (hits >= 0.9 * kills and resumed >= 0.5 * kills)
    return not differences and is_fair


def rerun(replay):
    return subprocess.run(replay.command, stdout=subprocess.PIPE, text=True, check=True).stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    if options.count < 1:
        parser.error("COUNT is from 1")
    with tempfile.TemporaryDirectory(prefix="monetique-kill-") as folder:
        sys.exit(0 if kill_all(options, folder) else 6)


main()

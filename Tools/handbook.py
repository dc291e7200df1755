"""Runs the monitor's score over the handbook's transactions and measures it: see Tools/handbook."""

import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile

TRAIN, DELAY, TEST, TOP = 7, 7, 7, 100
FIRST_DAY = 115  # 2018-07-25, counted from 2018-04-01: training begins.
FOLDS = 4

PUBLISHED = [
    ("logistic regression", "week 1", (0.871, 0.606, 0.291)),
    ("random forest", "week 1", (0.867, 0.658, 0.287)),
    ("XGBoost", "week 1", (0.862, 0.639, 0.273)),
    ("XGBoost, tuned", "4 weeks", (0.872, 0.694, 0.304)),
    ("best published", "4 weeks", (0.879, 0.694, 0.305)),
]
CEILING = {"week 1": (0.894, 0.780, 0.303), "4 weeks": (0.887, 0.768, 0.311)}
SLACK = 0.02

MAPPING = """format: csv
id: TRANSACTION_ID
time: {column: TX_TIME_SECONDS, unit: s, epoch: 2018-04-01T00:00:00Z}
card: CUSTOMER_ID
terminal: TERMINAL_ID
amount: {column: TX_AMOUNT, currency: EUR}
"""
LABEL = "label: {column: TX_FRAUD, knownAfter: 7d}\n"
RULES = """version: 1
score: %s
rules:
  - id: score.high
    title: {en: High score, fr: Score haut}
    severity: high
    when: score >= 0.9
"""
ABLATIONS = [
    ("without the age of runs", "{runAge: false}", True),
    ("card's side only", "{parts: [habit, amount]}", True),
    ("terminal's side only", "{parts: [terminal]}", True),
    ("without what surrounds", "{parts: [habit, amount, terminal]}", True),
    ("cold start, no label", "{}", False),
]


class Row:
    __slots__ = ("id", "day", "card", "fraud")

    def __init__(self, id, day, card, fraud):
        self.id, self.day, self.card, self.fraud = id, day, card, fraud


def lines_of(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", newline="") as file:
        yield from csv.reader(file)


def read_rows(path):
    """The rows of the days that are looked at, by day."""
    last = FIRST_DAY + (FOLDS - 1) * TEST + TRAIN + DELAY + TEST
    rows = lines_of(path)
    header = {name: place for place, name in enumerate(next(rows))}
    wanted = [header[n] for n in ("TRANSACTION_ID", "TX_TIME_DAYS", "CUSTOMER_ID", "TX_FRAUD")]
    days = {}
    for line in rows:
        id, day, card, fraud = (line[place] for place in wanted)
        if FIRST_DAY <= int(day) < last:
            days.setdefault(int(day), []).append(Row(id, int(day), int(card), fraud == "1"))
    return days


def test_rows(days, start):
    """The transactions of a test week whose cards are not yet known to be compromised."""
    def compromised(day):
        return {row.card for row in days.get(day, []) if row.fraud}

    known = set()
    for day in range(start, start + TRAIN):
        known |= compromised(day)
    kept = []
    for offset in range(TEST):
        # What was learnt the evening before: the day that lies the delay back.
        known |= compromised(start + TRAIN + offset - 1)
        day = start + TRAIN + DELAY + offset
        kept += [row for row in days.get(day, []) if row.card not in known]
    return kept


def area_and_precision(rows, scores):
    """AUC ROC, ties one half, and average precision, one step for each distinct score."""
    groups = {}
    for row in rows:
        group = groups.setdefault(scores[row.id], [0, 0])
        group[row.fraud] += 1
    frauds = sum(group[1] for group in groups.values())
    genuine = len(rows) - frauds
    found = passed = 0
    area = precision = 0.0
    for score in sorted(groups, reverse=True):
        good, bad = groups[score]
        area += good * (found + bad / 2)
        found += bad
        passed += good
        precision += bad / frauds * found / (found + passed)
    return area / (frauds * genuine), precision


def card_precision(rows, scores):
    """The share of compromised ones among each day's most suspicious cards, each found once."""
    days = {}
    for row in rows:
        card = days.setdefault(row.day, {}).setdefault(row.card, [-1.0, False])
        card[0] = max(card[0], scores[row.id])
        card[1] = card[1] or row.fraud
    found = set()
    shares = []
    for day in sorted(days):
        cards = [(-s, card, bad) for card, (s, bad) in days[day].items() if card not in found]
        hits = {card for _, card, bad in sorted(cards)[:TOP] if bad}
        found |= hits
        shares.append(len(hits) / TOP)
    return sum(shares) / len(shares)


def figures(days, scores):
    weeks = []
    for fold in range(FOLDS):
        rows = test_rows(days, FIRST_DAY + fold * TEST)
        weeks.append((*area_and_precision(rows, scores), card_precision(rows, scores)))
    mean = tuple(sum(week[place] for week in weeks) / FOLDS for place in range(3))
    return {"week 1": weeks[0], "4 weeks": mean}


class Bench:
    def __init__(self, monetique, folder):
        self.monetique, self.folder = monetique, folder

    def replay(self, log, name, score="{}", labelled=True, arguments=()):
        """The bytes of the scores, and the summary."""
        paths = {}
        texts = {"mapping": MAPPING + (LABEL if labelled else ""), "rules": RULES % score}
        for what, text in texts.items():
            paths[what] = os.path.join(self.folder, f"{name}.{what}.yaml")
            with open(paths[what], "w") as file:
                file.write(text)
        scores = os.path.join(self.folder, f"{name}.scores.csv")
        command = [
            self.monetique, "monitor", "replay", log, "--mapping", paths["mapping"],
            "--rules", paths["rules"], "--scores", scores, "--alerts", scores + ".alerts", "--json",
            *arguments,
        ]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"error: the replay ended with {result.returncode}: {result.stderr}")
        with open(scores, "rb") as file:
            return file.read(), json.loads(result.stdout.splitlines()[-1])


def parsed(scores):
    rows = (line.split(",") for line in scores.decode().splitlines()[1:])
    return {id: float(score) for id, score in rows}


def show(name, span, numbers):
    print(f"{name:28} {span:8} AUC {numbers[0]:.4f}  AP {numbers[1]:.4f}  CP@100 {numbers[2]:.4f}")


def over_ceiling(measured):
    return [
        f"{span}: {name} {value:.4f} is over {limit + SLACK:.3f}: something leaks"
        for span, numbers in measured.items()
        for name, value, limit in zip(("AUC", "AP", "CP@100"), numbers, CEILING[span])
        if value > limit + SLACK
    ]


def changed_log(source, target, last_day=None, flipped=()):
    """The log up to a day, and with other labels on some days."""
    rows = lines_of(source)
    header = next(rows)
    day, label = header.index("TX_TIME_DAYS"), header.index("TX_FRAUD")
    with open(target, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for line in rows:
            if last_day is not None and int(line[day]) > last_day:
                break
            if int(line[day]) in flipped:
                line[label] = "0" if line[label] == "1" else "1"
            writer.writerow(line)


def count_before(log, day):
    rows = lines_of(log)
    place = next(rows).index("TX_TIME_DAYS")
    return sum(1 for line in rows if int(line[place]) < day)


def same_start(one, other, count):
    """Whether the header and so many lines are the same bytes."""
    return one.split(b"\n")[: count + 1] == other.split(b"\n")[: count + 1]


def leaks(bench, log, scores):
    """What changes though it may not."""
    found = []
    target = os.path.join(bench.folder, "changed.csv")
    end = FIRST_DAY + TRAIN + DELAY + TEST
    changed_log(log, target, last_day=end)
    cut, _ = bench.replay(target, "cut")
    if not scores.startswith(cut):
        found.append("scores of the past change where the future is cut off")
    flipped = range(end - 6, end + 1)
    changed_log(log, target, last_day=end, flipped=flipped)
    other, _ = bench.replay(target, "flipped")
    if other != cut:
        found.append("labels of the last 7 days change scores before they are known")
    known = end + 1
    changed_log(log, target, last_day=end + 7, flipped=flipped)
    later, _ = bench.replay(target, "known")
    if not same_start(later, scores, count_before(log, known)):
        found.append("labels change scores before they are known")
    if same_start(later, scores, count_before(log, end + 7)):
        found.append("labels change nothing once they are known")
    sharded, _ = bench.replay(target, "sharded", arguments=("--shards", "3"))
    if sharded != later:
        found.append("scores depend on the number of shards")
    return found


def main():
    log, monetique = sys.argv[1], sys.argv[2]
    days = read_rows(log)
    with tempfile.TemporaryDirectory() as folder:
        plain = log
        if log.endswith(".gz"):
            plain = os.path.join(folder, "transactions.csv")
            changed_log(log, plain)
        bench = Bench(monetique, folder)
        scores, summary = bench.replay(plain, "full")
        measured = figures(days, parsed(scores))
        for span, numbers in measured.items():
            show("monetique", span, numbers)
        for span, numbers in CEILING.items():
            show("at most, all known", span, numbers)
        for name, span, numbers in PUBLISHED:
            show(name, span, numbers)
        print(
            f"cards {summary['cards']}, terminals {summary['terminals']}, "
            f"state {summary['stateBytes']} bytes, labels waiting {summary['labelQueueBytes']} "
            f"bytes, {summary['transactionsPerSecond']:.0f} transactions a second")
        failures = over_ceiling(measured)
        if "--quick" not in sys.argv[3:]:
            for name, score, labelled in ABLATIONS:
                less, _ = bench.replay(plain, "less", score, labelled)
                for span, numbers in figures(days, parsed(less)).items():
                    show(name, span, numbers)
            leaking = leaks(bench, plain, scores)
            if not leaking:
                print("no score depends on what comes later, or on the number of shards")
            failures += leaking
        for failure in failures:
            print(f"error: {failure}", file=sys.stderr)
        sys.exit(6 if failures else 0)


main()

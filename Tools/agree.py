"""Random messages through `monetique iso` and through other implementations; see Tools/agree.

Every message is drawn from a spec that monetique itself prints, and the other implementation is
told that spec in its own words. Messages go both ways: what the other writes is decoded here, what
is encoded here is read by the other, and spoilt messages are given to both.
"""

import argparse
import collections
import datetime
import io
import json
import random
import struct
import subprocess
import sys
import tempfile

REFUSED = "refused"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Characters that stand at the same places in all EBCDIC code pages; no star, which masks data.
SPECIALS = " .,-/'()&%+=:;?_<>"


class Program:
    """The built monetique."""

    def __init__(self, path):
        self.path = path

    def run(self, arguments, input):
        return subprocess.run([self.path, "iso", *arguments], input=input,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def spec(self, name):
        return json.loads(self.run(["specs", "show", name, "--json"], b"").stdout)

    def decode(self, spec, messages):
        """What each message says, flat, or the code of its error."""
        lines = b"".join(message.hex().encode() + b"\n" for message in messages)
        run = self.run(["decode", "--spec", spec, "--framing", "hexlines", "--format", "ndjson",
                        "--test-data", "--ordered", "-"], lines)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        if len(answers) != len(messages):
            sys.exit(f"decode: {len(answers)} answers to {len(messages)}: {run.stderr[-300:]}")
        return [flat(answer) for answer in answers]

    def encode(self, spec, documents):
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        run = self.run(["encode", "--spec", spec, "-"], lines.encode())
        messages = [bytes.fromhex(line.decode()) for line in run.stdout.splitlines()]
        if len(messages) != len(documents):
            document = documents[len(messages)]
            sys.exit(f"encode refuses {json.dumps(document)}: {run.stderr[-300:].decode()}")
        return messages


def flat(answer):
    if answer.get("error"):
        return REFUSED, answer["error"]["code"], answer["error"]["path"]
    values = {"t": answer["mti"]}
    for number, value in answer["elements"].items():
        values[number] = joined(number, value)
    return values


def joined(number, value):
    """A composite as the one value that it is on the wire, in hexadecimal for DE 55."""
    if isinstance(value, str):
        return value
    if number == "55":
        return "".join(tag + length_of(part) + part for tag, part in value)
    return "".join(f"{tag}{len(part):03}{part}" for tag, part in value)


def length_of(part):
    count = len(part) // 2
    return f"{count:02X}" if count < 128 else f"81{count:02X}"


# ---- Random messages


class Draw:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, alphabet, count):
        return "".join(self.random.choices(alphabet, k=count))

    def hex(self, count):
        return self.random.randbytes(count).hex().upper()

    def chip(self, most):
        """Data objects, each tag once."""
        parts = []
        tags = ["9F26", "9F27", "9F10", "9F37", "9F36", "95", "9A", "9C", "9F02", "5F2A", "82",
                "9F1A", "9F33", "9F34", "5F34", "84", "8A", "91", "DF01"]
        self.random.shuffle(tags)
        for tag in tags[: self.random.randint(1, 12)]:
            part = (tag, self.hex(self.random.choice((0, 1, 2, 3, 6, 8, 32))))
            if sum(len(t) // 2 + 2 + len(v) // 2 for t, v in parts + [part]) <= most:
                parts.append(part)
        return parts or [("9A", "260302")]

    def subelements(self, most):
        parts = []
        for _ in range(self.random.randint(1, 6)):
            part = (self.text(DIGITS, 4), self.text(DIGITS + LETTERS + SPECIALS,
                                                    self.random.randint(0, 40)))
            if part[0] not in dict(parts) and sum(7 + len(v) for _, v in parts + [part]) <= most:
                parts.append(part)
        return parts or [("0165", "M")]

    def value(self, number, field):
        """A value that the field may hold: text, or pairs of a composite."""
        most = field["max"]
        least = field.get("min", 0 if field["len"] == "var" else most)
        if field.get("sub"):
            if field["sub"]["kind"] == "ber":
                return self.chip(most)
            return self.subelements(most)
        count = most if field["len"] == "fixed" else self.random.randint(
            max(1, least), min(most, self.random.choice((most, 40, 40, 12))))
        if field["enc"] in ("binary", "hexascii"):
            return self.hex(count)
        kind = field.get("class", "ans")
        if kind == "x+n":
            return self.random.choice("CD") + self.text(DIGITS, count - 1)
        if kind == "z":
            return self.track(count, "D" if field["enc"] == "bcd" else "=")
        return self.text({"n": DIGITS, "an": DIGITS + LETTERS, "a": LETTERS, "ns": DIGITS}.get(
            kind, DIGITS + LETTERS + SPECIALS), count)

    def track(self, count, separator):
        if count < 8:
            return self.text(DIGITS, count)
        head = self.random.randint(1, min(19, count - 2))
        return self.text(DIGITS, head) + separator + self.text(DIGITS, count - head - 1)

    def message(self, spec, mtis, numbers):
        count = self.random.randint(1, min(30, len(numbers)))
        chosen = sorted(self.random.sample(numbers, count), key=int)
        values = {number: self.value(number, spec["fields"][number]) for number in chosen}
        return {"t": self.random.choice(mtis)} | values

    def spoilt(self, message):
        """One byte changed, left out or put in."""
        place = self.random.randrange(len(message))
        how = self.random.randrange(4)
        if how == 0:
            return message[:place] + message[place + 1:]
        if how == 1:
            return message[:place] + self.random.randbytes(1) + message[place:]
        if how == 2:
            return message[:place + 1]
        changed = bytearray(message)
        changed[place] = self.random.choice((changed[place] ^ 1 << self.random.randrange(8),
                                             self.random.randrange(256)))
        return bytes(changed)


def wire(message):
    """The values as one text each."""
    return {key: value if isinstance(value, str) else joined(key, value)
            for key, value in message.items()}


def document(message):
    """As `iso encode` takes it."""
    elements = {key: value if isinstance(value, str) else [list(pair) for pair in value]
                for key, value in message.items() if key != "t"}
    return {"mti": message["t"], "elements": elements}


# ---- What is counted


class Tally:
    def __init__(self, peer, spec, way):
        self.peer, self.spec, self.way = peer, spec, way
        self.compared = self.agree = 0
        self.judged = {}
        self.differences = []

    def take(self, ours, theirs, rules=(), context=None):
        self.compared += 1
        if same(ours, theirs):
            self.agree += 1
            return
        for reason, rule in rules:
            if rule(ours, theirs, context):
                count, example = self.judged.get(reason, (0, shown(ours, theirs)))
                self.judged[reason] = (count + 1, example)
                return
        self.differences.append(shown(ours, theirs))

    def report(self, most):
        known = sum(count for count, _ in self.judged.values())
        print(f"{self.peer:<10} {self.spec:<23} {self.way:<17}{self.compared:>9}{self.agree:>9}"
              f"{known:>9}{len(self.differences):>13}", flush=True)
        for reason, (count, example) in sorted(self.judged.items()):
            print(f"    judged, {count} times: {reason}\n      as in {example}")
        for example in self.differences[:most]:
            print(f"    difference: {example}")
        if len(self.differences) > most:
            print(f"    and {len(self.differences) - most} more; --show N lists N")


def refused(value):
    return value == REFUSED or isinstance(value, tuple) and value[0] == REFUSED


def same(ours, theirs):
    if refused(ours) or refused(theirs):
        return refused(ours) and refused(theirs)
    return ours == theirs


def shown(ours, theirs):
    if refused(ours) or refused(theirs):
        def word(value):
            return " ".join(value) if isinstance(value, tuple) else (
                value if refused(value) else f"reads {len(value) - 1} elements")
        return f"monetique {word(ours)}; the other {word(theirs)}"
    keys = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
    return "; ".join(f"DE {key}: monetique {ours.get(key)!r}, the other {theirs.get(key)!r}"
                     for key in keys[:3])


# ---- pyiso8583

# Python has no EBCDIC 1047; 500 has the characters drawn here at the same places.
CODECS = {"ascii": "ascii", "latin1": "latin-1", "ebcdic1047": "cp500", "ebcdic500": "cp500"}


def pyiso_spec(spec):
    """The spec in pyiso8583's words, with the elements that it can describe."""
    def prefix(field):
        prefix = field.get("prefix")
        if not prefix:
            return {"len_enc": "ascii", "len_type": 0}
        enc, size = prefix["enc"], prefix["size"]
        if enc == "bcd":
            return {"len_enc": "bcd", "len_type": (size + 1) // 2}
        return {"len_enc": CODECS[enc], "len_type": size}

    def field(one):
        enc = one["enc"]
        row = prefix(one) | {"max_len": one["max"], "desc": one["name"]}
        if enc in CODECS:
            return row | {"data_enc": CODECS[enc]}
        if enc == "binary":
            return row | {"data_enc": "b"}
        if enc == "bcd":
            row |= {"data_enc": "b", "len_count": "nibbles"}
            return row | ({"left_pad": "0"} if one["max"] % 2 or one["len"] == "var" else {})
        if enc == "hexascii" and one["len"] == "fixed":
            return row | {"data_enc": "ascii", "max_len": 2 * one["max"]}
        return None

    binary = spec["bitmap"]["enc"] == "binary"
    bitmap = {"data_enc": "b" if binary else "ascii", "len_enc": "ascii", "len_type": 0,
              "max_len": 8 if binary else 16, "desc": "bitmap"}
    made = {"h": {"data_enc": "ascii", "len_enc": "ascii", "len_type": 0, "max_len": 0,
                  "desc": "header"},
            "t": field(spec["mti"]), "p": bitmap, "1": bitmap}
    for number, one in spec["fields"].items():
        if number not in ("1", "65") and int(number) <= 128 and field(one):
            made[number] = field(one)
    return made


def pyiso_family(program, options):
    import iso8583

    # Elements that pyiso8583 is not told of stay undefined for it.
    def theirs(data, made):
        try:
            values, _ = iso8583.decode(data, made)
        except (iso8583.DecodeError, KeyError):  # an element it is not told of is a KeyError
            return REFUSED
        return {key: value for key, value in values.items() if key not in ("h", "p", "1")}

    rules = [
        ("pyiso8583 does not look at what characters a value has; the spec's class forbids them",
         lambda o, t, c: refused(o) and not refused(t)
         and o[1] in ("characterNotAllowed", "nibbleNotDecimal", "oddHexadecimal")),
        ("pyiso8583 does not look into DE 55; EMV's length or tag is wrong there",
         lambda o, t, c: refused(o) and not refused(t) and o[2].split(".")[0] == "55"),
        ("pyiso8583 takes an element of no length; the spec has a minimum of one",
         lambda o, t, c: refused(o) and not refused(t) and o[1] == "lengthUnderMinimum"),
        ("Python has no EBCDIC 1047 and was told 500, which has other special characters",
         lambda o, t, c: c == "ebcdic1047" and not refused(o) and not refused(t)
         and o.keys() == t.keys() and all(len(o[key]) == len(t[key]) for key in o)),
        ("pyiso8583 does not look at the nibble that fills an odd number of digits",
         lambda o, t, c: refused(o) and not refused(t) and o[1] == "wrongFiller"),
    ]
    tallies = []
    for name, mtis in PYISO_SPECS.items():
        spec = program.spec(name)
        made = pyiso_spec(spec)
        numbers = [number for number in spec["fields"] if number in made and number != "1"
                   and spec["fields"][number]["enc"] != "xbcd"]
        draw = Draw(f"{options.seed} pyiso8583 {name}")
        drawn = [draw.message(spec, mtis, numbers) for _ in range(options.count)]
        written = [bytes(iso8583.encode(wire(one), made)[0])
                   for one in drawn]
        reads = Tally("pyiso8583", name, "reads theirs")
        for one, ours in zip(drawn, program.decode(name, written)):
            reads.take(ours, wire(one))
        writes = Tally("pyiso8583", name, "writes for them")
        encoded = program.encode(name, [document(one) for one in drawn])
        for one, data, bytes_of_theirs in zip(drawn, encoded, written):
            other = theirs(data, made)
            writes.take(normal(wire(one), spec), normal(other, spec))
            if data != bytes_of_theirs:
                writes.differences.append(f"bytes differ: {data.hex()} {bytes_of_theirs.hex()}")
        spoils = Tally("pyiso8583", name, "spoilt messages")
        broken = [draw.spoilt(data) for data in written]
        for data, ours in zip(broken, program.decode(name, broken)):
            other = theirs(data, made)
            spoils.take(normal(ours, spec), normal(other, spec), rules, spec["mti"]["enc"])
        tallies += [reads, writes, spoils]
    return tallies


def normal(values, spec):
    if refused(values):
        return values
    values = dict(values)
    for key, value in values.items():
        if key != "t" and spec["fields"].get(key, {}).get("enc") in ("binary", "hexascii", "bcd"):
            values[key] = value.upper()
    return values


PYISO_SPECS = {
    "iso8583-1987-ascii": ["0100", "0110", "0200", "0400", "0800"],
    "iso8583-1987-ascii-hex": ["0100", "0110", "0200", "0400", "0800"],
    "iso8583-1987-binary": ["0100", "0110", "0200", "0400", "0800"],
    "iso8583-1987-ebcdic": ["0100", "0110", "0200", "0400", "0800"],
    "iso8583-1993-ascii": ["1100", "1110", "1200", "1420", "1804"],
    "iso8583-1993-binary": ["1100", "1110", "1200", "1420", "1804"],
}


# ---- cardutil


def cardutil_family(program, options):
    import logging

    from cardutil import iso8583, mciipm
    logging.disable(logging.CRITICAL)

    def told(message):
        """The message as cardutil takes it, with its own types."""
        values = {"MTI": message["t"]}
        for key, value in wire(message).items():
            if key in CARDUTIL_NUMBERS:
                values[f"DE{key}"] = int(value)
            elif key == "55":
                values["DE55"] = bytes.fromhex(value)
            elif key == "12":
                values["DE12"] = datetime.datetime.strptime(value, "%y%m%d%H%M%S")
            elif key != "t":
                values[f"DE{key}"] = value
        return values

    def heard(values, spec):
        """What cardutil read, in the words of the wire."""
        told = {"t": values["MTI"]}
        for key, value in values.items():
            if not key.startswith("DE") or "_" in key:
                continue
            number = key[2:]
            if isinstance(value, bytes):
                value = value.hex().upper()
            elif isinstance(value, datetime.datetime):
                value = value.strftime("%y%m%d%H%M%S")
            elif isinstance(value, int):
                value = str(value).zfill(spec["fields"][number]["max"])
            told[number] = value
        return told

    def theirs(data, encoding, spec):
        try:
            return heard(iso8583.loads(data, encoding=encoding), spec)
        except Exception:  # cardutil lets several kinds through
            return REFUSED

    rules = [
        ("cardutil does not look at the characters of a value; the spec's class forbids them",
         lambda o, t, c: refused(o) and not refused(t) and o[1] == "characterNotAllowed"),
        ("cardutil only warns of what is wrong inside DE 55",
         lambda o, t, c: refused(o) and not refused(t) and o[2].split(".")[0] == "55"),
        ("cardutil stops at private data that do not add up, and keeps what it has",
         lambda o, t, c: refused(o) and not refused(t)
         and o[2].split(".")[0] in PRIVATE_DATA),
        ("cardutil has no maximum for several elements",
         lambda o, t, c: refused(o) and not refused(t) and o[1] == "lengthOverMaximum"),
        ("cardutil takes an element of no length; the spec has a minimum of one",
         lambda o, t, c: refused(o) and not refused(t) and o[1] == "lengthUnderMinimum"),
        ("cardutil takes a value that ends before its length, or bytes behind the last element",
         lambda o, t, c: refused(o) and not refused(t) and o[1] in ("truncated", "leftoverBytes")),
        ("cardutil does not look at bit 128",
         lambda o, t, c: refused(o) and not refused(t) and o[1:] == ("elementUndefined", "128")),
        ("cardutil does not mind the bit that says the bitmap is long",
         lambda o, t, c: refused(o) and not refused(t) and o[2] == "bitmap"),
        ("cardutil refuses a DE 12 that is no date; here that is the transaction's to tell, "
         "not the parser's",
         lambda o, t, c: refused(t) and not refused(o) and "12" in o and not is_date(o["12"])),
    ]
    tallies = []
    for name, encoding in (("ipm-clearing-ebcdic", "cp500"), ("ipm-clearing-ascii", "latin-1")):
        spec = program.spec(name)
        numbers = list(spec["fields"])
        draw = Draw(f"{options.seed} cardutil {name}")
        drawn = []
        for _ in range(options.count):
            one = draw.message(spec, ["1240", "1442", "1644", "1740"], numbers)
            if "12" in one:
                moment = datetime.datetime(2020, 1, 1) + datetime.timedelta(
                    seconds=draw.random.randrange(10 ** 8))
                one["12"] = moment.strftime("%y%m%d%H%M%S")
            drawn.append(one)
        written = [iso8583.dumps(told(one), encoding=encoding) for one in drawn]
        reads = Tally("cardutil", name, "reads theirs")
        for one, ours in zip(drawn, program.decode(name, written)):
            reads.take(ours, wire(one))
        writes = Tally("cardutil", name, "writes for them")
        encoded = program.encode(name, [document(one) for one in drawn])
        for one, data, bytes_of_theirs in zip(drawn, encoded, written):
            writes.take(wire(one), theirs(data, encoding, spec))
            if data != bytes_of_theirs:
                writes.differences.append(f"bytes differ: {data.hex()} {bytes_of_theirs.hex()}")
        spoils = Tally("cardutil", name, "spoilt messages")
        broken = [draw.spoilt(data) for data in written]
        for data, ours in zip(broken, program.decode(name, broken)):
            spoils.take(ours, theirs(data, encoding, spec), rules)
        tallies += [reads, writes, spoils]
        tallies += cardutil_files(program, mciipm, name, encoding, drawn, written, spec, heard)
    return tallies


PRIVATE_DATA = ("48", "62", "123", "124", "125")
CARDUTIL_NUMBERS = ("4", "5", "6", "9", "10", "26", "71")


def is_date(text):
    try:
        datetime.datetime.strptime(text, "%y%m%d%H%M%S")
        return True
    except ValueError:
        return False


def cardutil_files(program, mciipm, name, encoding, drawn, written, spec, heard):
    """Whole files: those that cardutil writes are decoded here, those written here it reads."""
    tallies = []
    for framing, blocked in (("vbs", False), ("vbs-1014", True)):
        tally = Tally("cardutil", name, f"files, {framing}")
        for start in range(0, len(written), 50):
            records, messages = written[start:start + 50], drawn[start:start + 50]
            file = io.BytesIO()
            with mciipm.VbsWriter(file, blocked=blocked) as writer:
                for record in records:
                    writer.write(record)
            run = program.run(["decode", "--spec", name, "--framing", framing, "--format",
                               "ndjson", "--test-data", "--ordered", "-"], file.getvalue())
            answers = [flat(json.loads(line)) for line in run.stdout.splitlines()]
            for one, ours in zip(messages, answers + [REFUSED] * (len(messages) - len(answers))):
                tally.take(ours, wire(one))
            back = program.run(["encode", "--spec", name, "--framing", framing, "-"], run.stdout)
            readable = mciipm.IpmReader(io.BytesIO(back.stdout), encoding=encoding,
                                        blocked=blocked)
            for one, values in zip(messages, list(readable)):
                tally.take(wire(one), heard(values, spec))
            # A full last block is followed by one of fill only, or is not: both are read here.
            if back.stdout != file.getvalue() and not back.stdout + b"\x40" * 1014 \
                    == file.getvalue():
                tally.differences.append(f"file of {len(records)} records: other bytes")
        tallies.append(tally)
    return tallies


# ---- Wireshark


def tshark_family(program, options):
    tallies = []
    for name, preferences in TSHARK_SPECS.items():
        spec = program.spec(name)
        numbers = [number for number, field in spec["fields"].items()
                   if int(number) <= 128 and number not in ("1", "65")
                   and field["enc"] != "xbcd"]
        draw = Draw(f"{options.seed} tshark {name}")
        drawn = [draw.message(spec, ["0100", "0110", "0200", "0400", "0800"], numbers)
                 for _ in range(min(options.count, 20_000))]
        encoded = program.encode(name, [document(one) for one in drawn])
        tally = Tally("tshark", name, "reads ours")
        heard = tshark(encoded, preferences)
        for one, theirs in zip(drawn, heard):
            compare_with_tshark(wire(one), theirs, tally, spec)
        tallies.append(tally)
    return tallies


TSHARK_SPECS = {
    "iso8583-1987-ascii-hex": ("Digits represented as ASCII Characters",
                               "Bin data represented as Hex Ascii characters"),
    "iso8583-1987-ascii": ("Digits represented as ASCII Characters", "Bin data not encoded"),
    "iso8583-1987-binary": ("Digits represented in nibbles", "Bin data not encoded"),
}


def compare_with_tshark(ours, theirs, tally, spec):
    """Value by value, up to the first that differs: behind it tshark reads at another place."""
    before = {}
    for key, value in ours.items():
        enc = "" if key == "t" else spec["fields"][key]["enc"]
        mine, other = {key: value}, {key: theirs.get(key)}
        if enc in ("binary", "hexascii"):
            other = {key: (theirs.get(key) or "").upper()}
        one = TsharkValue(key, enc, value, other[key], before, spec)
        tally.take(mine, other, TSHARK_RULES, one)
        if mine != other:
            return
        before[key] = value


TsharkValue = collections.namedtuple("TsharkValue", "key enc ours theirs before spec")


def is_stopped(value, key, allowed):
    """Whether tshark stopped at an element before, whose characters its table does not allow."""
    return not value.theirs and any(character not in allowed
                                    for character in value.before.get(key, ""))


# What Wireshark 4 does, from its table and code (epan/dissectors/packet-iso8583.c), and what speaks
# for the other reading.
TSHARK_RULES = [
    ("Wireshark has n 8 for DE 53 and n 15 for DE 86 to 89; pyiso8583 and jPOS have n 16, as here",
     lambda o, t, c: c.key in ("53", "86", "87", "88", "89") and c.theirs
     and (c.ours.startswith(c.theirs) or c.ours.endswith(c.theirs))),
    ("Wireshark writes binary values into a buffer of half their size, and shows what is behind",
     lambda o, t, c: c.enc == "binary" and c.key != "55"
     and (not c.theirs or c.theirs.startswith(c.ours))),
    ("Wireshark takes tracks for binary where binary values are, and their length for bytes",
     lambda o, t, c: c.key in ("35", "36") and c.theirs != c.ours),
    ("Wireshark has DE 55 of 1987 as text, when it was not chip data yet",
     lambda o, t, c: c.key == "55"),
    ("Wireshark has n 104 for DE 36 of 1987 and stops at the separator of a track; jPOS has text",
     lambda o, t, c: is_stopped(c, "36", DIGITS)),
    ("Wireshark has n for DE 92 and 93 of 1987 and stops at a letter; jPOS has text, as here",
     lambda o, t, c: is_stopped(c, "92", DIGITS) or is_stopped(c, "93", DIGITS)
     or c.key in ("92", "93")),
    ("Wireshark has letters for DE 49 to 51, as jPOS's binary packager has; the standard allows "
     "letters or digits, and the packed spec here packs digits",
     lambda o, t, c: c.key in ("49", "50", "51") and c.enc == "bcd"),
    ("Wireshark does not look at messages of less than 22 bytes with their length",
     lambda o, t, c: c.key == "t" and c.theirs is None),
]


def tshark(messages, preferences):
    """What Wireshark's dissector reads of each message: its bits as text."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as capture:
        capture.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for index, message in enumerate(messages):
            payload = struct.pack(">H", len(message)) + message
            tcp = struct.pack(">HHIIBBHHH", 40000, 9999, 1 + index * 5000, 1, 0x50, 0x18, 65535,
                              0, 0)
            total = 20 + len(tcp) + len(payload)
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, total, index & 0xFFFF, 0, 64, 6, 0,
                             bytes((127, 0, 0, 1)), bytes((127, 0, 0, 2)))
            packet = ip + tcp + payload
            capture.write(struct.pack("<IIII", index, 0, len(packet), len(packet)) + packet)
        capture.flush()
        run = subprocess.run(
            ["tshark", "-r", capture.name, "-d", "tcp.port==9999,iso8583", "-T", "ek",
             "-o", "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE",
             "-o", "iso8583.len_endian:Big endian", "-o", f"iso8583.charset:{preferences[0]}",
             "-o", f"iso8583.binencode:{preferences[1]}", "-J", "iso8583"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    heard = []
    for line in run.stdout.splitlines():
        row = json.loads(line)
        if "layers" not in row:
            continue
        layer = row["layers"].get("iso8583", {})
        values = {}
        for key, value in layer.items():
            short = key.split("iso8583_")[-1]
            if short == "mti":
                values["t"] = value
            elif short.startswith("bit") and short != "bit1":
                values[short[3:]] = value
        heard.append(values)
    if len(heard) != len(messages):
        sys.exit(f"tshark: {len(heard)} packets of {len(messages)}: {run.stderr[-300:]}")
    return heard


FAMILIES = {"pyiso8583": pyiso_family, "cardutil": cardutil_family, "tshark": tshark_family}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("families", nargs="*")
    options = parser.parse_args()
    unknown = [name for name in options.families if name not in FAMILIES]
    if unknown:
        sys.exit(f"no peer {unknown[0]}; there are: {' '.join(FAMILIES)}")
    program = Program(options.program)
    total = collections.Counter()
    print(f"{'peer':<10} {'spec':<23} {'way':<17}{'compared':>9}{'agree':>9}{'judged':>9}"
          f"{'differences':>13}")
    for name in options.families or FAMILIES:
        for tally in FAMILIES[name](program, options):
            tally.report(options.show)
            total["compared"] += tally.compared
            total["agree"] += tally.agree
            total["judged"] += sum(count for count, _ in tally.judged.values())
            total["differences"] += len(tally.differences)
    print(f"{'in all':<52}{total['compared']:>9}{total['agree']:>9}{total['judged']:>9}"
          f"{total['differences']:>13}")
    sys.exit(1 if total["differences"] else 0)


if __name__ == "__main__":
    main()

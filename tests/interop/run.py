#!/usr/bin/env python3
"""Runs the verifiers of other languages over our logs: see README.md.

    run.py python|go|mutations --bin BUILD/bin --work FOLDER

FOLDER keeps what Go builds. The logs lie in memory where there is such a file
system, as an export waits for all that is unwritten on its own.
"""

import argparse
import collections
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import mutations

HERE = pathlib.Path(__file__).resolve().parent
SIZES = (0, 1, 2, 255, 256, 257, 65535, 65536, 65537)
MUTATED_SIZE = 300
# What a change may do that changes nothing that is signed.
HARMLESS = (
    "an unknown signature more",
    "a long unknown signature",
    "an unknown key of the same name",
    "twenty unknown ones",
    # The signature line, the last but the empty one behind the last LF.
    "the last line doubled",
)
GO_PACKAGES = "/usr/share/gocode"


class Verifier:
    """A verifier process that answers a question a line."""

    def __init__(self, name, command, made):
        self.name = name
        who = [(made / f).read_text() for f in ("vkey", "origin")]
        self.process = subprocess.Popen(
            [*command, *who],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *question):
        self.process.stdin.write("\t".join(map(str, question)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        if answer != "ok" and not answer.startswith("refused"):
            sys.exit("%s gave no answer to %s" % (self.name, question))
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def python_command():
    for interpreter in (sys.executable, "/usr/bin/python3"):
        tried = subprocess.run([interpreter, "-c", "import nacl"], capture_output=True)
        if tried.returncode == 0:
            return [interpreter, str(HERE / "verify.py")]
    sys.exit("python3-nacl is not installed; scripts/setup installs it")


def go_command(work):
    if not shutil.which("go"):
        sys.exit("golang is not installed; scripts/setup installs it")
    if not pathlib.Path(GO_PACKAGES, "src/golang.org/x/mod/sumdb/tlog").is_dir():
        sys.exit("golang-golang-x-mod-dev is not installed; scripts/setup installs it")
    binary = work / "verify-go"
    settings = {"GO111MODULE": "off", "GOPATH": GO_PACKAGES, "GOFLAGS": "-mod=mod"}
    settings["GOCACHE"] = os.environ.get("GOCACHE", str(work.parent / "go-cache"))
    built = subprocess.run(
        ["go", "build", "-o", str(binary), str(HERE / "go/verify.go")],
        env={**os.environ, **settings},
    )
    if built.returncode != 0:
        sys.exit("go build failed")
    return [str(binary)]


def make_log(options, size):
    made = options.logs / ("log-%d" % size)
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    subprocess.run(
        [options.bin / "interop_make_log", made, str(size)], check=True
    )
    return made


def questions(made):
    yield "log", made / "log"
    for proof in sorted((made / "proofs").glob("*.tlog-proof")):
        yield "proof", proof, proof.with_suffix(".entry")


def check_sizes(options, name, command):
    asked = 0
    for size in SIZES:
        made = make_log(options, size)
        verifier = Verifier(name, command, made)
        for question in questions(made):
            answer = verifier.ask(*question)
            if answer != "ok":
                sys.exit("%s, size %d: %s: %s" % (name, size, question, answer))
            asked += 1
        verifier.close()
        shutil.rmtree(made)
    print("%s verified %d logs and %d proofs" % (name, len(SIZES), asked - len(SIZES)))


def mutated_files(made):
    """Each file to change, with the question that reads it."""
    for path in sorted((made / "log").rglob("*")):
        if path.is_file():
            yield path, path.relative_to(made / "log").as_posix(), ("log", made / "log")
    for index in (7, 40, 255, MUTATED_SIZE - 1):
        proof = made / "proofs" / ("%d.tlog-proof" % index)
        question = ("proof", proof, proof.with_suffix(".entry"))
        yield proof, proof.name, question
        yield proof.with_suffix(".entry"), proof.stem + ".entry", question


def forged_pairs(made):
    """An entry and its leaf hash edited alike, and a tile under a wider path."""
    for number, width in ((0, 256), (1, MUTATED_SIZE - 256)):
        suffix = "%03d" % number + ("" if width == 256 else ".p/%d" % width)
        bundle_path = made / "log/tile/entries" / suffix
        tile_path = made / "log/tile/0" / suffix
        bundle = bytearray(bundle_path.read_bytes())
        tile = bytearray(tile_path.read_bytes())
        bundle[2] ^= 1
        length = int.from_bytes(bundle[:2], "big")
        tile[:32] = hashlib.sha256(b"\0" + bytes(bundle[2 : 2 + length])).digest()
        yield "entry and tile %s" % suffix, {
            bundle_path: bytes(bundle),
            tile_path: bytes(tile),
        }
    partial = made / "log/tile/0/001.p" / str(MUTATED_SIZE - 256)
    yield "a partial tile under the full path", {
        partial: None,
        made / "log/tile/0/001": partial.read_bytes(),
    }


class Differences:
    """What the verifiers said, compared."""

    def __init__(self, ours, others):
        self.ours = ours
        self.others = others
        self.asked = 0
        self.accepted = []
        self.laxer = []
        self.stricter = collections.Counter()

    def ask(self, what, question):
        self.asked += 1
        ours = self.ours.ask(*question)
        theirs = {v.name: v.ask(*question) for v in self.others}
        refusing = {n: a for n, a in theirs.items() if a != "ok"}
        if ours == "ok" and refusing:
            self.laxer.append("%s: accepted, but %s" % (what, refusing))
        if ours == "ok" and not refusing:
            self.accepted.append(what)
        if ours != "ok" and len(refusing) < len(theirs):
            accepting = "+".join(sorted(set(theirs) - set(refusing)))
            # Without the place: `line 3 with CR` counts as `line with CR`.
            kind = " ".join(w for w in what.split() if not w.isdigit())
            self.stricter[kind + " (accepted by " + accepting + ")"] += 1

    def report(self):
        print("%d mutations asked of all" % self.asked)
        print("accepted by all: %d" % len(self.accepted))
        for what in self.accepted:
            print("  " + what)
        print("refused by ours alone or by ours and one other:")
        for what, count in sorted(self.stricter.items()):
            print("  %d x %s" % (count, what))
        for what in self.laxer:
            print("LAXER THAN ANOTHER: " + what)
        harmful = [w for w in self.accepted if not w.endswith(HARMLESS)]
        for what in harmful:
            print("ACCEPTED BY ALL, BUT NOT HARMLESS: " + what)
        return not self.laxer and not harmful and self.asked > 1000


def write_or_remove(path, data):
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)


def check_mutations(options):
    made = make_log(options, MUTATED_SIZE)
    ours = Verifier("ours", [str(options.bin / "interop_check")], made)
    others = [
        Verifier("python", python_command(), made),
        Verifier("go", go_command(options.work), made),
    ]
    for question in questions(made):
        for verifier in (ours, *others):
            answer = verifier.ask(*question)
            if answer != "ok":
                sys.exit("%s: %s: %s" % (verifier.name, question, answer))
    differences = Differences(ours, others)
    for path, name, question in mutated_files(made):
        whole = path.read_bytes()
        for how, data in mutations.all_of(name, whole):
            # A question without a file is no question.
            if data == whole or (question[0] == "proof" and data is None):
                continue
            write_or_remove(path, data)
            differences.ask("%s: %s" % (name, how), question)
        path.write_bytes(whole)
    for how, files in forged_pairs(made):
        before = {p: p.read_bytes() if p.exists() else None for p in files}
        for path, data in files.items():
            write_or_remove(path, data)
        differences.ask(how, ("log", made / "log"))
        for path, data in before.items():
            write_or_remove(path, data)
    for verifier in (ours, *others):
        verifier.close()
    if not differences.report():
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("test", choices=["python", "go", "mutations"])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="interop-", dir=memory) as logs:
        options.logs = pathlib.Path(logs)
        run(options)


def run(options):
    if options.test == "python":
        check_sizes(options, "python", python_command())
    elif options.test == "go":
        check_sizes(options, "go", go_command(options.work))
    else:
        check_mutations(options)


if __name__ == "__main__":
    main()

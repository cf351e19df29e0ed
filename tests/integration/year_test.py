"""The year of Merbau Mataram through the programs that people run.

Usage: year_test.py BIN_DIR DATA_DIR PROFILES

Makes two ledgers from the same keys: one undisturbed, one whose server and
import are killed at random moments (seed printed). Both must end with the same
root of each submitter's log. Then asks, watches, proves, checks, verifies.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

from real_ledger import BIN, DATA, PROFILES, Ledger, check

SOURCES = ["bank_a", "bank_b", "dinsos_1801", "kemensos"]


def heads(ledger):
    """Size and root of each source's log."""
    origins = [s["origin"] for s in ledger.rows("submitters") if s["bank"] or
               not s["origin"].startswith(("amanah-root", "registrar."))]
    heads = [ledger.rows("head", origin)[0] for origin in origins]
    return {h["origin"]: (h["size"], h["root_hash"]) for h in heads}


def undisturbed(root, keys):
    ledger = Ledger(root, "calm", keys)
    ledger.init()
    ledger.start()
    ledger.register()
    first = ledger.import_all()
    check([r["source"] for r in first] == SOURCES, "every source was imported")
    check(sum(r["events_after"] for r in first) > 64_000, "a year of events")
    size = ledger.rows("status")[0]["log_size"]
    again = ledger.import_all()
    check(all(r["events_before"] == r["events_after"] for r in again),
          "importing again finds nothing to do")
    check(ledger.rows("status")[0]["log_size"] == size, "and writes nothing")
    # Another profile makes as many events, but others: they must not go on
    # from what the ledger has.
    changed = root / "changed-profiles"
    shutil.copytree(PROFILES, changed)
    bank_a = (changed / "bank_a.toml").read_text()
    (changed / "bank_a.toml").write_text(
        bank_a.replace('const = "2025-01-01"', 'const = "2025-01-02"'))
    words = [changed if w == PROFILES else w for w in ledger.import_words(1000)]
    ledger.amanah(*words, code=2)
    check(ledger.rows("status")[0]["log_size"] == size, "a changed profile is refused")
    return ledger


def disturbed(root, keys, seed):
    dice = random.Random(seed)
    ledger = Ledger(root, "storm", keys)
    ledger.init()
    ledger.start()
    ledger.register()
    kills = 0
    importer = ledger.spawn_import(dice.choice([20, 60, 200]))
    while importer.returncode != 0:
        try:
            # Longer each time: on a slow machine it must get through, too.
            importer.wait(timeout=dice.uniform(0.02, 0.3 + 0.1 * kills))
            check(importer.returncode == 0, "the import ends well by itself")
        except subprocess.TimeoutExpired:
            kills += 1
            check(kills < 1_000, "the import ends")
            if dice.random() < 0.5:
                importer.kill()
                importer.wait()
                importer = ledger.spawn_import(dice.choice([20, 60, 200]))
            else:
                # The import goes on by itself when the server is back.
                ledger.stop(signal.SIGKILL)
                ledger.start()
    ledger.stop(signal.SIGKILL)
    ledger.start()
    print(f"killed {kills} times")
    return ledger


def watch_resumes_exactly(ledger):
    ledger.amanah("status", "--wait", 120)
    count = 30
    changes = ledger.rows("alerts", "--watch", "--stop-after", count)
    check(len(changes) == count, "the watch gives changes from the beginning")
    for after in (0, 7, count - 2):
        rest = ledger.rows("alerts", "--watch", "--resume",
                           changes[after]["resume_token"],
                           "--stop-after", count - 1 - after)
        check(rest == changes[after + 1:], f"resuming after change {after}")
    ledger.stop()
    shutil.rmtree(ledger.folder / "views")
    ledger.start()
    ledger.amanah("status", "--wait", 120)
    check(ledger.rows("alerts", "--watch", "--stop-after", count) == changes,
          "views that were built again tell the same changes")


def asks_and_proves(ledger, keys, root):
    alerts = ledger.rows("alerts")
    check({a["rule_id"] for a in alerts} >= {"R01", "R02", "R03", "R04", "R20"},
          "every rule found something")
    for alert in alerts:
        check(alert["sentence_id"] and alert["sentence_en"] and alert["input_indices"],
              "an alert explains itself")
    top = ledger.rows("holders", "--region", "18.01.18")[0]
    held = ledger.rows("holder", top["holder"])
    check(len(held) == top["cards_now"], "a holder's cards are as many as ranked")
    card = ledger.rows("card", held[0]["kks"])[0]
    check(card["custody"]["holder"] == top["holder"], "the card says the same")
    withdrawal = next(e for e in card["entries"] if e["kind"] == "withdrawal_posted")
    proof = root / "proof"
    ledger.amanah("prove", "--index", withdrawal["index"], "--out", proof)
    entry = json.loads(ledger.amanah("entry", withdrawal["index"]))
    source = next(s for s in SOURCES
                  if (keys / "sources" / f"{s}.key.vkey").read_text()
                  .startswith(entry["submitter"]))
    vkey = keys / "sources" / f"{source}.key.vkey"
    out = ledger.amanah("check", proof, "--submitter-vkey", vkey)
    check(out.count("✓") == 2, "both proofs hold")
    by_id = root / "proof-by-id"
    ledger.amanah("prove", "--event", entry["event"]["event_id"], "--out", by_id)
    check((by_id / "event.bin").read_bytes() == (proof / "event.bin").read_bytes(),
          "the same event by its id")
    other = next(s for s in SOURCES if s != source)
    ledger.amanah("check", proof, "--submitter-vkey",
                  keys / "sources" / f"{other}.key.vkey", code=1)
    event = bytearray((proof / "event.bin").read_bytes())
    event[len(event) // 2] ^= 1
    (proof / "event.bin").write_bytes(event)
    ledger.amanah("check", proof, "--submitter-vkey", vkey, code=1)


def exports_and_verifies(ledger, keys, root):
    ledger.amanah("export", "tiles", root / "tiles-remote")
    # Beside the running server, too.
    ledger.amanah("verify", "--data", ledger.folder, "--root-vkey",
                  keys / "root.key.vkey")
    ledger.stop()
    ledger.amanah("export", "tiles", root / "tiles-local", "--data", ledger.folder)
    same = subprocess.run(["diff", "-r", root / "tiles-remote", root / "tiles-local"])
    check(same.returncode == 0, "both exports are the same")
    ledger.amanah("verify", "--data", ledger.folder, "--root-vkey",
                  keys / "registrar-1.key.vkey", code=1)
    ledger.amanah("status", code=3)
    ledger.amanah("nonsense", code=2)
    biggest = max((f for f in (ledger.folder / "log").iterdir() if f.is_file()),
                  key=lambda f: f.stat().st_size)
    content = bytearray(biggest.read_bytes())
    content[len(content) // 2] ^= 1
    biggest.write_bytes(content)
    out = ledger.amanah("verify", "--data", ledger.folder, "--root-vkey",
                        keys / "root.key.vkey", code=1)
    check("✗" in out, "one flipped bit is found")


def main():
    seed = int(os.environ.get("AMANAH_SEED", time.time_ns() % 1_000_000))
    print(f"AMANAH_SEED={seed}")
    root = pathlib.Path(tempfile.mkdtemp(prefix="amanah-year-"))
    keys = root / "keys"
    ledgers = []
    try:
        calm = undisturbed(root, keys)
        ledgers.append(calm)
        storm = disturbed(root, keys, seed)
        ledgers.append(storm)
        check(len(heads(calm)) == len(SOURCES) and heads(calm) == heads(storm),
              "the same root of each source's log")
        watch_resumes_exactly(calm)
        asks_and_proves(calm, keys, root)
        exports_and_verifies(calm, keys, root)
    finally:
        for ledger in ledgers:
            ledger.end()
        shutil.rmtree(root, ignore_errors=True)
    print("ok")


if __name__ == "__main__":
    main()

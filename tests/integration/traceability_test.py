"""Every question that the programme's reports ask, as services/query/README.md
lists them: each row's command is run on the year of Merbau Mataram.

Usage: traceability_test.py BIN_DIR DATA_DIR PROFILES
"""

import pathlib
import re
import shlex
import shutil
import tempfile

from real_ledger import PROFILES, Ledger, check

README = PROFILES.parents[1] / "query" / "README.md"

# The reports and how many rows each has.
REPORTS = {0: range(1, 17), 1: range(1, 15), 2: range(1, 11), 3: range(1, 12),
           4: range(1, 13)}
ROW = re.compile(r"^\| (\d\.\d+) \| ([^|]+) \| ([^|]+) \| `amanah ([^`]+)` \|$")


def rows():
    found = {}
    for line in README.read_text().splitlines():
        if line.startswith("| ") and line[2].isdigit():
            match = ROW.match(line)
            check(match, f"not a row of the table: {line}")
            number, events, question, command = match.groups()
            check(number not in found, f"row {number} is there twice")
            found[number] = (events, question, command)
    wanted = {f"{report}.{row}" for report, all in REPORTS.items() for row in all}
    check(set(found) == wanted, f"rows missing or too many: {set(found) ^ wanted}")
    return found


def main():
    table = rows()
    root = pathlib.Path(tempfile.mkdtemp(prefix="amanah-trace-"))
    keys = root / "keys"
    ledger = Ledger(root, "ledger", keys)
    try:
        ledger.init()
        ledger.start()
        ledger.register()
        ledger.import_all()
        silent = []
        for number, (_, _, command) in table.items():
            shown = ledger.amanah(*shlex.split(command))
            if not shown.strip():
                silent.append(number)
        print("rows that the year's files have nothing for:", *silent)
        # The files know nothing of meetings, trainings, targets and the like;
        # whatever they do tell of must be shown.
        told = {"0.1", "0.2", "0.3", "0.4", "0.9", "0.10", "0.14", "0.16", "1.2",
                "1.1", "1.6", "1.11", "1.12", "1.13", "1.14", "2.3", "2.4", "3.1", "3.2", "3.5",
                "3.11", "4.1", "4.2", "4.4", "4.6", "4.7", "4.8", "4.9", "4.10",
                "4.11", "4.12"}
        check(not told & set(silent), f"nothing shown for {told & set(silent)}")
        ledger.stop()
    finally:
        ledger.end()
    shutil.rmtree(root)


main()

#!/usr/bin/env python3
"""Kills amanahd in the middle of an import, again and again, by kill -9.

    import_kill_test.py <folder of the binaries> <project> <kills>

One ledger takes the year of Merbau Mataram undisturbed. Another takes it with
the same keys while its server is killed at random moments, half of the time
with the import itself. In the end every submitter's log has the same size and
root in both, both ledgers verify, and importing once more does nothing.
"""

import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(sys.argv[1])
PROJECT = pathlib.Path(sys.argv[2])
KILLS = int(sys.argv[3])
PROFILES = PROJECT / "services/importer/profiles"


class Ledger:
    """A ledger in a folder of its own, its server, and imports into it."""

    def __init__(self, folder, keys, data):
        self.folder, self.keys, self.data = folder, keys, data
        self.server = None
        self.port = 0
        folder.mkdir()
        self.run("init", "--data", folder / "ledger", "--origin",
                 "ledger.example/amanah", "--root-key", keys / "root.key",
                 "--new-token-key", keys / "token.key", "--listen",
                 "127.0.0.1:0", client=False)

    def run(self, *words, client=True, check=True):
        where = ["--ledger", self.folder / "client"] if client else []
        return subprocess.run([BIN / "amanah", *where, *words], check=check,
                              stdout=subprocess.PIPE, text=True,
                              stdin=subprocess.DEVNULL)

    def start(self):
        """Starts the server, on the port that it had before, and waits."""
        self.server = subprocess.Popen(
            [BIN / "amanahd", "--data", self.folder / "ledger", "--quiet",
             "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        line = self.server.stdout.readline()
        assert "address=" in line, f"the server did not start: {line}"
        self.port = int(line.split("address=")[1].split()[0].rsplit(":")[-1])
        self.write_client()

    def write_client(self):
        """client.toml with the port that the server really has."""
        made = self.folder / "ledger"
        text = (made / "client.toml").read_text()
        text = text.replace("127.0.0.1:0", f"127.0.0.1:{self.port}")
        text = text.replace("'tls/", f"'{made}/tls/")
        text = text.replace("'../", f"'{made}/../")
        client = self.folder / "client"
        client.mkdir(exist_ok=True)
        (client / "client.toml").write_text(text)

    def stop(self, how=signal.SIGKILL):
        self.server.send_signal(how)
        self.server.wait()
        self.server.stdout.close()

    def register(self):
        for key in ("registrar-1", "registrar-2"):
            if not (self.keys / f"{key}.key").exists():
                self.run("keygen", key, "--out", self.keys / f"{key}.key")
        pair = [self.keys / f"registrar-{i}.key" for i in (1, 2)]
        self.run("register", "registrar", "--origin",
                 "registrar.example/amanah", "--name", "Registrar", "--vkey",
                 *[f"{key}.vkey" for key in pair], "--threshold", "2", "--key",
                 self.keys / "root.key")
        self.run("register", "submitter", "--profile", PROFILES, "--keys",
                 self.keys / "sources", "--key", *pair)

    def start_import(self):
        return subprocess.Popen(
            [BIN / "amanah", "--ledger", self.folder / "client", "--json",
             "import", "--source-dir", self.data, "--profile", PROFILES,
             "--key", self.keys / "sources", "--state", self.folder / "state",
             "--batch", "200", "--patience", "60"],
            stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def heads(self):
        """Size and right edge of each source's log; an import has compared
        them with what the ledger has."""
        found = {}
        for state in sorted((self.folder / "state").glob("*/submitter.state")):
            lines = state.read_text(errors="replace").splitlines()
            assert "pending 0" in lines, f"{state} is not settled"
            found[lines[1]] = [line for line in lines
                               if line.startswith(("size ", "edge "))]
        return found

    def verify(self):
        self.run("verify", "--data", self.folder / "ledger", "--root-vkey",
                 self.keys / "root.key.vkey", client=False)


def disturbed_import(ledger, kills):
    """Imports to the end, killing the server `kills` times on the way."""
    done = 0
    importing = ledger.start_import()
    while True:
        try:
            code = importing.wait(timeout=random.uniform(0.02, 0.6))
        except subprocess.TimeoutExpired:
            code = None
        if code == 0:
            return done
        assert code in (None, 3, -signal.SIGKILL), f"the import ended: {code}"
        if code is None and done < kills:
            ledger.stop()
            done += 1
            if random.random() < 0.5:
                importing.kill()
                code = importing.wait()
            ledger.start()
        if code is not None:
            importing = ledger.start_import()


def main():
    seed = int(os.environ.get("AMANAH_SEED", time.time_ns() % 2**32))
    random.seed(seed)
    print("seed", seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="amanah-import-kill-") as made:
        top = pathlib.Path(made)
        keys = top / "keys"
        keys.mkdir()
        subprocess.run([PROJECT / "scripts/unpack-data", top / "data"],
                       check=True)
        data = top / "data/merbau-mataram"
        calm = Ledger(top / "calm", keys, data)
        calm.start()
        calm.register()
        assert calm.start_import().wait() == 0
        wanted = calm.heads()
        calm.stop(signal.SIGTERM)
        assert len(wanted) == 4

        rough = Ledger(top / "rough", keys, data)
        rough.start()
        rough.register()
        done = disturbed_import(rough, KILLS)
        found = rough.heads()
        assert found == wanted, f"{found} is not {wanted}"
        assert rough.start_import().wait() == 0
        assert rough.heads() == wanted, "importing again changed something"
        rough.stop(signal.SIGTERM)
        calm.verify()
        rough.verify()
        print(f"{done} kills, the same roots:", ", ".join(f"{origin} {head[0]}" for origin, head in found.items()))
        assert done > 0, "the import was over before anything was killed"


if __name__ == "__main__":
    main()

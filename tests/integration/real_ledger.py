"""A ledger served by the real programs, for tests that use them."""

import atexit
import json
import os
import pathlib
import signal
import subprocess
import sys

BIN, DATA, PROFILES = (pathlib.Path(a).resolve() for a in sys.argv[1:4])


def check(promise, what):
    if not promise:
        raise SystemExit(f"FAILED: {what}")


class Ledger:
    def __init__(self, root, name, keys):
        self.folder = root / name
        self.keys = keys
        self.state = root / f"{name}-state"
        self.server = None
        self.address = None
        atexit.register(self.end)

    def end(self):
        """Whatever became of the test: no server outlives it."""
        if self.server and self.server.poll() is None:
            self.server.kill()
            self.server.wait()

    def amanah(self, *words, code=0, timeout=120):
        done = subprocess.run(
            [BIN / "amanah", *map(str, words)],
            env={**os.environ, "AMANAH_CLIENT": str(self.folder / "client.toml")},
            capture_output=True, text=True, timeout=timeout)
        check(done.returncode == code,
              f"amanah {words} gave {done.returncode}, not {code}:\n"
              f"{done.stdout}\n{done.stderr}")
        return done.stdout

    def rows(self, *words):
        return [json.loads(line) for line in self.amanah(*words, "--json").splitlines()]

    def init(self):
        self.amanah("init", "--data", self.folder, "--origin", "ledger.example/amanah",
                    "--root-key", self.keys / "root.key", "--listen", "127.0.0.1:0")

    def start(self):
        # The port of the first start is kept, so that clients find it again.
        listen = ["--listen", self.address] if self.address else []
        self.server = subprocess.Popen(
            [BIN / "amanahd", "--data", self.folder, "--quiet", *listen],
            stdout=subprocess.PIPE, text=True)
        line = self.server.stdout.readline()
        check("amanahd ready" in line, f"no readiness: {line!r}")
        self.address = line.split("address=")[1].split()[0]
        config = self.folder / "client.toml"
        config.write_text(config.read_text().replace("127.0.0.1:0", self.address))

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        code = self.server.wait(timeout=60)
        check(how == signal.SIGKILL or code == 0, f"amanahd ended with {code}")

    def register(self):
        registrars = [self.keys / f"registrar-{n}.key" for n in (1, 2)]
        for key in registrars:
            if not key.exists():
                self.amanah("keygen", key.stem, "--out", key)
        vkeys = [w for key in registrars for w in ("--vkey", f"{key}.vkey")]
        self.amanah("register", "registrar", "--origin", "registrar.example/amanah",
                    *vkeys, "--key", self.keys / "root.key")
        signing = [w for key in registrars for w in ("--key", key)]
        self.amanah("register", "submitter", "--profile", PROFILES,
                    "--keys", self.keys / "sources", *signing)

    def import_words(self, batch):
        return ["import", "--source-dir", DATA, "--profile", PROFILES,
                "--key", self.keys / "sources", "--state", self.state,
                "--batch", batch]

    def import_all(self, batch=1000):
        return self.rows(*self.import_words(batch))

    def spawn_import(self, batch):
        return subprocess.Popen(
            [BIN / "amanah", *map(str, self.import_words(batch))],
            env={**os.environ, "AMANAH_CLIENT": str(self.folder / "client.toml")},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

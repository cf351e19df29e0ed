#!/usr/bin/env python3
"""Verifies tlog-tiles folders and .tlog-proof files, from the C2SP texts.

    verify.py VKEY ORIGIN < questions

A question a line: `log`, folder; or `proof`, file, entry file; parted by tabs.
Answers `ok` or `refused <why>`. Needs PyNaCl for Ed25519 and nothing else.
"""

import base64
import hashlib
import pathlib
import sys

import nacl.exceptions
import nacl.signing


class Refused(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Refused(why)


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def decode64(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("base64: " + str(error)) from error


def decimal(text):
    need(text.isascii() and text.isdigit(), "no decimal number")
    need(text == "0" or not text.startswith("0"), "leading zero")
    return int(text)


class VerifierKey:
    def __init__(self, vkey):
        self.name, key_id, key = vkey.split("+", 2)
        raw = decode64(key)
        need(raw[0] == 1 and len(raw) == 33, "no Ed25519 key")
        self.key_id = sha256(self.name.encode() + b"\n" + raw)[:4]
        need(self.key_id.hex() == key_id, "key id is not the hash of the key")
        self.key = nacl.signing.VerifyKey(raw[1:])


def open_note(note, vkey):
    """The text of a signed note that vkey signed."""
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("not UTF-8") from error
    need(all(c >= " " or c == "\n" for c in text), "control character")
    head, separator, lines = text.rpartition("\n\n")
    need(separator and lines.endswith("\n"), "no signatures")
    head += "\n"
    signed = False
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014", "no signature line")
        need(parts[1] and "+" not in parts[1], "no key name")
        need(not any(c.isspace() for c in parts[1]), "space in key name")
        raw = decode64(parts[2])
        need(len(raw) > 4, "short signature")
        if parts[1] != vkey.name or raw[:4] != vkey.key_id:
            continue
        try:
            vkey.key.verify(head.encode(), raw[4:])
        except (nacl.exceptions.CryptoError, ValueError) as error:
            raise Refused("signature does not verify") from error
        signed = True
    need(signed, "not signed")
    return head


def open_checkpoint(note, vkey, origin):
    """Size and root of a signed checkpoint."""
    lines = open_note(note, vkey).split("\n")
    need(len(lines) >= 4 and lines[-1] == "", "not three lines")
    need(all(lines[:-1]), "empty line")
    need(lines[0] == origin, "another origin")
    root = decode64(lines[2])
    need(len(root) == 32, "root is not 32 bytes")
    return decimal(lines[1]), root


def tree_root(hashes):
    """MTH of RFC 6962 over leaf or subtree hashes."""
    if not hashes:
        return sha256(b"")
    row = list(hashes)
    # A row at a time; an odd last one goes up as it is, which gives the same
    # tree as splitting at the largest power of two.
    while len(row) > 1:
        above = [node_hash(a, b) for a, b in zip(row[::2], row[1::2])]
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


def tile_name(level, number, width):
    groups = ["%03d" % (number % 1000)]
    while number >= 1000:
        number //= 1000
        groups.insert(0, "x%03d" % (number % 1000))
    partial = "" if width == 256 else ".p/%d" % width
    return "tile/%s/%s%s" % (level, "/".join(groups), partial)


def read_tile(folder, level, number, width):
    """Bytes and promised width: the tile itself or the full one."""
    for promised in (width, 256):
        path = folder / tile_name(level, number, promised)
        if path.is_file():
            return path.read_bytes(), promised
    raise Refused(tile_name(level, number, width) + " is missing")


def read_hashes(folder, level, number, width):
    data, promised = read_tile(folder, level, number, width)
    need(len(data) == 32 * promised, "size of a tile")
    return [data[32 * i : 32 * i + 32] for i in range(width)]


def read_entries(folder, number, width):
    data, promised = read_tile(folder, "entries", number, width)
    entries = []
    at = 0
    while at < len(data):
        need(at + 2 <= len(data), "bundle is cut")
        length = int.from_bytes(data[at : at + 2], "big")
        need(at + 2 + length <= len(data), "bundle is cut")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    need(len(entries) == promised, "number of entries")
    return entries[:width]


def widths(count):
    """Number and width of each tile that holds `count` hashes."""
    for number in range(count // 256):
        yield number, 256
    if count % 256:
        yield count // 256, count % 256


def verify_log(folder, vkey, origin):
    folder = pathlib.Path(folder)
    checkpoint = folder / "checkpoint"
    need(checkpoint.is_file(), "no checkpoint")
    size, root = open_checkpoint(checkpoint.read_bytes(), vkey, origin)
    need(size < 10_000_000, "more than this program is for")
    hashes = []
    for number, width in widths(size):
        hashes += [leaf_hash(e) for e in read_entries(folder, number, width)]
    need(tree_root(hashes) == root, "root")
    level = 0
    while hashes:
        for number, width in widths(len(hashes)):
            said = read_hashes(folder, level, number, width)
            ours = hashes[256 * number : 256 * number + width]
            need(said == ours, tile_name(level, number, width))
        full = len(hashes) // 256
        hashes = [tree_root(hashes[256 * i : 256 * i + 256]) for i in range(full)]
        level += 1


def root_from_path(index, size, leaf, path):
    """RFC 6962's PATH, read backwards."""
    if size == 1:
        need(not path, "path is too long")
        return leaf
    need(path, "path is too short")
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        return node_hash(root_from_path(index, split, leaf, path[:-1]), path[-1])
    rest = root_from_path(index - split, size - split, leaf, path[:-1])
    return node_hash(path[-1], rest)


def verify_proof(proof_file, entry_file, vkey, origin):
    data = pathlib.Path(proof_file).read_bytes()
    entry = pathlib.Path(entry_file).read_bytes()
    head, separator, checkpoint = data.partition(b"\n\n")
    need(separator, "no checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise Refused("not ASCII") from error
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "first line")
    if lines and lines[0].startswith("extra "):
        decode64(lines.pop(0)[6:])
    need(lines and lines[0].startswith("index "), "index line")
    index = decimal(lines.pop(0)[6:])
    path = [decode64(line) for line in lines]
    need(all(len(h) == 32 for h in path) and len(path) < 64, "path")
    size, root = open_checkpoint(checkpoint, vkey, origin)
    need(index < size, "index")
    need(root_from_path(index, size, leaf_hash(entry), path) == root, "root")


def main():
    vkey = VerifierKey(sys.argv[1])
    origin = sys.argv[2]
    for line in sys.stdin:
        kind, *paths = line.rstrip("\n").split("\t")
        try:
            if kind == "log":
                verify_log(paths[0], vkey, origin)
            else:
                verify_proof(paths[0], paths[1], vkey, origin)
            print("ok", flush=True)
        except Refused as refused:
            print("refused", refused, flush=True)


if __name__ == "__main__":
    main()

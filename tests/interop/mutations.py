"""Ways to change a file, each with a name.

Each generator gives (name, bytes); bytes None means: remove the file.
"""

import base64
import random


def of_any(data, randomness):
    """Changes that need no understanding of the file."""
    places = range(len(data))
    if len(data) > 400:
        # All of the ends, some of the middle.
        middle = randomness.sample(range(100, len(data) - 100), 60)
        places = [*range(100), *sorted(middle), *range(len(data) - 100, len(data))]
    for at in places:
        changed = bytearray(data)
        changed[at] ^= 1 << randomness.randrange(8)
        yield "flip at %d" % at, bytes(changed)
    for cut in (1, 2, 31, 32, 33, len(data) // 2):
        if 0 < cut < len(data):
            yield "cut the last %d" % cut, data[:-cut]
            yield "cut the first %d" % cut, data[cut:]
    for name, more in (
        ("a zero byte", b"\0"),
        ("a line feed", b"\n"),
        ("an x", b"x"),
        ("32 bytes", b"h" * 32),
        ("an empty entry", b"\0\0"),
        ("an entry", b"\0\3abc"),
        ("itself", data),
    ):
        yield "%s behind" % name, data + more
        yield "%s before" % name, more + data
    yield "emptied", b""
    yield "removed", None
    yield "zeroed", bytes(len(data))
    yield "reversed", data[::-1]


def of_text(data):
    """Changes to the lines of a checkpoint or a proof file."""
    lines = data.split(b"\n")
    for i, line in enumerate(lines):
        def with_line(*new, i=i):
            return b"\n".join([*lines[:i], *new, *lines[i + 1 :]])

        yield "line %d removed" % i, with_line()
        which = "the last line" if i == len(lines) - 2 else "line %d" % i
        yield "%s doubled" % which, with_line(line, line)
        yield "line %d behind an empty line" % i, with_line(b"", line)
        for name, new in (
            ("with CR", line + b"\r"),
            ("with a space behind", line + b" "),
            ("with a space before", b" " + line),
            ("with a tab", b"\t" + line),
            ("with a zero before", b"0" + line),
            ("with a plus before", b"+" + line),
            ("in upper case", line.upper()),
            ("with two spaces", line.replace(b" ", b"  ", 1)),
            ("without padding", line.replace(b"=", b"")),
            ("with more padding", line + b"="),
            ("with - for +", line.replace(b"+", b"-")),
            ("with _ for /", line.replace(b"/", b"_")),
            ("with a hyphen for a dash", line.replace(b"\xe2\x80\x94", b"-")),
            ("with an en dash", line.replace(b"\xe2\x80\x94", b"\xe2\x80\x93")),
            ("one more", _number_plus(line, 1)),
            ("one less", _number_plus(line, -1)),
            ("2^63", _number_to(line, 2**63)),
            ("2^64 more", _number_plus(line, 2**64)),
            ("with stray bits", _stray_bits(line)),
        ):
            if new != line:
                yield "line %d %s" % (i, name), with_line(new)
        for j in range(i):
            swapped = list(lines)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            if swapped != lines:
                yield "lines %d and %d swapped" % (j, i), b"\n".join(swapped)


def _number_plus(line, step):
    head, space, number = line.rpartition(b" ")
    if not number.isdigit():
        return line
    return head + space + str(int(number) + step).encode()


def _number_to(line, value):
    head, space, number = line.rpartition(b" ")
    return head + space + str(value).encode() if number.isdigit() else line


def _stray_bits(line):
    """The same bytes in base64, with a bit set after the last byte."""
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = line.rstrip(b"=")
    if body == line or len(line) % 4 and b" " not in line:
        return line
    last = digits.index(body[-1:])
    return body[:-1] + digits[last ^ 1 : (last ^ 1) + 1] + line[len(body) :]


def of_signatures(note):
    """Signature lines that a note may or may not carry as well."""
    def line(name, raw):
        return "\u2014 {} {}\n".format(name, base64.b64encode(raw).decode()).encode()

    own = note[note.rindex(b"\n\n") + 2 :]
    name = own.split(b" ")[1].decode()
    key_id = base64.b64decode(own.split(b" ")[2])[:4]
    yield "an unknown signature more", note + line("witness", b"keyid" + b"s" * 64)
    yield "a long unknown signature", note + line("witness", b"m" * 2424)
    yield "an unknown key of the same name", note + line(name, b"1234" + b"s" * 64)
    yield "a failing known signature", note + line(name, key_id + b"s" * 64)
    yield "a short known signature", note + line(name, key_id + b"s" * 63)
    yield "an empty known signature", note + line(name, key_id)
    yield "the failing one first", (
        note[: -len(own)] + line(name, key_id + b"s" * 64) + own
    )
    yield "a name with plus", note + line("wit+ness", b"keyid" + b"s" * 64)
    yield "a name with a no-break space", note + line("wit\u00a0ness", b"k" * 68)
    yield "twenty unknown ones", note + line("w", b"k" * 68) * 20
    yield "a hundred unknown ones", note + line("w", b"k" * 68) * 100
    yield "an extension line", note.replace(b"\n\n", b"\nextension\n\n", 1)


def all_of(name, data):
    """Every change to the file `name` of an export or a proof."""
    randomness = random.Random(name)
    yield from of_any(data, randomness)
    if name == "checkpoint" or name.endswith(".tlog-proof"):
        yield from of_text(data)
        yield from of_signatures(data)

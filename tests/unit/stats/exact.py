#!/usr/bin/env python3
"""Recomputes each line of stats_table with whole numbers and fractions."""

import math
import subprocess
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50
C = math.comb


def hypergeometric(all_, marked, drawn, hits):
    return Fraction(sum(C(marked, h) * C(all_ - marked, drawn - h)
                        for h in hits if 0 <= drawn - h), C(all_, drawn))


def exact(name, n, k, d, x):
    if name == "hypergeometric_upper":
        return hypergeometric(n, k, d, range(x, min(k, d) + 1))
    if name == "hypergeometric_lower":
        return hypergeometric(n, k, d, range(0, min(x, k, d) + 1))
    if name == "runs_lower":
        if k == 0:
            return Fraction(1)
        return Fraction(sum(C(k - 1, r - 1) * C(n - k + 1, r)
                            for r in range(1, x + 1)), C(n, k))
    if name == "span_lower":
        if k == 0:
            return Fraction(1)
        if d == 0:
            return Fraction(0)
        return Fraction((n - d) * C(d - 1, k - 1) + C(d, k), C(n, k))
    if name == "binomial_upper":
        p = Fraction(d, 1024)
        return sum((C(n, h) * p**h * (1 - p)**(n - h)
                    for h in range(x, n + 1)), Fraction(0))
    raise ValueError(name)


def main():
    lines = subprocess.run([sys.argv[1]], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    worst = 0.0
    for line in lines:
        name, n, k, d, x, log_p = line.split()
        wanted = exact(name, int(n), int(k), int(d), int(x))
        if wanted == 0:
            assert log_p == "-inf", line
            continue
        log = float((Decimal(wanted.numerator) / Decimal(wanted.denominator)).ln())
        worst = max(worst, abs(float(log_p) - log))
        assert abs(float(log_p) - log) <= 1e-11 * max(1, abs(log)), (line, log)
    assert len(lines) == 2000
    print(f"{len(lines)} lines, worst difference of the logarithm {worst:.1e}")


if __name__ == "__main__":
    main()

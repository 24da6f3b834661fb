"""Careful work in single-digit steps, and the quick guesses that forget the carries.

Every ``*_steps`` function returns ``(text, result)``: the text a careful pass writes, one digit at
a time, and the number it ends with. Only single-digit operations ever have to be known by heart;
larger one-shot operations never became reliable in a model of this size.
"""

from __future__ import annotations


def add_steps(a: int, b: int) -> tuple[str, int]:
    """Column addition from the right: ``7+5+0=12`` is digit + digit + carry = carry and digit."""
    width = max(len(str(a)), len(str(b)))
    x, y = str(a).zfill(width), str(b).zfill(width)
    carry, steps = 0, []
    for i in range(width - 1, -1, -1):
        total = int(x[i]) + int(y[i]) + carry
        steps.append(f"{x[i]}+{y[i]}+{carry}={total:02d}")
        carry = total // 10
    return ", ".join(steps), a + b


def sub_steps(a: int, b: int) -> tuple[str, int]:
    """Column subtraction (a >= b) from the right: ``2-5-0=7 b1`` borrows one."""
    x = str(a)
    y = str(b).zfill(len(x))
    borrow, steps = 0, []
    for i in range(len(x) - 1, -1, -1):
        total = int(x[i]) - int(y[i]) - borrow
        lent = int(total < 0)
        steps.append(f"{x[i]}-{y[i]}-{borrow}={total % 10} b{lent}")
        borrow = lent
    return ", ".join(steps), a - b


def times_digit(a: int, digit: int) -> tuple[str, int]:
    """``a`` times one digit: ``7*6+2=44`` is digit * digit + carry."""
    carry, steps = 0, []
    for char in reversed(str(a)):
        total = int(char) * digit + carry
        steps.append(f"{char}*{digit}+{carry}={total:02d}")
        carry = total // 10
    return ", ".join(steps) + f", {a * digit}", a * digit


def mul_steps(a: int, b: int) -> tuple[str, int]:
    """``a`` times ``b`` (b < 100): digit by digit, then the two partial products in columns."""
    if a < 10 <= b:
        a, b = b, a
    if b < 10:
        return times_digit(a, b)
    tens, ones = divmod(b, 10)
    if ones == 0:
        text, product = times_digit(a, tens)
        return f"{text}, {product}0", product * 10
    high_text, high = times_digit(a, tens)
    low_text, low = times_digit(a, ones)
    sum_text, total = add_steps(high * 10, low)
    return f"{high_text}; {low_text}; {high}0+{low}: {sum_text}, {total}", total


def div_steps(a: int, b: int) -> tuple[str, int, int]:
    """Long division by one digit; returns text, quotient and remainder."""
    rest, steps = 0, []
    for char in str(a):
        current = rest * 10 + int(char)
        steps.append(f"{current}/{b}={current // b} r{current % b}")
        rest = current % b
    quotient = a // b
    return ", ".join(steps) + f", {quotient} r{rest}", quotient, rest


def guess_add(a: int, b: int) -> int:
    """Adds the digits and forgets every carry; right exactly when there is none."""
    width = max(len(str(a)), len(str(b)))
    pairs = zip(str(a).zfill(width), str(b).zfill(width))
    return int("".join(str((int(x) + int(y)) % 10) for x, y in pairs))


def guess_sub(a: int, b: int) -> int:
    """Subtracts digit from digit and forgets every borrow; right exactly when there is none."""
    x = str(a)
    return int("".join(str((int(p) - int(q)) % 10) for p, q in zip(x, str(b).zfill(len(x)))))


def guess_mul(a: int, b: int) -> int:
    """Products up to 100 by heart; else times the smaller factor's leading digit, no carries."""
    if a * b <= 100:
        return a * b
    if b > a:
        a, b = b, a
    lead, zeros = int(str(b)[0]), "0" * (len(str(b)) - 1)
    return int("".join(str(int(x) * lead % 10) for x in str(a)) + zeros)


def guess_div(a: int, b: int) -> int:
    """Numbers up to 100 by heart; else divides each digit by itself and forgets what is left."""
    if a <= 100:
        return a // b
    digits = "".join(str(int(x) // b) for x in str(a))
    return int(digits) or 1

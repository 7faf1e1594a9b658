"""OpenQASM expressions: read into functions of the values of the names in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ...errors import InputError
from .._angle import Angle
from ._qasm_tokens import Token, fail

#: Whole and real numbers are told apart, as OpenQASM does; an `Angle` depends on inputs.
Value = int | float | Angle
Scope = Mapping[str, Value]
Expression = Callable[[Scope], Value]

CONSTANTS: dict[str, float] = {
    "pi": math.pi,
    "π": math.pi,
    "tau": math.tau,
    "τ": math.tau,
    "euler": math.e,
    "ℇ": math.e,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
}


#: Deeper brackets than any program that means something.
_MAX_DEPTH = 50
_MAX_DIGITS = 18
#: Higher powers of an input than any circuit needs.
_MAX_EXPONENT = 32


class Cursor:
    """A place in a list of tokens."""

    def __init__(self, tokens: list[Token]):
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """Return the next token and step behind it."""
        token = self.token
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def accept(self, text: str) -> bool:
        """Step behind the next token if it is `text`."""
        if self.token.text == text and self.token.kind in ("sign", "name"):
            self.take()
            return True
        return False

    def expect(self, text: str) -> Token:
        """Step behind `text`, which must come next."""
        token = self.token
        if not self.accept(text):
            fail(token.line, f"expected {text!r}, got {token.text!r}.")
        return token

    def name(self) -> str:
        """Return the name that must come next."""
        token = self.take()
        if token.kind != "name":
            fail(token.line, f"expected a name, got {token.text!r}.")
        return token.text

    def listed(self, closing: str) -> list[Expression]:
        """Return expressions with commas between them, up to and with `closing`."""
        expressions: list[Expression] = []
        while not self.accept(closing):
            if expressions:
                self.expect(",")
            expressions.append(self.expression())
        return expressions

    def expression(self) -> Expression:
        """Return the expression that comes next: a sum of products."""
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Expression:
        return self._chain(("*", "/", "%"), self._signed)

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        """Return operands with signs of one rank between them, evaluated from left to right."""
        first, rest = part(), []
        while self.token.kind == "sign" and self.token.text in signs:
            rest.append((self.take(), part()))
        if not rest:
            return first

        def value(scope: Scope) -> Value:
            total = first(scope)
            operands = [(sign, operand(scope)) for sign, operand in rest]
            if "+" in signs and any(isinstance(v, Angle) for _, v in operands):
                return _sum(total, operands)  # long ones in linear time
            for sign, operand in operands:
                total = _apply(sign, total, operand)
            return total

        return value

    def _signed(self) -> Expression:
        if self.accept("-"):
            operand = self._signed()
            return lambda scope: -operand(scope)
        if self.accept("+"):
            return self._signed()
        base = self._atom()
        if self.token.text != "**":
            return base
        sign, exponent = self.take(), self._signed()
        return lambda scope: _apply(sign, base(scope), exponent(scope))

    def _atom(self) -> Expression:
        token = self.take()
        if token.kind == "whole":
            digits = token.text.replace("_", "")
            if len(digits) > _MAX_DIGITS:
                fail(token.line, f"whole numbers have at most {_MAX_DIGITS} digits.")
            whole = int(digits, 0 if digits[:2].lower() in ("0x", "0o", "0b") else 10)
            return lambda _: whole
        if token.kind == "real":
            real = float(token.text.replace("_", ""))
            return lambda _: real
        if token.text == "(":
            return self._bracketed(token, ")")
        if token.kind != "name":
            fail(token.line, f"expected a number, a name or '(', got {token.text!r}.")
        if token.text in _FUNCTIONS and self.accept("("):
            return _call(token, self._bracketed(token, ")"))
        if self.accept("["):  # an element of an input array
            return _element(token, self._bracketed(token, "]"))
        return lambda scope: _looked_up(token, token.text, scope)

    def _bracketed(self, opening: Token, closing: str) -> Expression:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            fail(opening.line, f"brackets are nested more than {_MAX_DEPTH} deep.")
        inner = self.expression()
        self.expect(closing)
        self._depth -= 1
        return inner


def whole_number(value: Value, line: int, what: str) -> int:
    """Return a value that must be a whole number."""
    if not isinstance(value, int):
        fail(line, f"expected a whole number as {what}, got {value}.")
    return value


def _sum(first: Value, rest: Sequence[tuple[Token, Value]]) -> Angle:
    line = rest[0][0].line
    try:
        angles = [Angle.of(first)]
        for sign, value in rest:
            line = sign.line
            angles.append(Angle.of(value if sign.text == "+" else -value))
        return Angle(term for angle in angles for term in angle.terms)
    except (InputError, ArithmeticError) as error:
        fail(line, str(error))


def _apply(sign: Token, left: Value, right: Value) -> Value:
    try:
        return _computed(sign.text, left, right)
    except (InputError, ArithmeticError, ValueError) as error:
        fail(sign.line, f"({left}) {sign.text} ({right}): {error}")


def _computed(sign: str, left: Value, right: Value) -> Value:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if sign == "/":
        if isinstance(right, Angle):
            raise InputError("an angle is a polynomial of the inputs; no input may divide.")
        if isinstance(left, int) and isinstance(right, int):
            if left % right:
                raise InputError(
                    "OpenQASM rounds the quotient of whole numbers and others do not; "
                    "write one of them as a real number, such as 2.0."
                )
            return left // right
        return left / right
    if isinstance(left, Angle) and sign == "**" and isinstance(right, int):
        if right > _MAX_EXPONENT:
            raise InputError(f"an exponent of an input is at most {_MAX_EXPONENT}.")
        return left**right
    if isinstance(left, Angle) or isinstance(right, Angle):
        raise InputError("an angle is a polynomial of the inputs; this is none.")
    value = math.pow(left, right) if sign == "**" else math.fmod(left, right)
    whole = isinstance(left, int) and isinstance(right, int) and value.is_integer()
    return int(value) if whole else value


def _call(function: Token, argument: Expression) -> Expression:
    def value(scope: Scope) -> Value:
        number = argument(scope)
        if isinstance(number, Angle):
            fail(
                function.line,
                f"{function.text}({number}): an angle is a polynomial of the inputs; only numbers "
                "may stand in functions.",
            )
        try:
            return _FUNCTIONS[function.text](number)
        except (ArithmeticError, ValueError) as error:
            fail(function.line, f"{function.text}({number}): {error}.")

    return value


def _element(array: Token, index: Expression) -> Expression:
    def value(scope: Scope) -> Value:
        number = whole_number(index(scope), array.line, "an index")
        return _looked_up(array, f"{array.text}[{number}]", scope)

    return value


def _looked_up(token: Token, name: str, scope: Scope) -> Value:
    if name in scope:
        return scope[name]
    if name not in CONSTANTS:
        fail(token.line, f"{name!r} is no constant, input or parameter that is known here.")
    return CONSTANTS[name]

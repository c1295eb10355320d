"""The small language of ``facts.yml`` and declared views: columns, comparisons, and/or/not,
sums, and a list of aggregates.

An expression is data, not code. It is parsed by ``ast`` and walked here, node by node: what
is not in the tables below (``@``, any other attribute, call, name or operator) is refused
by its name, so that a stranger's table or fact runs nothing.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

from sourcebook.text.wording import did_you_mean

#: What can be asked of a column, without arguments; each gives one value.
AGGREGATES: dict[str, Callable[[pd.Series], Any]] = {
    "sum": pd.Series.sum,
    "mean": pd.Series.mean,
    "median": pd.Series.median,
    "min": pd.Series.min,
    "max": pd.Series.max,
    "count": pd.Series.count,
    "nunique": pd.Series.nunique,
    "first": lambda column: column.iloc[0],
    "last": lambda column: column.iloc[-1],
}
#: What picks a row for another column: ``country[people.idxmax()]``.
_PICKS: dict[str, Callable[[pd.Series], Any]] = {
    "idxmax": pd.Series.idxmax,
    "idxmin": pd.Series.idxmin,
    "idxsecond": lambda column: column.nlargest(2).index[-1],
}
#: What can be asked of a column with one text; each gives yes or no for every row.
_TESTS: dict[str, Callable[[pd.Series, str], Any]] = {
    "startswith": lambda column, text: column.astype("string").str.startswith(text),
    "endswith": lambda column, text: column.astype("string").str.endswith(text),
    "contains": lambda column, text: column.astype("string").str.contains(text, regex=False),
}
#: What can be done with plain numbers.
_FUNCTIONS: dict[str, Callable[..., Any]] = {"abs": abs, "min": min, "max": max, "round": round}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_SIGNS: dict[type[ast.operator], str] = {
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
#: The longest expression: nobody reads a longer one, and the parser's own depth stays out of reach.
LONGEST = 500


class ExpressionError(ValueError):
    """The expression uses something that the language does not have, or cannot be worked out; the message says what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason if reason.endswith((".", "?")) else f"{reason}.")


def rows_where(expression: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``frame`` for which the condition holds; an empty cell fulfils no condition.

    Raises ``ExpressionError`` where the expression is no condition over the columns.
    """
    mask = _Reader(_Columns(frame), rows=frame).read(expression)
    if not isinstance(mask, pd.Series) or not pd.api.types.is_bool_dtype(mask):
        raise ExpressionError("is no condition. Compare a column with a value, like year == 2020")
    return frame[mask.fillna(False).astype(bool)]


def nearest(expression: str, frame: pd.DataFrame) -> str:
    """What a condition that no row fulfils probably meant: the value of the column that is nearest to a text in it."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(str(expression).strip(), mode="eval")):
            if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Name) or node.left.id not in frame:
                continue
            there = [str(value) for value in frame[node.left.id].dropna().unique()]
            for part in (leaf for right in node.comparators for leaf in ast.walk(right)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value not in there:
                    near = did_you_mean(repr(part.value), map(repr, there), 1)
                    return f" The column {node.left.id} has no {part.value!r}.{near}"
    return ""


def value_of(expression: str, frame: pd.DataFrame | None = None, names: Mapping[str, Any] | None = None) -> Any:
    """What the expression gives over the columns of ``frame``, or over the plain values in ``names``.

    ``rows`` stands for the rows: ``len(rows)`` counts them. Raises ``ExpressionError``.
    """
    known = names or {} if frame is None else _Columns(frame)
    return _Reader(known, rows=frame).read(expression)


class _Columns(Mapping[str, Any]):
    """The columns of a frame by name, each made only when it is asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __getitem__(self, name: str) -> Any:
        return self._frame[name]

    def __iter__(self) -> Iterator[str]:
        return map(str, self._frame.columns)

    def __len__(self) -> int:
        return len(self._frame.columns)


class _Reader:
    """Works out one expression; ``known`` are its names."""

    def __init__(self, known: Mapping[str, Any], rows: pd.DataFrame | None) -> None:
        self._known = known
        self._rows = rows

    def read(self, expression: str) -> Any:
        text = str(expression).strip()
        if len(text) > LONGEST:
            raise ExpressionError(f"is longer than {LONGEST} characters. Make it of several facts")
        try:
            body = ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ExpressionError(f"cannot be read as an expression{_unreadable(text)}") from None
        try:
            return self._value(body)
        except ExpressionError:
            raise
        except ZeroDivisionError:
            raise ExpressionError("divides by zero") from None
        except RecursionError:
            raise ExpressionError("is nested too deeply. Make it of several facts") from None
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise ExpressionError(f"cannot be worked out ({error})") from None

    def _value(self, node: ast.expr) -> Any:
        for kind, work in self._WORK.items():
            if isinstance(node, kind):
                return work(self, node)
        raise ExpressionError(f"uses `{ast.unparse(node)}`, which is not part of the language")

    def _constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, int | float | str):
            return node.value
        raise ExpressionError(f"uses `{ast.unparse(node)}`. Write numbers and texts in quotes only")

    def _name(self, node: ast.Name) -> Any:
        if node.id in self._known:
            return self._known[node.id]
        what = "column" if self._rows is not None else "name"
        raise ExpressionError(f"names no {what}: {node.id!r}.{did_you_mean(node.id, self._known)}")

    def _list(self, node: ast.List | ast.Tuple) -> list[Any]:
        return [self._constant(part) if isinstance(part, ast.Constant) else self._refuse(part) for part in node.elts]

    def _refuse(self, node: ast.expr) -> Any:
        raise ExpressionError(f"uses `{ast.unparse(node)}` in a list. A list holds numbers and texts in quotes")

    def _compare(self, node: ast.Compare) -> Any:
        result: Any = None
        left = self._value(node.left)
        for sign, right_node in zip(node.ops, node.comparators, strict=True):
            if isinstance(sign, ast.In | ast.NotIn):
                part = self._in(left, right_node, isinstance(sign, ast.NotIn))
                right = None
            elif type(sign) in _COMPARISONS:
                right = self._value(right_node)
                part = _COMPARISONS[type(sign)](left, right)
            else:
                raise ExpressionError("compares with `is`. Write == or !=")
            result = part if result is None else _both(result, part, operator.and_)
            left = right
        return result

    def _in(self, left: Any, right: ast.expr, turned: bool) -> Any:
        if not isinstance(right, ast.List | ast.Tuple) or not isinstance(left, pd.Series):
            raise ExpressionError("uses `in` otherwise than: column in [value, value]")
        found = left.isin(self._list(right))
        return ~found if turned else found

    def _and_or(self, node: ast.BoolOp) -> Any:
        sign = operator.and_ if isinstance(node.op, ast.And) else operator.or_
        result = self._value(node.values[0])
        for part in node.values[1:]:
            result = _both(result, self._value(part), sign)
        return result

    def _unary(self, node: ast.UnaryOp) -> Any:
        value = self._value(node.operand)
        if isinstance(node.op, ast.Not):
            return ~_condition(value)
        if isinstance(node.op, ast.Invert):
            raise ExpressionError("uses `~`. Write not")
        return -_number(value) if isinstance(node.op, ast.USub) else _number(value)

    def _sum(self, node: ast.BinOp) -> Any:
        if type(node.op) not in _ARITHMETIC:
            raise ExpressionError(f"uses `{_SIGNS[type(node.op)]}`, which is not part of the language")
        left, right = self._value(node.left), self._value(node.right)
        return _ARITHMETIC[type(node.op)](_number(left), _number(right))

    def _call(self, node: ast.Call) -> Any:
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise ExpressionError(f"gives `{ast.unparse(node.func)}` a named argument")
        if isinstance(node.func, ast.Name):
            return self._function(node.func.id, node.args)
        if isinstance(node.func, ast.Attribute):
            return self._method(node.func, node.args)
        raise ExpressionError(f"calls `{ast.unparse(node.func)}`, which is not part of the language")

    def _function(self, name: str, arguments: list[ast.expr]) -> Any:
        if name == "len":
            if self._rows is None or len(arguments) != 1 or ast.unparse(arguments[0]) != "rows":
                raise ExpressionError("uses `len` otherwise than: len(rows)")
            return len(self._rows)
        if name not in _FUNCTIONS:
            raise ExpressionError(f"calls `{name}`, which is not in the list: {', '.join([*_FUNCTIONS, 'len'])}")
        values = [self._value(argument) for argument in arguments]
        if len(values) == 1 and isinstance(values[0], pd.Series) and name in AGGREGATES:
            raise ExpressionError(f"asks `{name}` of a column. Write {ast.unparse(arguments[0])}.{name}()")
        return _FUNCTIONS[name](*(_number(value, plain=True) for value in values))

    def _method(self, func: ast.Attribute, arguments: list[ast.expr]) -> Any:
        name = func.attr
        if name not in AGGREGATES and name not in _TESTS:
            place = " outside [brackets]" if name in _PICKS else ""
            raise ExpressionError(
                f"asks for `{name}`{place}, which is not in the list: {', '.join([*AGGREGATES, *_TESTS])}."
                f"{did_you_mean(name, [*AGGREGATES, *_TESTS], 1)}"
            )
        column = self._column(func.value)
        values = [self._value(argument) for argument in arguments]
        if name in AGGREGATES:
            if values:
                raise ExpressionError(f"gives `{name}` an argument. Write {name}()")
            return AGGREGATES[name](column)
        if len(values) != 1 or not isinstance(values[0], str):
            raise ExpressionError(f'asks `{name}` without one text in quotes. Write {name}("text")')
        return _TESTS[name](column, values[0])

    def _column(self, node: ast.expr) -> pd.Series:
        column = self._value(node)
        if not isinstance(column, pd.Series):
            raise ExpressionError(f"takes `{ast.unparse(node)}` for a column")
        return column

    def _item(self, node: ast.Subscript) -> Any:
        base, index = node.value, node.slice
        if isinstance(base, ast.Attribute) and base.attr == "iloc":
            place = ast.literal_eval(index) if isinstance(index, ast.Constant | ast.UnaryOp) else None
            if not isinstance(place, int) or isinstance(place, bool):
                raise ExpressionError(f"asks for row `{ast.unparse(index)}`. Write a whole number, like iloc[0]")
            return self._column(base.value).iloc[place]
        if isinstance(index, ast.Call) and isinstance(index.func, ast.Attribute) and index.func.attr in _PICKS:
            if index.args or index.keywords:
                raise ExpressionError(f"gives `{index.func.attr}` an argument")
            return self._column(base).loc[_PICKS[index.func.attr](self._column(index.func.value))]
        raise ExpressionError(f"uses `{ast.unparse(node)}`. In brackets stands a row number, or column.idxmax()")

    def _attribute(self, node: ast.Attribute) -> Any:
        known = [*AGGREGATES, *_TESTS]
        if node.attr in known:
            raise ExpressionError(f"asks for `{node.attr}` without brackets. Write {ast.unparse(node)}()")
        near = did_you_mean(node.attr, known, 1)
        raise ExpressionError(f"asks for `{node.attr}`, which is not in the list: {', '.join(known)}.{near}")

    _WORK: dict[Any, Callable[[_Reader, Any], Any]] = {
        ast.Constant: _constant,
        ast.Name: _name,
        ast.List: _list,
        ast.Tuple: _list,
        ast.Compare: _compare,
        ast.BoolOp: _and_or,
        ast.UnaryOp: _unary,
        ast.BinOp: _sum,
        ast.Call: _call,
        ast.Subscript: _item,
        ast.Attribute: _attribute,
    }


def _unreadable(text: str) -> str:
    """Why the text is no expression, as far as one can see, with the remedy."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', text)
    if "@" in bare:
        return "; `@` is not part of it"
    if found := re.search("[“”„‟‘’‚«»]", bare):
        return f': {found[0]} is a quote of print. Write straight ones, like place == "old bridge"'
    if text.startswith("="):
        return ". It begins like a formula of a spreadsheet: write a column and what to ask of it, like deaths.sum()"
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        return '. Compare with two signs, like place == "old bridge"'
    if found := re.search(r"\b(AND|OR|NOT|IN)\b|&&|\|\|", bare):
        return f". Write {_JOINS.get(found[0], found[0].lower())} for {found[0]}"
    if any(bare.count(begin) != bare.count(end) for begin, end in ("()", "[]")):
        return ". A bracket is not closed, or one too many"
    return '. Put texts in quotes, like place == "old bridge"'


_JOINS = {"&&": "and", "||": "or"}


def _condition(value: Any) -> Any:
    if isinstance(value, pd.Series) and pd.api.types.is_bool_dtype(value):
        return value.fillna(False).astype(bool)
    raise ExpressionError("joins with and, or, not something that is no comparison of a column")


def _both(left: Any, right: Any, sign: Callable[[Any, Any], Any]) -> Any:
    return sign(_condition(left), _condition(right))


def _number(value: Any, *, plain: bool = False) -> Any:
    """``value`` as something to count with: a number, or (unless ``plain``) a column of numbers."""
    number = isinstance(value, int | float) or (hasattr(value, "item") and pd.api.types.is_number(value))
    if number or (not plain and isinstance(value, pd.Series) and pd.api.types.is_numeric_dtype(value)):
        return value
    raise ExpressionError(
        "counts with something that is no number" if not plain else "wants plain numbers, not a column"
    )

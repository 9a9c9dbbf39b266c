"""Turns a function into a command: its option classes become options, its errors one line."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_type_hints

from unvote.cli.failures import failures_reported
from unvote.cli.options import Output, OwnGroups, Selecting
from unvote.cli.replacing import check_output
from unvote.cli.waiting import waiting

# Options whose name is a keyword of Python.
_WRITTEN = {"start": "from", "end": "to", "every": "all", "day": "date"}


def options_of(kind: Any) -> list[str]:
    """Return the fields of a class of options that are options."""
    return [name for name in kind._fields if name != "asked"]


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Return the texts among some values, and in lists of them."""
    for value in values:
        yield from ([value] if isinstance(value, str) else value if isinstance(value, list) else [])


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Turn a function into a command: its option classes become options, its errors one line."""
    signature = inspect.signature(function, eval_str=True)
    own: list[inspect.Parameter] = []
    shared: dict[str, inspect.Parameter] = {}
    classes: dict[str, Any] = {}
    for parameter in signature.parameters.values():
        kind = parameter.annotation
        if kind in (Selecting, OwnGroups, Output):
            classes[parameter.name] = kind
            hints = get_type_hints(kind, include_extras=True)
            for name in options_of(kind):  # two classes can have the same option
                shared[name] = inspect.Parameter(
                    name,
                    parameter.KEYWORD_ONLY,
                    default=kind._field_defaults[name],
                    annotation=hints[name],
                )
        else:
            own.append(parameter.replace(kind=parameter.KEYWORD_ONLY))
    parameters = [*own, *shared.values()]

    def run(**values: Any) -> None:
        asked = {"command": function.__name__.strip("_").replace("_", "-")}
        for name, default in ((parameter.name, parameter.default) for parameter in parameters):
            if name not in Output._fields and values.get(name, default) != default:
                asked[_WRITTEN.get(name, name)] = values[name]
        mine = [one.name for one in own if "votes" in shared and one.name != "output"]
        names = _texts(values[name] for name in mine)
        debug, quiet = values.get("debug", False), values.get("quiet", False)
        with failures_reported(debug=debug, names=names), waiting(quiet):
            check_output(values)
            taken = {parameter.name: values[parameter.name] for parameter in own}
            for name, kind in classes.items():
                taken[name] = kind(**{field: values[field] for field in options_of(kind)})
                if kind is Output:
                    taken[name] = taken[name]._replace(asked=asked)
            function(**taken)

    run.__name__, run.__doc__ = function.__name__, function.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    vars(run)["__signature__"] = signature.replace(parameters=parameters)
    return run

"""Find declarations by their type: what has no order is found, what has an order is listed."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def collect(package: ModuleType, kind: type) -> dict[str, Any]:
    """Every instance, or every subclass, of `kind` declared in the modules of `package`, by name.

    An instance is listed under its `name`, a subclass under its class name, in the order of the modules'
    names and, within a module, of the declarations. A declaration that other modules import counts once.

    Raises:
        ValueError: two declarations have one name; the message names both modules.
    """
    found: dict[str, Any] = {}
    places: dict[str, str] = {}
    for module_info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module_info.name.endswith(".__main__"):
            continue  # a command line, which would start
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type):
                if not (
                    issubclass(value, kind) and value is not kind and value.__module__ == module.__name__
                ):
                    continue
                name = value.__name__
            elif isinstance(value, kind):
                name = value.name  # type: ignore[attr-defined]
            else:
                continue
            if name in found and found[name] is not value:
                raise ValueError(f"{name} is declared twice: in {places[name]} and in {module.__name__}")
            if name not in found:
                found[name] = value
                places[name] = module.__name__
    return found

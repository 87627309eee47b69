"""A group whose commands are the modules of a package, listed without importing them; what they do lies with them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cached_property
from types import ModuleType

import click

_SENTENCE = re.compile(rb'^(?:\s|#[^\n]*\n)*"""(.+?)(?:"""|\n)')


class LazyGroup(click.Group):
    """Offers each module of a package as the command of its name, and imports it only when it is called.

    The module holds its click command as ``command``; the first line of its docstring is the command's short help.
    A package among them is a group of commands, such as ``harness constitution``.
    Strangers add commands through the entry-point group of the package's name; to look for those costs as much as all the
    rest of starting, so that they are found when they are called, and not listed.
    """

    def __init__(
        self, name: str, package: ModuleType, help: str, epilog: str | None = None, default: str | None = None
    ) -> None:
        """``default`` is the command that is meant where none is named."""
        super().__init__(name=name, help=help, epilog=epilog, no_args_is_help=default is None)
        self._package = package
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; what begins with no command's name goes to the default."""
        named = args and (args[0] in self._modules or args[0] in ctx.help_option_names)
        if self._default and not named:
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of our own commands, sorted."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None if there is none."""
        if cmd_name in self._modules:
            module = importlib.import_module(f"{self._package.__name__}.{self._modules[cmd_name]}")
            return _command_of(module)
        return self._foreign(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; an unknown command is answered with the nearest known one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            raise click.UsageError(self._unknown(args[0]), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first sentence of their sources."""
        rows = [(name, self._sentence(module)) for name, module in sorted(self._modules.items())]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    @cached_property
    def _modules(self) -> dict[str, str]:
        names = [module.name for module in pkgutil.iter_modules(self._package.__path__)]
        return {name.replace("_", "-"): name for name in names if not name.startswith("_")}

    @cached_property
    def _groups(self) -> frozenset[str]:
        return frozenset(module.name for module in pkgutil.iter_modules(self._package.__path__) if module.ispkg)

    def _sentence(self, module: str) -> str:
        source = f"{module}/__init__.py" if module in self._groups else f"{module}.py"
        found = _SENTENCE.match(pkgutil.get_data(self._package.__name__, source) or b"")
        return found[1].decode("utf-8") if found else ""

    def _foreign(self, name: str) -> click.Command | None:
        from importlib.metadata import entry_points

        found = list(entry_points(group=self._package.__name__, name=name))
        return _command_of(found[0].load()) if found else None

    def _unknown(self, name: str) -> str:
        from harness.domain.nearest import did_you_mean

        return f"there is no command '{name}': {did_you_mean(name, self._modules)}"


def _command_of(module: ModuleType) -> click.Command:
    command: click.Command = module.command
    return command

"""``backchannel completion``: what a shell needs in order to complete the command line.

A script that is made once and asks no Python afterwards. What it knows is read out of the help of
each command. Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping

from analysis.exports import FORMS

DONE = 0

HELP = "print a script with which bash, zsh or fish complete the command line"

# The names of editions, out of the file of them in the folder that the shell is in.
_EDITIONS = "grep -o '^[A-Za-z0-9][^:]*' notebooks/editions.yaml 2>/dev/null"
_OPTION = re.compile(r"^  (?:(-\w)(?: [A-Z=]+)?, )?(--?[a-z][\w-]*)", flags=re.MULTILINE)

_BASH = """\
# To be read by bash: source <(backchannel completion bash)
_backchannel() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "{commands}" -- "$word"))
    return
  fi
  case $before in
    --edition) words=$({editions}) ;;
    --kernels) words="warm ordinary" ;;
    -p) words="{parameters}"; compopt -o nospace ;;
  esac
  case ${{COMP_WORDS[1]}} in
    completion) words="bash zsh fish" ;;
    export) [[ $word == -* || -n $words ]] || words="{forms}" ;;
    editions) [[ $word == -* ]] || words=$({editions}) ;;
  esac
  if [[ -z $words && $word == -* ]]; then
    case ${{COMP_WORDS[1]}} in
{options}
    esac
  fi
  [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o bashdefault -o default -F _backchannel backchannel
"""
_ZSH = """\
#compdef backchannel
# To be read by zsh, after compinit: source <(backchannel completion zsh)
_backchannel() {{
  local word=${{words[CURRENT]}}
  if ((CURRENT == 2)); then
    compadd -- {commands}
    return
  fi
  case ${{words[CURRENT-1]}} in
    --edition) compadd -- ${{(f)"$({editions})"}}; return ;;
    --kernels) compadd -- warm ordinary; return ;;
    -p) compadd -S '' -- {parameters}; return ;;
  esac
  if [[ ${{words[2]}} == completion ]]; then compadd -- bash zsh fish; return; fi
  if [[ $word != -* ]]; then
    if [[ ${{words[2]}} == export ]]; then compadd -- {forms}; return; fi
    if [[ ${{words[2]}} == editions ]]; then compadd -- ${{(f)"$({editions})"}}; return; fi
    _files
    return
  fi
  case ${{words[2]}} in
{options}
  esac
}}
compdef _backchannel backchannel
"""


def add_arguments(
    command: argparse.ArgumentParser, known: Mapping[str, argparse.ArgumentParser]
) -> None:
    """Give the command its arguments; `known` are all commands by name, this one among them."""
    command.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="which")
    command.set_defaults(known=known)


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    from analysis.parameters import names

    taken = {name: _options(parser.format_help()) for name, parser in options.known.items()}
    parameters = [f"{name}=" for name in names()]
    if options.shell == "fish":
        print(_fish({name: str(p.description) for name, p in options.known.items()}, taken))
        return DONE
    line = '      {}) words="{}" ;;' if options.shell == "bash" else "    {}) compadd -- {} ;;"
    script = _BASH if options.shell == "bash" else _ZSH
    print(
        script.format(
            commands=" ".join(taken),
            editions=_EDITIONS,
            forms=" ".join(FORMS),
            parameters=" ".join(parameters),
            options="\n".join(line.format(name, " ".join(found)) for name, found in taken.items()),
        ),
        end="",
    )
    return DONE


def _options(help_text: str) -> list[str]:
    """The options that the help of a command lists, in its order."""
    return [name for pair in _OPTION.findall(help_text) for name in pair if name.startswith("-")]


def _fish(described: Mapping[str, str], taken: Mapping[str, list[str]]) -> str:
    from analysis.parameters import names

    lines = ["# To be read by fish: backchannel completion fish | source"]
    first = "complete -c backchannel -n __fish_use_subcommand -f"
    for name, text in described.items():
        told = text.rstrip(".").replace("\\", "").replace("'", "\\'")
        lines.append(f"{first} -a {name} -d '{told}'")
    for name, found in taken.items():
        after = f"complete -c backchannel -n '__fish_seen_subcommand_from {name}'"
        for option in found:
            kind = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            more = {
                "--edition": f' -x -a "({_EDITIONS})"',
                "--kernels": " -x -a 'warm ordinary'",
                "-p": f" -x -a '{' '.join(f'{name}=' for name in names())}'",
            }.get(option, "")
            lines.append(f"{after} {kind}{more}")
        if name == "completion":
            lines.append(f"{after} -f -a 'bash zsh fish'")
        if name == "export":
            lines.append(f"{after} -f -a '{' '.join(FORMS)}'")
        if name == "editions":
            lines.append(f'{after} -f -a "({_EDITIONS})"')
    return "\n".join(lines)

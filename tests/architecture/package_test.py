#!/usr/bin/env python3
"""The installed package works for a project that knows nothing of this tree.

Usage: package_test.py CMAKE BUILD_DIR SOURCE_DIR CXX CXX_FLAGS
"""
import subprocess
import sys
import tempfile
from pathlib import Path


def main(cmake: str, build: str, source: str, compiler: str, flags: str) -> int:
    consumer = Path(source) / "tests/architecture/package"
    with tempfile.TemporaryDirectory() as folder:
        prefix, out = f"{folder}/prefix", f"{folder}/build"

        def run(*command: str) -> None:
            subprocess.run(command, check=True)

        run(cmake, "--install", build, "--prefix", prefix)
        headers = [path.relative_to(prefix) for path in Path(prefix, "include").rglob("*.hpp")]
        strangers = [str(path) for path in headers if path.parts[:2] != ("include", "oraxx")]
        if strangers:
            print("installed outside include/oraxx:", *strangers)
            return 1
        # The same flags: code with sanitizers links only with its like.
        run(cmake, "-G", "Ninja", "-S", str(consumer), "-B", out, f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={flags}")
        run(cmake, "--build", out)
        run(f"{out}/consumer")
        return check_function_template(run, cmake, prefix, source, f"{folder}/function", compiler, flags)


def check_function_template(run, cmake: str, prefix: str, source: str, out: str, compiler: str, flags: str) -> int:
    """What ./dev new-function copies is a function. Not linked static here: sanitizers cannot be."""
    run(cmake, "-G", "Ninja", "-S", f"{source}/examples/lambda_template", "-B", out, f"-DCMAKE_PREFIX_PATH={prefix}",
        "-DSTATIC=OFF", f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={flags}")
    run(cmake, "--build", out)
    started = subprocess.run([f"{out}/bootstrap"], env={}, capture_output=True, text=True)
    if started.returncode != 1 or "AWS_LAMBDA_RUNTIME_API is not set" not in started.stdout:
        print("the function from the template does not start as one:", started)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6]))

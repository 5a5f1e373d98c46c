#!/usr/bin/env python3
"""Layer rules, checked on object files: the sans-I/O libraries call nothing that waits, talks or asks the
machine. Usage: check_symbols.py [--may-read-clock] LIBRARY.a..."""
import re
import subprocess
import sys

BANNED = re.compile(
    r"^(socket|connect|accept4?|bind|listen|(p?poll|p?select|epoll_\w+)|read|write|readv|writev|recv(from|msg)?"
    r"|send(to|msg)?|open(at|64)?|fopen(64)?|getaddrinfo|gethostbyname\w*|ares_\w+|SSL_\w+|BIO_\w+"
    r"|(nano|u)?sleep|clock_nanosleep|fork|getenv|secure_getenv|getrandom|getentropy|RAND_\w+"
    r"|_ZNSt13random_device\w*|pthread_create|_ZNSt6thread\w*)$")
CLOCK = re.compile(r"^(time|gettimeofday|clock_gettime|_ZNSt6chrono3_V21\d(system|steady)_clock3nowEv)$")


def undefined_symbols(library: str):
    """(object, symbol) of every undefined symbol in a static library."""
    listing = subprocess.run(["nm", "--undefined-only", "--format=posix", "--print-file-name", library],
                             check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        where, symbol = line.rsplit(": ", 1)
        yield where.rsplit("[", 1)[-1].rstrip("]"), symbol.split()[0].split("@")[0]


def main(arguments: list[str]) -> int:
    may_read_clock = arguments[:1] == ["--may-read-clock"]
    libraries = arguments[may_read_clock:]
    if not libraries:
        print(__doc__, file=sys.stderr)
        return 2
    found = [f"{library}: {where} calls {symbol}" for library in libraries
             for where, symbol in undefined_symbols(library)
             if BANNED.match(symbol) or (CLOCK.match(symbol) and not may_read_clock)]
    for text in found:
        print(text, file=sys.stderr)
    print(f"symbols: {len(libraries)} libraries, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Broken servers for tools/faults.py: small scripted peers, and a proxy that spoils what a sandbox says."""
import contextlib
import socket
import struct
import threading
import time
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Types of Oracle Net packets.
ACCEPT, REFUSE, REDIRECT, DATA, RESEND = 2, 4, 5, 6, 11


class Peer:
    """A TCP server whose connections are handled by `speak(socket)`, each on its own thread."""

    def __init__(self, speak):
        self.speak = speak
        self.server = socket.create_server((LOOPBACK, 0))
        self.port = self.server.getsockname()[1]
        self.open = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.open.add(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            self.speak(connection)
        except OSError:
            pass
        finally:
            # Another thread may still wait for it to speak: closing alone would say nothing to the client.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
            self.open.discard(connection)

    def stop(self):
        self.server.close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def until_closed(connection):
    while connection.recv(65536):
        pass


def greets(text: bytes, waits_for_client=False):
    """Sends `text` at once or as the answer to the first bytes, and waits."""
    def speak(connection):
        if waits_for_client:
            connection.recv(65536)
        connection.sendall(text)
        until_closed(connection)
    return Peer(speak)


def answers_and_closes(text: bytes):
    def speak(connection):
        connection.recv(65536)
        connection.sendall(text)
    return Peer(speak)


def closes():
    return Peer(lambda connection: connection.recv(65536))


def resets():
    def speak(connection):
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    return Peer(speak)


def silent():
    return Peer(until_closed)


def drips(text: bytes, pause: float):
    def speak(connection):
        connection.recv(65536)
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(pause)
        until_closed(connection)
    return Peer(speak)


class Dropping:
    """A port that answers no SYN: its queue of connections is full. As behind a security group that drops."""

    def __init__(self):
        self.server = socket.socket()
        self.server.bind((LOOPBACK, 0))
        self.server.listen(0)
        self.port = self.server.getsockname()[1]
        self.fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex((LOOPBACK, self.port))
            self.fillers.append(filler)
        time.sleep(0.2)

    def stop(self):
        for each in [*self.fillers, self.server]:
            each.close()


class Closed:
    """A port nobody listens at."""

    def __init__(self):
        with socket.create_server((LOOPBACK, 0)) as server:
            self.port = server.getsockname()[1]

    def stop(self):
        pass


# -- Oracle Net packets ----------------------------------------------------------------------------------------------

def packet(kind: int, body: bytes) -> bytes:
    """With a length of 16 bits, as before ACCEPT."""
    return struct.pack(">HHBBH", 8 + len(body), 0, kind, 0, 0) + body


def refuse_packet(number: int) -> bytes:
    """As listeners of 19c and 23ai write it; number 0: without a reason."""
    text = (f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={number})(ERROR_STACK=(ERROR=(CODE={number})(EMFI=4))))" if number else "")
    return packet(REFUSE, bytes([34, 0]) + struct.pack(">H", len(text)) + text.encode())


def redirect_packet(text: str) -> bytes:
    return packet(REDIRECT, struct.pack(">H", len(text)) + text.encode())


def refuses(number: int):
    return greets(refuse_packet(number), waits_for_client=True)


def redirects(text_of_port):
    """Sends every client on to what `text_of_port(own port)` says."""
    def speak(connection):
        connection.recv(65536)
        connection.sendall(redirect_packet(text_of_port(peer.port)))
        until_closed(connection)
    peer = Peer(speak)
    return peer


def resends():
    def speak(connection):
        for _ in range(200):
            connection.sendall(packet(RESEND, b""))
            time.sleep(0.01)
        until_closed(connection)
    return Peer(speak)


# -- a proxy in front of a sandbox -----------------------------------------------------------------------------------

class Cut(Exception):
    """Ends the connection after the given bytes."""

    def __init__(self, last: bytes = b""):
        super().__init__()
        self.last = last


class Silence(Exception):
    """Nothing more is sent; the connection stays open."""


class Spoiler(Peer):
    """Passes everything on; each answer of the server goes through `spoil(number, bytes)`, numbered from 1."""

    def __init__(self, target: tuple, spoil):
        self.target = target
        self.spoil = spoil
        super().__init__(self.relay)

    def relay(self, client):
        with socket.create_connection(self.target) as server:
            threading.Thread(target=self.forward, args=(client, server), daemon=True).start()
            number = 0
            while chunk := server.recv(65536):
                number += 1
                try:
                    client.sendall(self.spoil(number, chunk))
                except Cut as cut:
                    client.sendall(cut.last)
                    return
                except Silence:
                    until_closed(server)
                    return

    @staticmethod
    def forward(source, sink):
        try:
            while chunk := source.recv(65536):
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def at_answer(wanted: int, change):
    """`change(bytes)` for one answer; the others pass."""
    return lambda number, chunk: change(chunk) if number == wanted else chunk


def raising(exception):
    def change(chunk):
        raise exception
    return change


def cut_after(count: int):
    def change(chunk):
        raise Cut(chunk[:count])
    return change


def with_byte(offset: int, change):
    def apply(chunk):
        return chunk[:offset] + bytes([change(chunk[offset])]) + chunk[offset + 1:]
    return apply


def forged_proof(_number, chunk: bytes) -> bytes:
    """The server's proof that it knows the password, one digit of it changed."""
    name = chunk.find(b"AUTH_SVR_RESPONSE")
    if name < 0:
        return chunk
    at = name + len(b"AUTH_SVR_RESPONSE") + 20
    return chunk[:at] + (b"1" if chunk[at:at + 1] == b"0" else b"0") + chunk[at + 1:]


def tnsnames(folder: Path, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tnsnames.ora").write_text(text, encoding="utf-8")
    return str(folder)

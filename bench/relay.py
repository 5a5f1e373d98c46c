"""A TCP relay on loopback that counts round trips: how often the client began to send after the server had."""
import selectors
import socket
import threading


class Relay:
    def __init__(self, host: str, port: int):
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._counts: list[int] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self):
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def round_trips(self) -> int:
        """Of all connections so far, after they have ended."""
        for thread in self._threads:
            thread.join(timeout=10)
        return sum(self._counts)

    def connections(self) -> int:
        """So far."""
        return len(self._threads)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._carry, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, client: socket.socket):
        server = socket.create_connection(self._target)
        other = {client: server, server: client}
        count, server_spoke_last = 0, True
        with client, server, selectors.DefaultSelector() as selector:
            for end in other:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    source = key.fileobj
                    try:
                        data = source.recv(1 << 16)
                        if data:
                            other[source].sendall(data)
                    except OSError:
                        data = b""
                    if not data:
                        self._counts.append(count)
                        return
                    if source is client and server_spoke_last:
                        count += 1
                    server_spoke_last = source is server

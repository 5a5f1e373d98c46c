"""Numbers that count through a session, told by what went before them: a message more of one client does not make
everything behind it differ.

A sequence is the step from the one before; a cursor has the text it was opened for, or the statement in which a server
opened it.
"""

CURSOR_OF_PARAMETERS = "value[2]/value"  # return parameters: the cursor's place among them


class Counters:
    """Of one session. Messages have to be given in the order of the recording."""

    def __init__(self):
        self.sequence = 0  # of the client's newest message
        self.calls = 0  # the server's newest end to end sequence
        self.sql = ""  # the text that was parsed last
        self.cursors = {}  # names of the open ones, by number
        self.named = {}  # how many cursors have had a name

    def relative(self, side: str, statement: int, fields: tuple) -> tuple:
        """The fields (path, value) of one message with such numbers replaced."""
        return tuple((path, self.replaced(side, statement, path, value)) for path, value in fields)

    def replaced(self, side: str, statement: int, path: str, value: str) -> str:
        if path == "sql":
            self.sql = value
        if not value.isdecimal():
            return value
        if side == "client" and path == "sequence":
            step, self.sequence = int(value) - self.sequence, int(value)
            return f"{step:+}"
        if path == "end to end sequence":
            step, self.calls = int(value) - self.calls, int(value)
            return f"{step:+}"
        if path == "call number":
            return "that of the call" if int(value) == self.sequence else value
        if path.startswith(("cursor/", "cursor[")) and path.endswith("/cursor id"):
            return self.closed(value)
        if (path.endswith("cursor id") or path == CURSOR_OF_PARAMETERS) and value != "0":
            is_of_call = side == "server" and path in ("cursor id", CURSOR_OF_PARAMETERS)
            return self.cursor(f"of {self.sql}" if is_of_call else f"opened in statement {statement}", value)
        return value

    def cursor(self, name: str, value: str) -> str:
        if value not in self.cursors:
            self.named[name] = self.named.get(name, 0) + 1
            self.cursors[value] = f"{name} ({self.named[name]})"
        return self.cursors[value]

    def closed(self, value: str) -> str:
        """The server gives the number to another cursor."""
        return self.cursors.pop(value, value)

"""The broken situations of tools/faults.py: what is broken, and what our message has to say."""
import contextlib
import functools
from dataclasses import dataclass, field
from pathlib import Path

import fault_peers as peers
from fault_certificates import FAR, FUTURE, Authority
from fault_peers import Cut, Silence, at_answer, cut_after, forged_proof, raising, with_byte
from interop import PASSWORD, SERVICE, USER, Sandbox

PLAIN = "{host}:{port}/" + SERVICE
HOST = peers.LOOPBACK
ADDRESS = "(ADDRESS=(PROTOCOL=tcp)(HOST={host})(PORT={port}))"
CONNECT_DATA = f"(CONNECT_DATA=(SERVICE_NAME={SERVICE}))"
REQUIRES_SERVICES = 0x10  # of the connect flags in ACCEPT


@functools.cache
def authority_in(folder: Path) -> Authority:
    return Authority(folder / "certificates")


@dataclass
class Fault:
    """A situation. The dsn may name {host}, {port} and {wallets}, which opened() fills in."""

    name: str
    phase: str  # of our failure
    words: list  # that our message or advice has to hold
    dsn: str = PLAIN
    peer: object = None
    sandbox: list = None  # options of a sandbox of its own
    spoil: object = None  # of the answers of a sandbox
    certificate: dict = None  # of a sandbox with TLS: arguments of Authority.server()
    wants_client: bool = False  # a certificate of the client
    names: str = None  # a tnsnames.ora
    tns_admin: bool = False  # without tnsnames.ora: an empty folder
    user: str = USER
    password: str = PASSWORD
    environment: dict = field(default_factory=dict)

    @contextlib.contextmanager
    def opened(self, program: Path, folder: Path):
        """The dsn, once everything that it leads to stands."""
        with contextlib.ExitStack() as stack:
            port = 1  # nobody listens there
            if self.sandbox is not None or self.spoil is not None or self.certificate is not None:
                options = [*(self.sandbox or []), *self.tls_options(authority_in(folder))]
                sandbox = Sandbox(program, "26ai", options)
                stack.callback(sandbox.stop)
                port = sandbox.port
            if self.spoil is not None:
                spoiler = peers.Spoiler((HOST, port), self.spoil)
                stack.callback(spoiler.stop)
                port = spoiler.port
            if self.peer is not None:
                peer = self.peer()
                stack.callback(peer.stop)
                port = peer.port
            if self.names is not None:
                self.environment["TNS_ADMIN"] = peers.tnsnames(folder / "admin", self.names)
            elif self.tns_admin:
                (folder / "empty").mkdir(exist_ok=True)
                self.environment["TNS_ADMIN"] = str(folder / "empty")
            yield (self.dsn.replace("{host}", HOST).replace("{port}", str(port))
                   .replace("{wallets}", str(folder / "certificates")))

    def tls_options(self, authority) -> list:
        if self.certificate is None:
            return []
        options = authority.server(**self.certificate)
        return options + (["--tls-client-ca", str(authority.folder / "ca.pem")] if self.wants_client else [])


def refusal(number: int, words: list) -> Fault:
    return Fault(f"the listener refuses with {number}", "connect", [f"ORA-{number:05}", *words],
                 peer=lambda: peers.refuses(number))


def logon_refused(number: int, words: list) -> Fault:
    return Fault(f"the database refuses the logon with {number}", "authenticate", [f"ORA-{number:05}", *words],
                 sandbox=["--refuse-logons-with", str(number)])


NAMES = [
    Fault("a parenthesis is missing at the end", "none", ["position", "')'"], dsn=f"(DESCRIPTION={ADDRESS}{CONNECT_DATA}"),
    Fault("':' for '=' in a descriptor", "none", ["position 12", "'='", "':'"],
          dsn=f"(DESCRIPTION:{ADDRESS}{CONNECT_DATA})"),
    Fault("a mistyped alias", "none", ["no entry", "did you mean ORDERS"], dsn="oders",
          names="ORDERS = (DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))\n"),
    Fault("an alias, and no TNS_ADMIN", "none", ["alias", "TNS_ADMIN"], dsn="orders"),
    Fault("TNS_ADMIN without tnsnames.ora", "none", ["no tnsnames.ora"], dsn="orders", tns_admin=True),
    Fault("tnsnames.ora includes itself", "none", ["includes itself"], dsn="orders", names="IFILE = tnsnames.ora\n"),
    Fault("an unknown protocol", "none", ["protocol", "position", "tcps"], dsn="udp://{host}:1521/" + SERVICE),
    Fault("a port that is none", "none", ["port", "1 to 65535"],
          dsn="(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST={host})(PORT=99999))" + CONNECT_DATA + ")"),
    Fault("HOST mistyped as HOS", "none", ["HOST", "position"],
          dsn="(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOS={host})(PORT=1))" + CONNECT_DATA + ")"),
    Fault("user and password in the connect string", "none", ["password", "apart"], dsn="scott/tiger@{host}:1/" + SERVICE),
    Fault("a word where a number belongs", "none", ["RETRY_COUNT", "number"], dsn="{host}:1/" + SERVICE + "?retry_count=x"),
    Fault("SOURCE_ROUTE", "none", ["SOURCE_ROUTE", "not supported"],
          dsn="(DESCRIPTION=(SOURCE_ROUTE=on)" + ADDRESS.replace("{port}", "1") + CONNECT_DATA + ")"),
    Fault("a host name nobody knows", "resolve", ["cannot resolve", "no-such-host.invalid", "typing mistake"],
          dsn="no-such-host.invalid:1521/" + SERVICE),
]

NETWORK = [
    Fault("a closed port", "tcp", ["refused", "listener running"], peer=peers.Closed),
    Fault("packets are dropped (security group)", "tcp", ["timed out", "security group"], peer=peers.Dropping),
    Fault("two addresses, one closed and one dropping", "tcp", ["refused", "timed out"], peer=peers.Dropping,
          dsn="(DESCRIPTION=" + ADDRESS.replace("{port}", "1") + ADDRESS + CONNECT_DATA + ")"),
]

CONNECT = [
    Fault("the peer closes at once", "connect", ["closed", "before it said anything", "validnode"], peer=peers.closes),
    Fault("the peer resets the connection", "connect", ["reset", "before the server said anything", "validnode"], peer=peers.resets),
    Fault("the peer says nothing", "connect", ["said nothing", "listener that hangs"], peer=peers.silent),
    Fault("an HTTP server", "connect", ["HTTP server", "web server"],
          peer=lambda: peers.answers_and_closes(b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n")),
    Fault("an SSH server", "connect", ["SSH server"], peer=lambda: peers.greets(b"SSH-2.0-OpenSSH_9.2p1\r\n")),
    Fault("a mail server", "connect", ["SMTP"], peer=lambda: peers.greets(b"220 mail.example.com ESMTP\r\n")),
    Fault("a MySQL server", "connect", ["MySQL"],
          peer=lambda: peers.greets(b"\x4a\x00\x00\x00\x0a8.0.36\x00" + bytes(60))),
    Fault("clear text to a port with TLS", "connect", ["TLS", "tcps"],
          peer=lambda: peers.answers_and_closes(bytes.fromhex("15030100020246"))),
    Fault("random bytes", "connect", ["no Oracle listener", "first bytes"], peer=lambda: peers.greets(bytes(range(200, 250)))),
    Fault("an unknown service", "connect", ["ORA-12514", "NOWHERE", "lsnrctl"], dsn="{host}:{port}/NOWHERE", sandbox=[]),
    Fault("an unknown SID", "connect", ["ORA-12505", "NOSID", "service name"], sandbox=[],
          dsn="(DESCRIPTION=" + ADDRESS + "(CONNECT_DATA=(SID=NOSID)))"),
    refusal(12516, ["sessions or processes"]),
    refusal(12519, ["PROCESSES"]),
    refusal(12526, ["restricted"]),
    refusal(12528, ["no new connections"]),
    refusal(12529, ["filters"]),
    refusal(12660, ["native network encryption", "tcps"]),
    Fault("a refusal without a reason", "connect", ["without a reason", "listener's log"], peer=lambda: peers.refuses(0)),
    Fault("native network encryption is required", "connect", ["native network encryption", "SQLNET.ENCRYPTION_SERVER"],
          spoil=at_answer(1, with_byte(22, lambda flags: flags | REQUIRES_SERVICES))),
    Fault("a server older than 11.2", "connect", ["version 312", "11.2"],
          spoil=at_answer(1, lambda chunk: chunk[:8] + bytes([1, 0x38]) + chunk[10:])),
    Fault("a redirect that leads in a circle", "connect", ["redirected more than"],
          peer=lambda: peers.redirects(lambda port: f"(ADDRESS=(PROTOCOL=tcp)(HOST={HOST})(PORT={port}))")),
    Fault("a redirect to a closed port", "tcp", ["refused"],
          peer=lambda: peers.redirects(lambda port: f"(ADDRESS=(PROTOCOL=tcp)(HOST={HOST})(PORT=1))")),
    Fault("a redirect nobody can read", "connect", ["redirected", "cannot be read"],
          peer=lambda: peers.redirects(lambda port: "(ADDRESS=(PROTOCOL=tcp")),
    Fault("the listener asks for CONNECT again and again", "connect", ["asked for the CONNECT packet more than"],
          peer=peers.resends),
    Fault("the answer comes a byte a second", "connect", ["stopped answering", "middle of a packet"],
          peer=lambda: peers.drips(bytes(8) + bytes(50), 1.0)),
    Fault("ACCEPT is cut off", "connect", ["in the middle of a packet"], spoil=at_answer(1, cut_after(12))),
]

LOGON = [
    Fault("the server closes after ACCEPT", "negotiate", ["closed the connection"], spoil=at_answer(2, raising(Cut()))),
    Fault("the server falls silent after ACCEPT", "negotiate", ["stopped answering"], spoil=at_answer(2, raising(Silence()))),
    Fault("the server closes in the middle of the logon", "authenticate", ["closed the connection"],
          spoil=at_answer(3, raising(Cut()))),
    Fault("a wrong password", "authenticate", ["ORA-01017", "user name and password"], sandbox=[], password="n0t-the-passw0rd"),
    Fault("an unknown user", "authenticate", ["ORA-01017", "user name and password"], sandbox=[], user="NOBODY"),
    Fault("the password has expired", "authenticate", ["ORA-28001", "must be changed"], sandbox=["--password-expired"]),
    logon_refused(28000, ["locked", "ACCOUNT UNLOCK"]),
    logon_refused(18, ["SESSIONS"]),
    logon_refused(20, ["PROCESSES"]),
    logon_refused(1033, ["starting or stopping"]),
    logon_refused(1045, ["CREATE SESSION"]),
    logon_refused(2391, ["SESSIONS_PER_USER"]),
    Fault("a server that does not know the password", "authenticate", ["could not prove"], spoil=forged_proof),
]

TRUSTING = "tcps://localhost:{port}/" + SERVICE + "?wallet_location={wallets}/wallet"
TLS = [
    Fault("TLS to a port without", "tls", ["TLS", "plain one"], dsn="tcps://localhost:{port}/" + SERVICE, sandbox=[]),
    Fault("the certificate has expired", "tls", ["expired on", "clock"], dsn=TRUSTING,
          certificate={"end": "20210101000000Z"}),
    Fault("the certificate is not valid yet", "tls", ["valid only from", "clock"], dsn=TRUSTING,
          certificate={"start": FUTURE, "end": FAR}),
    Fault("the certificate is for another host", "tls", ["localhost", "other.example.com"], dsn=TRUSTING,
          certificate={"host": "other.example.com"}),
    Fault("the certificate has another DN", "tls", ["CN=localhost", "CN=sales"], certificate={},
          dsn=TRUSTING + '&ssl_server_cert_dn="CN=sales"'),
    Fault("nobody here knows the issuer", "tls", ["nobody trusted", "wallet"], certificate={},
          dsn="tcps://localhost:{port}/" + SERVICE),
    Fault("the server speaks TLS 1.1 only", "tls", ["TLS version", "1.2"], certificate={}, dsn=TRUSTING,
          sandbox=["--tls-version", "1.1"]),
    Fault("the server wants a client certificate", "tls", ["client certificate", "wallet"], certificate={}, dsn=TRUSTING,
          wants_client=True),
    Fault("there is no wallet in the folder", "tls", ["no wallet in", "MY_WALLET_DIRECTORY"], certificate={},
          dsn=TRUSTING.replace("{wallets}/wallet", "{wallets}/empty")),
    Fault("the wallet is damaged", "tls", ["ewallet.pem"], certificate={},
          dsn=TRUSTING.replace("{wallets}/wallet", "{wallets}/junk")),
]

FAULTS = NAMES + NETWORK + CONNECT + TLS + LOGON

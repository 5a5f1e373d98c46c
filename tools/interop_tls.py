"""Certificates for ./dev interop --tls: an authority, a server and a client of it, made by the openssl program."""
import subprocess
from pathlib import Path

DAYS = "2"


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr}")


class TlsFiles:
    """The folder is a wallet: ewallet.pem holds the client's key, its certificate and the authority's."""

    def __init__(self, folder: Path):
        self.folder = folder
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", DAYS, "-subj", "/CN=interop CA",
            "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
        self.issue("server", "/C=US/O=oraxx/CN=localhost", "subjectAltName=DNS:localhost")
        self.issue("client", "/CN=interop client", "extendedKeyUsage=clientAuth")
        parts = ("client.key", "client.pem", "ca.pem")
        (folder / "ewallet.pem").write_text("".join((folder / part).read_text() for part in parts))

    def issue(self, name: str, subject: str, extension: str):
        to = self.folder / name
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-addext", extension, "-keyout",
            f"{to}.key", "-out", f"{to}.csr")
        run("openssl", "x509", "-req", "-in", f"{to}.csr", "-CA", self.folder / "ca.pem", "-CAkey",
            self.folder / "ca.key", "-CAcreateserial", "-days", DAYS, "-copy_extensions", "copy", "-out", f"{to}.pem")

    def sandbox_arguments(self) -> list:
        return ["--tls-cert", self.folder / "server.pem", "--tls-key", self.folder / "server.key", "--tls-client-ca",
                self.folder / "ca.pem"]

    def add_java_stores(self, password: str):
        """trustStore.p12 and keyStore.p12."""
        run("keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", self.folder / "ca.pem", "-storetype", "PKCS12",
            "-keystore", self.folder / "trustStore.p12", "-storepass", password)
        run("openssl", "pkcs12", "-export", "-in", self.folder / "client.pem", "-inkey", self.folder / "client.key",
            "-name", "client", "-out", self.folder / "keyStore.p12", "-passout", f"pass:{password}")

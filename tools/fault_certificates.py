"""Certificates for tools/faults.py, made by the openssl program: an authority, and servers as right or wrong as asked for."""
import subprocess
from pathlib import Path

SETTINGS = """[ca]
default_ca = here
[here]
new_certs_dir = {folder}
database = {folder}/index
serial = {folder}/serial
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""
PAST, FUTURE, FAR = "20200101000000Z", "20400101000000Z", "20490101000000Z"


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "settings").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
        (folder / "index").touch()
        (folder / "serial").write_text("01\n", encoding="utf-8")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "ca.key", "-out", folder / "ca.pem",
                "-subj", "/CN=oraxx fault CA", "-days", "3650")
        self.wallet("wallet", (folder / "ca.pem").read_text(encoding="utf-8"))
        self.wallet("junk", "this is no wallet\n")
        (folder / "empty").mkdir()

    def wallet(self, name: str, text: str):
        (self.folder / name).mkdir()
        (self.folder / name / "ewallet.pem").write_text(text, encoding="utf-8")

    def server(self, host="localhost", start=PAST, end=FUTURE) -> list:
        """Options of a sandbox that shows a certificate for `host`."""
        name = self.folder / f"{host}-{start}-{end}"
        key, request, certificate = (name.with_suffix(suffix) for suffix in (".key", ".csr", ".pem"))
        if not certificate.exists():
            openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={host}",
                    "-addext", f"subjectAltName=DNS:{host}")
            openssl("ca", "-batch", "-config", self.folder / "settings", "-in", request, "-out", certificate, "-notext",
                    "-startdate", start, "-enddate", end)
        return ["--tls-cert", str(certificate), "--tls-key", str(key)]

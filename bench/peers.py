"""The other drivers of ./dev bench, installed as ./dev interop installs them."""
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "bench" / "peers"

sys.path.insert(0, str(ROOT / "tools"))
from interop_clients import GoOraClient, InstallError, JdbcClient, NodeClient, PythonClient  # noqa: E402


@dataclass(frozen=True)
class Client:
    """A program `WORKLOAD COUNT`."""
    name: str
    command: list
    native: bool = False  # can be traced by callgrind

    def argv(self, workload: str, count: int) -> list:
        return [*map(str, self.command), workload, str(count)]


def python_peer() -> Client:
    driver = PythonClient()
    driver.install()
    return Client(driver.name, [driver.command()[0], SOURCES / "python_client.py"])


def node_peer() -> Client:
    driver = NodeClient()
    driver.install()
    return Client(driver.name, ["node", SOURCES / "node_client.js", driver.folder])


def jdbc_peer() -> Client:
    driver = JdbcClient()
    driver.install()
    return Client(driver.name, driver.build([SOURCES / "JdbcBench.java"], "JdbcBench"))


def go_ora_peer() -> Client:
    driver = GoOraClient()
    driver.install()
    return Client(driver.name, driver.build(SOURCES / "go", "bench"))


def installed_peers() -> list:
    try:
        return [python_peer(), node_peer(), jdbc_peer(), go_ora_peer()]
    except InstallError as error:
        raise RuntimeError(f"a peer cannot be installed: {error}") from error

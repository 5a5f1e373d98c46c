#!/usr/bin/env python3
"""names_strings.py: writes the connect strings that ./dev diff --names compares (seeded: the same ones each time).

    tools/names_strings.py > tests/integration/names/strings.json
"""
import json
import random

SEED = 4
HOSTS = ["db", "localhost", "db1.example.com", "my-host", "host_2", "10.1.2.3", "a9", "DB.Example.COM", "h1.h2.h3.h4"]
LITERALS = ["[::1]", "[2001:db8::1]", "[fe80::1:2]", "127.0.0.1"]
SERVICES = ["orders", "orders.example.com", "FREEPDB1", "s1", "my_service", "a-b.c"]
SERVERS = ["dedicated", "shared", "pooled", "DEDICATED", "Pooled"]
PARAMETERS = {
    "connect_timeout": lambda r: r.randint(1, 300),
    "transport_connect_timeout": lambda r: r.randint(1, 60),
    "retry_count": lambda r: r.randint(0, 20),
    "retry_delay": lambda r: r.randint(1, 30),
    "sdu": lambda r: r.choice([512, 1024, 8192, 32767, 65535, 2097152]),
    "use_sni": lambda r: r.choice(["on", "off", "true", "yes"]),
    "failover": lambda r: r.choice(["on", "off", "yes", "no", "true", "false"]),
    "load_balance": lambda r: r.choice(["on", "off", "yes", "no"]),
    "pool_connection_class": lambda r: r.choice(["CLASS", "web.app"]),
    "pool_purity": lambda r: r.choice(["self", "new"]),
    "pool_boundary": lambda r: r.choice(["statement", "transaction"]),
    "service_tag": lambda r: r.choice(["blue", "green"]),
}
TLS_PARAMETERS = {
    "ssl_server_dn_match": lambda r: r.choice(["on", "off", "true", "no"]),
    "ssl_server_cert_dn": lambda r: '"' + r.choice(["CN=db,O=Example", "CN=db.example.com,C=US"]) + '"',
    "wallet_location": lambda r: r.choice(["/opt/wallet", '"/opt/my wallet"']),
    "ssl_allow_weak_dn_match": lambda r: r.choice(["on", "off"]),
    "tls_server_dn_match": lambda r: r.choice(["on", "off"]),
}


class Strings:
    def __init__(self):
        self.random = random.Random(SEED)
        self.found = []
        self.seen = set()

    def add(self, category: str, count: int, make):
        """`count` strings that are not there yet."""
        missing, attempts = count, 0
        while missing and attempts < 100 * count:
            attempts += 1
            text = make()
            if text not in self.seen:
                self.seen.add(text)
                self.found.append({"category": category, "text": text})
                missing -= 1

    def pick(self, choices):
        return self.random.choice(choices)

    def maybe(self, text: str, chance=0.5) -> str:
        return text if self.random.random() < chance else ""

    # -- Easy Connect ---------------------------------------------------------------------------------------------
    def host(self) -> str:
        return self.pick(HOSTS + LITERALS)

    def port(self) -> str:
        return f":{self.random.randint(1, 65535)}"

    def easy(self) -> str:
        return self.host() + self.maybe(self.port()) + "/" + self.pick(SERVICES)

    def easy_list(self) -> str:
        hosts = [self.host() + self.maybe(self.port()) for _ in range(self.random.randint(2, 4))]
        text = hosts[0]
        for host in hosts[1:]:
            text += self.pick(",,;") + host
        return text + self.maybe(self.port(), 0.2 if text[-1].isalpha() else 0) + "/" + self.pick(SERVICES)

    def easy_server(self) -> str:
        return self.easy() + ":" + self.pick(SERVERS) + self.maybe("/" + self.pick(["inst1", "ORCL2"]))

    def easy_protocol(self) -> str:
        return self.pick(["tcp://", "tcps://", "TCPS://", "//", "Tcp://"]) + self.easy()

    def with_parameters(self, base: str, known: dict, most: int) -> str:
        names = self.random.sample(sorted(known), self.random.randint(1, most))
        spelled = [name.upper() if self.random.random() < 0.2 else name for name in names]
        return base + "?" + "&".join(f"{shown}={known[name](self.random)}" for name, shown in zip(names, spelled))

    def spoilt(self, text: str) -> str:
        """One character dropped, doubled or replaced."""
        at = self.random.randrange(len(text))
        return text[:at] + self.pick(["", text[at] * 2, self.pick("()=/:?&\"# ")]) + text[at + 1:]

    # -- descriptors ----------------------------------------------------------------------------------------------
    def cased(self, name: str) -> str:
        return self.pick([name, name, name.lower(), name.capitalize()])

    def pair(self, name: str, value) -> str:
        blank = self.maybe(" ", 0.15)
        return f"({self.cased(name)}{blank}={blank}{value})"

    def address(self, protocol=None) -> str:
        host = self.host().strip("[]")
        members = [self.pair("PROTOCOL", protocol or self.pick(["tcp", "TCP", "tcps"])), self.pair("HOST", host),
                   self.pair("PORT", self.random.randint(1, 65535))]
        self.random.shuffle(members)
        return self.pair("ADDRESS", "".join(members))

    def order(self) -> str:
        return (self.maybe(self.pair("LOAD_BALANCE", self.pick(["ON", "off", "yes", "no"])), 0.4)
                + self.maybe(self.pair("FAILOVER", self.pick(["on", "OFF", "true", "false"])), 0.4))

    def address_list(self) -> str:
        return self.pair("ADDRESS_LIST", self.order() + "".join(self.address() for _ in range(self.random.randint(1, 3))))

    def connect_data(self, *extra: str) -> str:
        target = self.pick([self.pair("SERVICE_NAME", self.pick(SERVICES)), self.pair("SERVICE_NAME", self.pick(SERVICES)),
                            self.pair("SID", self.pick(["ORCL", "XE"]))])
        return self.pair("CONNECT_DATA", target + "".join(extra))

    def description(self, *members: str) -> str:
        members = [*members, self.connect_data()]
        self.random.shuffle(members)
        return self.pair("DESCRIPTION", "".join(members))

    def plain(self) -> str:
        return self.description(self.address())

    def lists(self) -> str:
        return self.description(self.order(), *(self.address_list() for _ in range(self.random.randint(1, 3))))

    def description_list(self) -> str:
        return self.pair("DESCRIPTION_LIST", self.order() + "".join(self.plain() for _ in range(self.random.randint(1, 3))))

    def options(self) -> str:
        names = [name for name in PARAMETERS if not name.startswith(("pool", "service"))]
        chosen = self.random.sample(names, self.random.randint(1, 4))
        return self.description(self.address(), *(self.pair(n.upper(), PARAMETERS[n](self.random)) for n in chosen))

    def rich_connect_data(self) -> str:
        extra = [self.pair("SERVER", self.pick(SERVERS)), self.pair("INSTANCE_NAME", "inst1"),
                 self.pair("POOL_CONNECTION_CLASS", "C1"), self.pair("POOL_PURITY", "NEW"), self.pair("COLOCATION_TAG", "t"),
                 self.pair("TUNNEL_SERVICE_NAME", "t1"), self.pair("UR", "A")]
        chosen = self.random.sample(extra, self.random.randint(1, 4))
        return self.pair("DESCRIPTION", self.address() + self.connect_data(*chosen))

    def security(self) -> str:
        members = [self.pair("SSL_SERVER_DN_MATCH", self.pick(["YES", "no", "on", "true"])),
                   self.pair("SSL_SERVER_CERT_DN", '"' + self.pick(["CN=db,O=Example", "CN=db.example.com,C=US"]) + '"'),
                   self.pair("MY_WALLET_DIRECTORY", "/opt/wallet"), self.pair("SSL_ALLOW_WEAK_DN_MATCH", "on")]
        chosen = self.random.sample(members, self.random.randint(1, 4))
        return self.description(self.address("tcps"), self.pair("SECURITY", "".join(chosen)))

    def spread(self, text: str) -> str:
        """Over several lines, as people write them."""
        return text.replace("(", "\n  (") if self.random.random() < 0.7 else text.replace(")(", ")\t\r\n(")

    def proxied(self) -> str:
        members = self.pair("PROTOCOL", "tcps") + self.pair("HOST", "db1.example.com") + self.pair("PORT", 443)
        proxy = self.pair("HTTPS_PROXY", self.pick(["proxy.example.com", "10.0.0.9"]))
        port = self.maybe(self.pair("HTTPS_PROXY_PORT", self.random.randint(80, 9000)), 0.8)
        return self.pair("DESCRIPTION", self.pair("ADDRESS", members + proxy + port) + self.connect_data())


UNITS = ["500ms", "500 ms", "15sec", "15 SEC", "2min", "2 min", "1hr", "0.5", "90 sec"]
DESCRIPTOR_HEAD = "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521))"
CORNERS = [
    ("descriptor/no port", "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/no host", "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/no protocol", "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/no address", "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/no connect data", DESCRIPTOR_HEAD + ")"),
    ("descriptor/bare address", "(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521))"),
    ("descriptor/bare list", "(ADDRESS_LIST=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521)))"),
    ("descriptor/unknown top", "(DESCRIPTOR=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521)))"),
    ("descriptor/ipc", "(DESCRIPTION=(ADDRESS=(PROTOCOL=ipc)(KEY=k))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/source route", DESCRIPTOR_HEAD + "(SOURCE_ROUTE=on)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/source route", DESCRIPTOR_HEAD + "(SOURCE_ROUTE=off)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/bad number", DESCRIPTOR_HEAD + "(RETRY_COUNT=many)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/bad number", DESCRIPTOR_HEAD + "(SDU=big)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/bad switch", DESCRIPTOR_HEAD + "(LOAD_BALANCE=maybe)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/bad port", "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=99999))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/bad port", "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=abc))(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/sdu out of range", DESCRIPTOR_HEAD + "(SDU=100)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/sdu out of range", DESCRIPTOR_HEAD + "(SDU=9999999)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/expire time", DESCRIPTOR_HEAD + "(EXPIRE_TIME=10)(CONNECT_DATA=(SERVICE_NAME=s)))"),
    ("descriptor/server type", DESCRIPTOR_HEAD + "(CONNECT_DATA=(SERVICE_NAME=s)(SERVER=bogus)))"),
    ("easy/no service", "db.example.com:1521"),
    ("easy/no service", "db.example.com:1521/"),
    ("easy/no service", "//db.example.com"),
    ("easy/port empty", "db.example.com:/orders"),
    ("easy/unknown protocol", "udp://db.example.com/orders"),
    ("easy/unknown protocol", "http://db.example.com/orders"),
    ("easy/no instance server", "db.example.com/orders//inst1"),
    ("easy/expire time", "db.example.com/orders?expire_time=10"),
    ("easy/expire time", "db.example.com/orders?expire_time=invalid"),
    ("easy/unknown parameter", "db.example.com/orders?colour=blue"),
    ("easy/unknown parameter", "db.example.com/orders?colour=blue&retry_count=3"),
    ("easy/source route", "db.example.com/orders?source_route=on"),
    ("easy/sdu out of range", "db.example.com/orders?sdu=100"),
    ("easy/user", "scott/secret@db.example.com:1521/orders"),
    ("easy/pool name", "db.example.com/orders?pool_name=pool1"),
    ("easy/proxy", "tcps://db1.example.com:443/orders?https_proxy=proxy.example.com&https_proxy_port=3128"),
    ("easy/proxy", "tcps://db1.example.com:443/orders?https_proxy=proxy.example.com"),
    ("easy/parameter empty", "db.example.com/orders?retry_count="),
    ("easy/parameter without value", "db.example.com/orders?retry_count"),
    ("easy/quote open", 'db.example.com/orders?service_tag="blue'),
    ("alias", "plain"), ("alias", "PLAIN"), ("alias", "first"), ("alias", "SECOND"), ("alias", "easy"),
    ("alias", "easy_plus"), ("alias", "MIXED.CASE"), ("alias", "listed"), ("alias", "twice"), ("alias/missing", "nowhere"),
    ("alias/of alias", "chain"), ("alias/unknown protocol", "broken"),
]


def generate() -> list:
    strings = Strings()
    strings.add("easy/host", 20, strings.easy)
    strings.add("easy/list", 20, strings.easy_list)
    strings.add("easy/server", 14, strings.easy_server)
    strings.add("easy/protocol", 14, strings.easy_protocol)
    strings.add("easy/parameters", 30, lambda: strings.with_parameters(strings.easy(), PARAMETERS, 4))
    strings.add("easy/tls parameters", 14,
                lambda: strings.with_parameters("tcps://" + strings.easy(), TLS_PARAMETERS, 3))
    strings.add("easy/units", 8, lambda: strings.easy() + "?" + strings.pick(["connect_timeout", "retry_delay"]) + "="
                + strings.pick(UNITS))
    strings.add("easy/blanks", 6, lambda: " " + strings.easy().replace("/", " / ") + " ")
    strings.add("easy/spoilt", 24, lambda: strings.spoilt(strings.easy()))
    strings.add("descriptor/plain", 16, strings.plain)
    strings.add("descriptor/lists", 24, strings.lists)
    strings.add("descriptor/description list", 10, strings.description_list)
    strings.add("descriptor/options", 24, strings.options)
    strings.add("descriptor/connect data", 14, strings.rich_connect_data)
    strings.add("descriptor/security", 14, strings.security)
    strings.add("descriptor/proxy", 4, strings.proxied)
    strings.add("descriptor/spread", 10, lambda: strings.spread(strings.lists()))
    strings.add("descriptor/units", 6, lambda: strings.description(
        strings.address(), strings.pair(strings.pick(["CONNECT_TIMEOUT", "RETRY_DELAY", "TRANSPORT_CONNECT_TIMEOUT"]),
                                        strings.pick(UNITS))))
    strings.add("descriptor/spoilt", 30, lambda: strings.spoilt(strings.plain()))
    return strings.found + [{"category": category, "text": text} for category, text in CORNERS]


def serialised(strings: list) -> str:
    return "[\n" + ",\n".join("  " + json.dumps(each) for each in strings) + "\n]\n"


if __name__ == "__main__":
    print(serialised(generate()), end="")

"""What X-Ray's, CloudWatch's and OpenTelemetry's documentation say of the forms that a function tells its observations in.

Each check yields texts that say what is wrong; members that the documentation does not name are wrong, too.
"""
import base64
import json
import re

ID = re.compile(r"[0-9a-f]{16}\Z")
TRACE_ID = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}\Z")
NAME = re.compile(r"[\w\s.:/%&#=+\\\-@]{1,200}\Z")
KEY = re.compile(r"[A-Za-z0-9_]{1,500}\Z")
MAX_DATAGRAM = 64 * 1024
UNITS = {"Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Count", "Percent", "None"}

# Members of a subsegment and what they may be (AWS X-Ray segment documents, "Subsegments" and what it refers to).
SQL = {name: str for name in ("connection_string", "url", "sanitized_query", "database_type", "database_version",
                              "driver_version", "user", "preparation")}
AWS = {"operation": str, "account_id": str, "region": str, "request_id": str, "queue_url": str, "table_name": str,
       "retries": int}
HTTP = {"request": dict, "response": dict}
EXCEPTION = {"id": str, "message": str, "type": str, "remote": bool, "truncated": int, "skipped": int, "cause": str,
             "stack": list}
SUBSEGMENT = {"id": str, "name": str, "start_time": (int, float), "end_time": (int, float), "trace_id": str,
              "parent_id": str, "type": str, "namespace": str, "http": dict, "aws": dict, "error": bool, "throttle": bool,
              "fault": bool, "annotations": dict, "metadata": dict, "cause": dict, "sql": dict}


def members(what: str, document: dict, known: dict):
    for name, value in document.items():
        if name not in known:
            yield f"{what}: member {name} is not documented"
        elif not isinstance(value, known[name]) or (known[name] is int and isinstance(value, bool)):
            yield f"{what}: {name} has the wrong type"


def check_subsegment(document: dict):
    what = f"subsegment {document.get('name')}"
    yield from members(what, document, SUBSEGMENT)
    for name, form in (("id", ID), ("parent_id", ID), ("trace_id", TRACE_ID), ("name", NAME)):
        if not form.match(document.get(name, "")):
            yield f"{what}: {name} is not of its form"
    if document.get("type") != "subsegment":
        yield f"{what}: an independent subsegment has that type"
    if document.get("namespace", "aws") not in ("aws", "remote"):
        yield f"{what}: namespace"
    if not 0 < document.get("start_time", 0) <= document.get("end_time", 0) < 1e11:
        yield f"{what}: times are not seconds, or go backwards"
    for key, value in document.get("annotations", {}).items():
        if not KEY.match(key) or not isinstance(value, (str, int, float)):
            yield f"{what}: annotation {key}"
    yield from members(f"{what}: sql", document.get("sql", {}), SQL)
    if document.get("sql", {}).get("preparation", "call") not in ("call", "statement"):
        yield f"{what}: sql.preparation"
    yield from members(f"{what}: aws", document.get("aws", {}), AWS)
    yield from members(f"{what}: http", document.get("http", {}), HTTP)
    for exception in document.get("cause", {}).get("exceptions", []):
        yield from members(f"{what}: exception", exception, EXCEPTION)
        if not ID.match(exception.get("id", "")):
            yield f"{what}: the exception's id"
    if "cause" in document and not (document.get("error") or document.get("fault")):
        yield f"{what}: a cause without error or fault"


def read_datagram(datagram: bytes):
    """(subsegment, texts that say what is wrong)"""
    wrong = []
    if len(datagram) > MAX_DATAGRAM:
        wrong.append(f"a datagram of {len(datagram)} bytes")
    header, _, body = datagram.partition(b"\n")
    if json.loads(header) != {"format": "json", "version": 1}:
        wrong.append(f"the header {header!r}")
    document = json.loads(body.decode("utf-8"))
    return document, wrong + list(check_subsegment(document))


def check_emf(document: dict):
    """CloudWatch's specification of the embedded metric format."""
    about = document.get("_aws", {})
    if not isinstance(about.get("Timestamp"), int) or not 1e12 < about["Timestamp"] < 1e14:
        yield "metrics: Timestamp is not milliseconds"
    for directive in about.get("CloudWatchMetrics") or ["none"]:
        if set(directive) != {"Namespace", "Dimensions", "Metrics"}:
            yield f"metrics: directive {directive}"
            continue
        if not 1 <= len(directive["Metrics"]) <= 100:
            yield f"metrics: {len(directive['Metrics'])} metrics in a directive"
        for dimension in (name for group in directive["Dimensions"] for name in group):
            if not isinstance(document.get(dimension), str) or not document[dimension]:
                yield f"metrics: the dimension {dimension} has no text"
        for metric in directive["Metrics"]:
            value = document.get(metric["Name"])
            values = value if isinstance(value, list) else [value]
            if metric.get("Unit") not in UNITS or not 1 <= len(values) <= 100:
                yield f"metrics: {metric}"
            if not all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in values):
                yield f"metrics: {metric['Name']} is no number"


def check_otlp(text: str, names: set | None):
    """The mapping of OTLP to JSON: by the official message types where they are installed; `names` of attributes are those of
    the semantic conventions, where they are."""
    document = json.loads(text)
    spans = [span for resource in document["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]
    for span in spans:
        if not re.match(r"[0-9a-f]{32}\Z", span["traceId"]) or not ID.match(span["spanId"]):
            yield f"span {span['name']}: ids are hexadecimal in this mapping"
        if int(span["startTimeUnixNano"]) > int(span["endTimeUnixNano"]) or span["kind"] not in range(1, 6):
            yield f"span {span['name']}: times or kind"
    try:
        from google.protobuf import json_format
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    except ImportError:
        return
    # The generic mapping of protocol buffers takes base64 where OTLP's own has hexadecimal ids.
    for span in spans:
        for name in ("traceId", "spanId", "parentSpanId"):
            if name in span:
                span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
    try:
        message = json_format.ParseDict(document, ExportTraceServiceRequest())
    except json_format.ParseError as wrong:
        yield f"OTLP: {wrong}"
        return
    for resource in message.resource_spans:
        found = [each.key for each in resource.resource.attributes]
        for span in (span for scope in resource.scope_spans for span in scope.spans):
            if len(span.trace_id) != 16 or len(span.span_id) != 8:
                yield f"span {span.name}: lengths of ids"
            found += [each.key for each in span.attributes]
        for key in found:
            # Annotations of the sample and of Powertools have names of their own.
            if names and "." in key and not key.startswith("oraxx.") and key not in names:
                yield f"OTLP: the attribute {key} is not in the semantic conventions"

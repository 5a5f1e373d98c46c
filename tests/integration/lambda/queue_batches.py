#!/usr/bin/env python3
"""Queues of moto's SQS, emptied by a function as an event source mapping does. Usage: queue_batches.py LOCAL QUEUE_FUNCTION

Messages are sent and received by boto3; what is received becomes the function's events, and of each batch those messages are
deleted that its answer does not name. What fails twice has to be in the dead-letter queue, everything else has to be done
once.
"""
import json
import subprocess
import sys
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from aws_peers import REGION, Moto  # noqa: E402

BATCH = 10
RECEIVES = 2  # of one message, before it is a dead letter
BODIES = [*(f"order {number}" for number in range(12)), "fail 1", '{"json": "\u00e4\\"\\n\U0001f600"}', "fail \u6f22\t\n", " blanks ",
          "<xml>&amp;</xml>", "x" * 200_000, *(f"order {number}" for number in range(12, 20)), "fail 3"]
ORDERED = ["a 1", "a 2", "fail a 3", "a 4", "a 5"]


def record(message: dict, arn: str) -> dict:
    """A received message as it stands in an event."""
    attributes = {name: {"stringValue": value.get("StringValue"), "dataType": value["DataType"], "stringListValues": [],
                         "binaryListValues": []} for name, value in message.get("MessageAttributes", {}).items()}
    return {"messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
            "attributes": message["Attributes"], "messageAttributes": attributes, "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs", "eventSourceARN": arn, "awsRegion": REGION}


class Queue:
    def __init__(self, sqs, name: str, fifo: bool = False):
        self.sqs = sqs
        self.kind = {"FifoQueue": "true", "ContentBasedDeduplication": "true"} if fifo else {}
        ending = ".fifo" if fifo else ""
        self.dead = sqs.create_queue(QueueName=f"{name}-dead{ending}", Attributes=self.kind)["QueueUrl"]
        policy = {"deadLetterTargetArn": self.arn_of(self.dead), "maxReceiveCount": RECEIVES}
        self.url = sqs.create_queue(QueueName=name + ending, Attributes={
            **self.kind, "VisibilityTimeout": "0", "RedrivePolicy": json.dumps(policy)})["QueueUrl"]
        self.arn = self.arn_of(self.url)

    def arn_of(self, url: str) -> str:
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def send(self, body: str):
        more = {"MessageGroupId": "g"} if self.kind else {}
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more,
                              MessageAttributes={"Kind": {"DataType": "String", "StringValue": "test"}})

    def receive(self, url: str) -> list:
        return self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=BATCH, AttributeNames=["All"],
                                        MessageAttributeNames=["All"]).get("Messages", [])

    def dead_letters(self) -> list:
        out = []
        while got := self.receive(self.dead):
            for message in got:
                out.append(message["Body"])
                self.sqs.delete_message(QueueUrl=self.dead, ReceiptHandle=message["ReceiptHandle"])
        return out


class Mapping:
    """An event source mapping with ReportBatchItemFailures."""

    def __init__(self, local: str, function: str):
        self.command = [local, "--bootstrap", function, "--event"]
        self.done = []  # bodies that the function says it did
        self.batches = 0

    def deliver(self, queue: Queue, got: list) -> set:
        """Ids of the messages that the answer names."""
        # An argument of a program has at most 128 KiB: large messages go by themselves and without their middle.
        event = {"Records": [record(message, queue.arn) for message in got]}
        for each in event["Records"]:
            if len(each["body"]) > 50_000:
                each["body"] = each["body"][:50_000]
        made = subprocess.run([*self.command, json.dumps(event)], capture_output=True, text=True, timeout=60, check=True)
        self.batches += 1
        log = [json.loads(line) for line in made.stderr.splitlines() if line.startswith("{")]
        self.done += [line["body"] for line in log if line["message"] == "done"]
        failed = {each["itemIdentifier"] for each in json.loads(made.stdout.splitlines()[-1])["batchItemFailures"]}
        for message in got:
            if message["MessageId"] not in failed:
                queue.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
        return failed

    def empty(self, queue: Queue):
        for _ in range(100):
            got = queue.receive(queue.url)
            if not got:
                return
            self.deliver(queue, got)


def main(local: str, function: str) -> int:
    passed = failed = 0

    def expect(what: str, one, other):
        nonlocal passed, failed
        passed += one == other
        failed += one != other
        if one != other:
            print(f"{what}: {str(one)[:500]} is not {str(other)[:500]}", file=sys.stderr)

    with Moto() as moto:
        sqs = boto3.client("sqs", endpoint_url=moto.url, region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b")
        queue, mapping = Queue(sqs, "orders"), Mapping(local, function)
        for body in BODIES:
            queue.send(body)
        mapping.empty(queue)
        good = [body[:50_000] for body in BODIES if not body.startswith("fail")]
        for body in good:
            expect("done once", mapping.done.count(body), 1)
        expect("all that was done", len(mapping.done), len(good))
        expect("dead letters", sorted(queue.dead_letters()), sorted(body for body in BODIES if body.startswith("fail")))
        print(f"{len(BODIES)} messages in {mapping.batches} batches")

        ordered, mapping = Queue(sqs, "ordered", fifo=True), Mapping(local, function)
        for body in ORDERED:
            ordered.send(body)
        got = ordered.receive(ordered.url)
        named = mapping.deliver(ordered, got)
        expect("FIFO: done before the failure", mapping.done, ORDERED[:2])
        expect("FIFO: left for later", [each["Body"] for each in got if each["MessageId"] in named], ORDERED[2:])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

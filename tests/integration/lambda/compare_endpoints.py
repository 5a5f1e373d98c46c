#!/usr/bin/env python3
"""Compares the names of endpoints with those that botocore's rules give. Usage: compare_endpoints.py SERVICE_HOSTS

Every region that botocore knows in the partitions of AWS, China and GovCloud, plain, FIPS (which China has
not), dual-stack and both.
"""
import os
import subprocess
import sys
from urllib.parse import urlsplit

import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointResolutionError

SERVICES = ("secretsmanager", "sts", "xray", "s3")
PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
# STS in GovCloud has one name for both; S3 in us-east-1 has an older one without the region.
EXCEPTIONS = {("sts", "us-gov-east-1"), ("sts", "us-gov-west-1"), ("s3", "us-east-1")}


class Rules:
    """Botocore's, of one service."""

    def __init__(self, loader, service: str):
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
        self.provider = EndpointProvider(rules, loader.load_data("partitions"))
        self.more = {"Bucket": "b", "ForcePathStyle": True} if service == "s3" else {}

    def host(self, region: str, fips: bool, dual_stack: bool) -> str | None:
        """None where the partition has no such variant."""
        try:
            found = self.provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual_stack, **self.more)
        except EndpointResolutionError:
            return None
        return urlsplit(found.url).netloc


def main(program: str) -> int:
    session = botocore.session.Session()
    rules = {service: Rules(session.get_component("data_loader"), service) for service in SERVICES}
    regions = [region for partition in PARTITIONS for region in session.get_available_regions("secretsmanager", partition)]
    pairs = [(service, region) for service in SERVICES for region in regions if (service, region) not in EXCEPTIONS]
    passed = failed = 0
    for fips in (False, True):
        for dual_stack in (False, True):
            environment = {**os.environ, "AWS_USE_FIPS_ENDPOINT": str(fips).lower(),
                           "AWS_USE_DUALSTACK_ENDPOINT": str(dual_stack).lower()}
            ours = subprocess.run([program], input="".join(f"{service} {region}\n" for service, region in pairs),
                                  capture_output=True, text=True, env=environment, check=True).stdout.split()
            for (service, region), host in zip(pairs, ours, strict=True):
                expected = rules[service].host(region, fips, dual_stack)
                if expected is None or (fips and region.startswith("cn-")):
                    continue
                passed += host == expected
                if host != expected:
                    failed += 1
                    print(f"{service} {region} fips={fips} dual_stack={dual_stack}: {host}, botocore: {expected}",
                          file=sys.stderr)
    print(f"{len(regions)} regions, {len(SERVICES)} services")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Faults planted in the server's encoders: each must make a scenario fail, which shows that the scenarios look at what
they claim to look at.
"""
from pathlib import Path

from mutants import MutantError, build, load_mutants


def who_catches(clients: list, scenarios: list, program: Path, run_client, tally_type) -> str:
    for client in clients:
        for persona in ("26ai", "18c"):
            caught = run_client(client, persona, scenarios, program, tally_type(), first_only=True)
            if caught:
                return f"{client.name} against {persona}, scenario {caught[0]}"
    return ""


def check_mutants(clients: list, scenarios: list, tally, run_client):
    for mutant in load_mutants("integration/mutants.json"):
        try:
            program = build(mutant, "oraxx-sandbox")
        except MutantError as error:
            tally.failed += 1
            print(f"FAILED {error}", flush=True)
            continue
        catcher = who_catches(clients, scenarios, program, run_client, type(tally))
        if catcher:
            tally.passed += 1
            print(f"mutant {mutant['name']}: caught by {catcher}", flush=True)
        else:
            tally.failed += 1
            print(f"FAILED mutant {mutant['name']}: nobody noticed", flush=True)

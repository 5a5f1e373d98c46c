import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { everything, infra, resources, synthesise } from './support';

const page = readFileSync(join(infra, '..', 'docs', 'guide', 'sample_stack.md'), 'utf8');
const [comparison = '', additions = ''] = page.split('What settings add:');

type Counts = Record<string, number>;

function counts(context: Record<string, unknown>): Counts {
    const out: Counts = {};
    for (const { Type } of Object.values(resources(synthesise(context)))) out[Type] = (out[Type] ?? 0) + 1;
    return out;
}

/** Rows of the first table: type, the sample's number, ours, verdict, reason. */
const rows = comparison
    .split('\n')
    .filter((line) => line.startsWith('| `AWS::'))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

function column(at: number): Counts {
    const all = rows.map((row) => [(row[0] ?? '').replaceAll('`', ''), Number(row[at])] as const);
    return Object.fromEntries(all.filter(([, count]) => count > 0));
}

test('the sample\'s column is the sample\'s template', () => {
    const sample = JSON.parse(readFileSync(join(infra, 'test', 'sample_stack.json'), 'utf8')) as { resources: Counts };
    assert.deepEqual(column(1), sample.resources);
});

test('our column is our template', () => {
    assert.deepEqual(column(2), counts({ variants: 'both' }));
});

test('every resource is judged, with a reason', () => {
    for (const [type, , , verdict, reason = ''] of rows) {
        assert.match(String(verdict), /^(same|better)$/, type);
        assert.ok(reason.length > 20, type);
    }
});

test('the second table names what settings add', () => {
    const plain = counts({ variants: 'both' });
    const added = Object.keys(counts(everything)).filter((type) => !(type in plain));
    const told = [...additions.matchAll(/AWS::\w+::\w+/g)].map(([type]) => type);
    assert.deepEqual([...new Set(told)].sort(), added.sort());
});

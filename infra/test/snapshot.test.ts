import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { everything, infra, synthesise } from './support';

/** Hashes of packages are not ours to judge. */
function text(context: Record<string, unknown>): string {
    const template = JSON.stringify(synthesise(context).toJSON(), null, 1);
    return `${template.replace(/\b[0-9a-f]{64}\b/g, 'HASH')}\n`;
}

// A change of the template is seen in review. UPDATE_SNAPSHOTS=1 writes the files anew.
for (const [name, context] of Object.entries({ default: {}, everything })) {
    test(`the template is the one that was reviewed: ${name}`, () => {
        const file = join(infra, 'test', 'snapshots', `${name}.snapshot.json`);
        const now = text(context);
        if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(file, now);
        assert.equal(now, readFileSync(file, 'utf8'));
    });
}

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { thinZip, ThinZipCode } from '../lib/packages';
import { infra, makeStack } from './support';

const ours = { architecture: 'arm64', thinZip: undefined, buildMissing: true } as const;

function emptyRoot(): string {
    return mkdtempSync(join(tmpdir(), 'oraxx-root-'));
}

function makeZip(root: string): void {
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(join(root, 'dist', 'oraxx-thin-arm64.zip'), 'zip');
}

function neverBuilds(): void {
    assert.fail('it must not build');
}

test('builds a zip that is missing, once', () => {
    const root = emptyRoot();
    let built = 0;
    const build = (where: string) => {
        built += 1;
        makeZip(where);
    };
    assert.equal(thinZip(ours, root, build), join(root, 'dist', 'oraxx-thin-arm64.zip'));
    thinZip(ours, root, build);
    assert.equal(built, 1);
});

test('says what to run when it may not build', () => {
    assert.throws(
        () => thinZip({ ...ours, buildMissing: false }, emptyRoot(), neverBuilds),
        /dist\/oraxx-thin-arm64.zip is missing: run .\/dev package/,
    );
});

test('says so when the build makes no zip for this architecture', () => {
    assert.throws(() => thinZip(ours, emptyRoot(), () => undefined), /made no dist\/oraxx-thin-arm64.zip/);
});

test('takes the zip that is named, and no other', () => {
    const root = emptyRoot();
    makeZip(root);
    assert.throws(() => thinZip({ ...ours, thinZip: join(root, 'x.zip') }, root, neverBuilds), /does not exist/);
    const named = join(root, 'dist', 'oraxx-thin-arm64.zip');
    assert.equal(thinZip({ ...ours, thinZip: named }, emptyRoot(), neverBuilds), named);
});

test('the zip becomes the function\'s code, and is looked for only then', () => {
    const root = emptyRoot();
    makeZip(root);
    let asked = 0;
    const code = new ThinZipCode(() => {
        asked += 1;
        return thinZip(ours, root, neverBuilds);
    });
    assert.equal(asked, 0);
    const stack = new Stack(new App());
    new lambda.Function(stack, 'Function', { code, runtime: lambda.Runtime.PROVIDED_AL2023, handler: 'bootstrap' });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
        Code: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    });
    assert.equal(asked, 1);
});

test('a thick image that cannot be built yet is a warning that says what is missing', () => {
    const stack = makeStack({ variants: 'both' });
    const [warning] = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    assert.match(
        String(warning?.entry.data),
        /infra\/thick\/bootstrap .*, infra\/thick\/libodpic\.so\.4.*instantClientZip.*instantClientSha256/,
    );
});

test('versions are exact and the lock file names no registry', () => {
    const read = (name: string) => readFileSync(join(infra, name), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
    assert.ok(!read('package-lock.json').includes('"resolved"'));
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { lintDockerfile } from '../tools/lint_dockerfile';
import { infra } from './support';

const ours = readFileSync(join(infra, 'thick', 'Dockerfile'), 'utf8');

test('the linter finds nothing in the thick image', () => {
    assert.deepEqual(lintDockerfile(ours), []);
});

const planted: [string, string, string, RegExp][] = [
    ['a base image of any version', ':2023', '', /has no tag/],
    ['root', 'USER 65534:65534', 'USER root', /runs as root/],
    ['a shell as the main process', 'CMD ["bootstrap"]', 'CMD bootstrap', /shell form/],
    ['a pipe whose failure is lost', 'SHELL ["/bin/bash", "-euo", "pipefail", "-c"]', '', /without pipefail/],
    ['ADD', 'COPY bootstrap', 'ADD bootstrap', /use COPY/],
    ['a cache left behind', 'libaio && dnf clean all', 'libaio', /leaves its cache/],
    ['a variable that bash would split', 'test -e /opt', 'echo $INSTANT_CLIENT_ZIP && test -e /opt', /SC2086/],
    ['an unknown instruction', 'HEALTHCHECK NONE', 'HEALTHCHEK NONE', /HEALTHCHEK/i],
    ['a copy of two files to one', 'COPY bootstrap /var', 'COPY bootstrap other /var', /directory/],
];

for (const [what, from, to, message] of planted) {
    test(`the linter finds ${what}`, () => {
        assert.ok(ours.includes(from), from);
        assert.match(lintDockerfile(ours.replace(from, to)).join('\n'), message);
    });
}

/** Runs the step that unpacks the client, as the Dockerfile has it but below a folder, on a zip made here. */
function unpack(sha256: (zip: Buffer) => string, library = 'libclntsh.so') {
    const root = mkdtempSync(join(tmpdir(), 'oraxx-client-'));
    const client = join(root, 'instantclient_23_9');
    mkdirSync(client);
    writeFileSync(join(client, `${library}.23.1`), 'library');
    symlinkSync(`${library}.23.1`, join(client, library));
    spawnSync('zip', ['-qry', 'client.zip', 'instantclient_23_9'], { cwd: root });
    const step = DockerfileParser.parse(ours)
        .getInstructions()
        .find((each) => each.getKeyword() === 'RUN' && (each.getRawArgumentsContent() ?? '').includes('sha256sum'));
    const script = (step?.getRawArgumentsContent() ?? 'false').replace(/ \/(client\.zip|unpacked|opt)/g, ` ${root}/$1`);
    const environment = { ...process.env, INSTANT_CLIENT_SHA256: sha256(readFileSync(join(root, 'client.zip'))) };
    const done = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8', env: environment });
    return { ...done, libraries: join(root, 'opt', 'oracle', 'lib') };
}

const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');

test('the step that unpacks the client leaves its libraries for everybody to read', () => {
    const { status, stderr, libraries } = unpack(hash);
    assert.equal(status, 0, stderr);
    assert.deepEqual(readdirSync(libraries), ['libclntsh.so', 'libclntsh.so.23.1']);
    assert.equal(statSync(libraries).mode & 0o777, 0o755);
});

test('another zip than the one that was named is not unpacked', () => {
    const { status, stderr, libraries } = unpack(() => 'a'.repeat(64));
    assert.notEqual(status, 0);
    assert.match(stderr, /did NOT match/);
    assert.ok(!existsSync(libraries));
});

test('without a SHA-256 the build stops and says so', () => {
    const { status, stderr } = unpack(() => '');
    assert.notEqual(status, 0);
    assert.match(stderr, /give the SHA-256 of the zip/);
});

test('a zip without the client library stops the build', () => {
    assert.notEqual(unpack(hash, 'libother.so').status, 0);
});

test('nothing but the program and the client goes to the builder', () => {
    const kept = readFileSync(join(infra, 'thick', '.dockerignore'), 'utf8').trim().split('\n');
    assert.deepEqual(kept, ['*', '!bootstrap', '!libodpic.so.4', '!*.zip']);
});

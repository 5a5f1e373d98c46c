import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
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

test('the client is checked before it is unpacked', () => {
    const check = ours.indexOf('sha256sum --check --strict');
    assert.ok(check > 0 && check < ours.indexOf('unzip -q'));
});

test('nothing but the program and the client goes to the builder', () => {
    const kept = readFileSync(join(infra, 'thick', '.dockerignore'), 'utf8').trim().split('\n');
    assert.deepEqual(kept, ['*', '!bootstrap', '!*.zip']);
});

/**
 * Lints a Dockerfile: dockerfile-utils for its syntax, shellcheck for what RUN hands to bash, and the rules of this
 * project. Usage: node lint_dockerfile.js FILE
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Arg, Dockerfile, DockerfileParser, From, JSONInstruction } from 'dockerfile-ast';
import { validate, ValidationSeverity } from 'dockerfile-utils';

export function lintDockerfile(text: string): string[] {
    const file = DockerfileParser.parse(text);
    return [...syntax(text), ...shell(file), ...rules(file)];
}

function syntax(text: string): string[] {
    const wanted = { deprecatedMaintainer: ValidationSeverity.ERROR, emptyContinuationLine: ValidationSeverity.ERROR };
    return validate(text, wanted).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
}

/** The commands of every RUN under the options that SHELL gives them. */
function shell(file: Dockerfile): string[] {
    const args = file.getInstructions().flatMap((each) => (each instanceof Arg ? [each.getProperty()?.getName()] : []));
    const given = args.map((name) => `: "\${${name}:=}"; export ${name}`).join('\n');
    return file.getInstructions().flatMap((each) => {
        if (each.getKeyword() !== 'RUN') return [];
        const script = `set -euo pipefail\n${given}\n${each.getRawArgumentsContent() ?? ''}\n`;
        const { status, stdout, error } = spawnSync('shellcheck', ['--shell=bash', '--format=gcc', '-'], {
            input: script,
            encoding: 'utf8',
        });
        if (error) return [`shellcheck did not run: ${error.message}`];
        const line = (each.getRange()?.start.line ?? 0) + 1;
        return status === 0 ? [] : [`line ${line}, RUN: ${stdout.trim()}`];
    });
}

function rules(file: Dockerfile): string[] {
    const found: string[] = [];
    const instructions = file.getInstructions();
    const stages = new Set<string>();
    for (const each of instructions) {
        const line = (each.getRange()?.start.line ?? 0) + 1;
        if (each instanceof From) {
            const image = each.getImage() ?? '';
            const tag = each.getImageTag();
            if (!stages.has(image) && !each.getImageDigest() && (tag === null || tag === 'latest')) {
                found.push(`line ${line}: the base image ${image} has no tag that says which one`);
            }
            stages.add(each.getBuildStage() ?? '');
        }
        const content = each.getRawArgumentsContent() ?? '';
        if (each.getKeyword() === 'ADD') found.push(`line ${line}: ADD unpacks and downloads by guess: use COPY`);
        if (/\bsudo\b/.test(content)) found.push(`line ${line}: sudo in an image`);
        if (/\b(curl|wget)\b/.test(content)) found.push(`line ${line}: a download that nothing checks`);
        if (/\bdnf install\b/.test(content) && !/\bdnf clean all\b/.test(content)) {
            found.push(`line ${line}: dnf install leaves its cache in the layer`);
        }
        if (/\|/.test(content.replace(/\|\|/g, '')) && each.getKeyword() === 'RUN' && !hasPipefail(file, line)) {
            found.push(`line ${line}: a pipe without pipefail`);
        }
        if (['CMD', 'ENTRYPOINT'].includes(each.getKeyword()) && !isExecForm(each)) {
            found.push(`line ${line}: ${each.getKeyword()} in the shell form takes no signals`);
        }
    }
    const last = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword).at(-1);
    const user = last('USER')?.getRawArgumentsContent() ?? 'root';
    if (/^(root|0)(:|$)/.test(user)) found.push('the image runs as root');
    if (last('HEALTHCHECK') === undefined) found.push('no HEALTHCHECK, not even NONE');
    return found;
}

function isExecForm(each: unknown): boolean {
    return each instanceof JSONInstruction && each.getOpeningBracket() !== null;
}

function hasPipefail(file: Dockerfile, line: number): boolean {
    return file
        .getInstructions()
        .some(
            (each) =>
                each.getKeyword() === 'SHELL' &&
                (each.getRange()?.start.line ?? line) < line &&
                (each.getRawArgumentsContent() ?? '').includes('pipefail'),
        );
}

if (require.main === module) {
    const path = process.argv[2] ?? '';
    const found = lintDockerfile(readFileSync(path, 'utf8'));
    for (const text of found) console.error(`${path}: ${text}`);
    console.log(`dockerfile: ${found.length} findings`);
    process.exitCode = found.length === 0 ? 0 : 1;
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { Annotations, aws_ecr_assets as assets, aws_lambda as lambda, CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SettingError } from './setting_error';
import { Settings } from './settings';

/** Runs `./dev package`; its output goes to standard error, since the CDK may read ours. */
export function runDevPackage(root: string): void {
    const { status } = spawnSync('./dev', ['package'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) {
        throw new SettingError('./dev package failed; its output above says why. There is no zip to deploy');
    }
}

/** The thin function's zip; built when it is missing. A zip that exists is taken as it is. */
export function thinZip(
    settings: Pick<Settings, 'architecture' | 'thinZip' | 'buildMissing'>,
    root: string,
    build: (root: string) => void = runDevPackage,
): string {
    if (settings.thinZip !== undefined) {
        const chosen = isAbsolute(settings.thinZip) ? settings.thinZip : resolve(settings.thinZip);
        if (!existsSync(chosen)) throw new SettingError(`thinZip names ${settings.thinZip}, which does not exist`);
        return chosen;
    }
    const name = `dist/oraxx-thin-${settings.architecture}.zip`;
    const path = join(root, name);
    if (!existsSync(path)) {
        if (!settings.buildMissing) {
            throw new SettingError(`${name} is missing: run ./dev package, or let the app do so (buildMissing=true)`);
        }
        build(root);
    }
    if (!existsSync(path)) {
        throw new SettingError(
            `./dev package made no ${name}: it does not build for ${settings.architecture} on this machine. ` +
                'Use -c architecture=x86_64 or -c architecture=arm64, whichever dist/ has',
        );
    }
    return path;
}

/**
 * The zip as code that is looked for, and if need be built, only when a function takes it: settings that cannot be used
 * are told before minutes of compiling.
 */
export class ThinZipCode extends lambda.Code {
    readonly isInline = false;
    private asset: lambda.AssetCode | undefined;

    constructor(private readonly path: () => string) {
        super();
    }

    override bind(scope: Construct): lambda.CodeConfig {
        this.asset = lambda.Code.fromAsset(this.path());
        return this.asset.bind(scope);
    }

    override bindToResource(resource: CfnResource, options?: lambda.ResourceBindOptions): void {
        this.asset?.bindToResource(resource, options);
    }
}

/** The thick function's image. The CDK only hashes the folder; Docker builds it when the stack is deployed. */
export function thickImage(scope: Construct, settings: Settings, folder: string): lambda.DockerImageCode {
    const { zip, sha256 } = settings.instantClient;
    const missing = [
        ...['bootstrap', 'libodpic.so.4']
            .filter((name) => !existsSync(join(folder, name)))
            .map((name) => `infra/thick/${name} (./dev package --thick)`),
        ...(zip === '' ? ['-c instantClientZip=NAME'] : []),
        ...(zip !== '' && !existsSync(join(folder, zip)) ? [`infra/thick/${zip}`] : []),
        ...(sha256 === '' ? ['-c instantClientSha256=HEX'] : []),
    ];
    if (missing.length > 0) {
        Annotations.of(scope).addWarningV2(
            'oraxx:thick-incomplete',
            `the thick image cannot be built yet; missing: ${missing.join(', ')} (see infra/thick/README.md)`,
        );
    }
    return lambda.DockerImageCode.fromImageAsset(folder, {
        platform: settings.architecture === 'arm64' ? assets.Platform.LINUX_ARM64 : assets.Platform.LINUX_AMD64,
        buildArgs: { INSTANT_CLIENT_ZIP: zip, INSTANT_CLIENT_SHA256: sha256 },
        exclude: ['README.md'],
    });
}

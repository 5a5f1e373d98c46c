import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { thickImage, thinZip, ThinZipCode } from '../lib/packages';
import { SettingError } from '../lib/setting_error';
import { readSettings } from '../lib/settings';
import { OracleLambdaStack } from '../lib/stack';

// This file runs as infra/build/bin/oraxx.js.
const infra = join(__dirname, '..', '..');
const root = join(infra, '..');

function main(): void {
    const app = new App();
    const settings = readSettings(app.node);
    new OracleLambdaStack(app, settings, (stack) => ({
        ...(settings.variants.includes('thin') && { thin: new ThinZipCode(() => thinZip(settings, root)) }),
        ...(settings.variants.includes('thick') && { thick: thickImage(stack, settings, join(infra, 'thick')) }),
    }));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
}

try {
    main();
} catch (failure) {
    if (!(failure instanceof SettingError)) throw failure;
    console.error(`infra: ${failure.message}`);
    process.exitCode = 1;
}

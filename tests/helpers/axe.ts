import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { App } from './app.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeReport {
  violations: {
    id: string;
    impact: string | null;
    nodes: { target: string[]; html: string; failureSummary?: string }[];
  }[];
}

/** Serious and critical findings of the page as it stands, one line each. */
export async function accessibilityFaults(app: App): Promise<string[]> {
  const report = (await app.electron.evaluate(async ({ BrowserWindow }, source) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) return { violations: [] };
    await contents.executeJavaScript(source);
    return (await contents.executeJavaScript('axe.run(document, { resultTypes: ["violations"] })')) as unknown;
  }, axeSource)) as AxeReport;
  return report.violations
    .filter((found) => found.impact === 'serious' || found.impact === 'critical')
    .map((found) => `${found.id}: ${found.nodes[0]?.html ?? ''} ${found.nodes[0]?.failureSummary ?? ''}`);
}

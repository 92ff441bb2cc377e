import { azureOptimizationEngineChecks } from './azure-optimization-engine.js';
import { cloudburnChecks } from './cloudburn.js';
import { flexeraAwsChecks } from './flexera-aws.js';
import { flexeraAzureChecks } from './flexera-azure.js';
import { flexeraGcpChecks } from './flexera-gcp.js';
import { type OtherTool, type OtherToolCheck, otherTools } from './other-tool-check.js';

/** Every check of the other tools with its answer. */
export const otherToolChecks: Readonly<Record<OtherTool, readonly OtherToolCheck[]>> = {
  flexera: [...flexeraAwsChecks, ...flexeraAzureChecks, ...flexeraGcpChecks],
  cloudburn: cloudburnChecks,
  aoe: azureOptimizationEngineChecks,
};

const cell = (text: string): string => text.replaceAll('|', '\\|');
const ruleLink = (id: string): string => (id.startsWith('bill.') ? `\`${id}\`` : `[${id}](rules/${id}.md)`);

function row(check: OtherToolCheck): string {
  if (!('rules' in check)) return `| ${cell(check.check)} | – | ${cell(check.because)} |`;
  return `| ${cell(check.check)} | ${check.rules.map(ruleLink).join(', ')} | ${cell(check.note === undefined ? '' : `In part: ${check.note}.`)} |`;
}

function section(tool: OtherTool): string {
  const checks = otherToolChecks[tool];
  const answered = checks.filter((check) => 'rules' in check).length;
  const { name, source } = otherTools[tool];
  return `## ${name} (${String(answered)} of ${String(checks.length)} answered)\n\nSource: ${source}.\n\n| their check | our rules | why not, or how far |\n| --- | --- | --- |\n${checks.map(row).join('\n')}\n`;
}

/** One page: each check of the other tools, and the rule of ours that answers it or the reason why none does. */
export function otherToolsPage(): string {
  const tools: readonly OtherTool[] = ['flexera', 'cloudburn', 'aoe'];
  return `<!-- Written by \`npm run gen\`; never by hand. -->\n# What other tools check\n\nEvery cost check of three open tools, and what answers it here. "Answered" says that a rule of ours finds the same fault; its thresholds are its own. Rules whose id begins with \`bill.\` need nothing but a bill.\n\n${tools.map(section).join('\n')}`;
}

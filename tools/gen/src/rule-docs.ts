import { clouds, type RuleEntry } from '@vitrine/contracts';
import type { NotBuilt } from '@vitrine/rules';

const notice = '<!-- Written by `npm run gen`; never by hand. -->';
const names = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' } as const;

/** A table cell: a bar would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(entry: RuleEntry): string {
  return `| [${entry.id}](rules/${entry.id}.md) | ${cell(entry.title)} | ${entry.family} | ${entry.severity} | ${entry.effort} |`;
}

/** What the catalogue gives and is not here, with the reason; nothing where all of it is. */
function left(notBuilt: readonly NotBuilt[]): string {
  if (notBuilt.length === 0) return '';
  const rows = notBuilt.map(({ catalogueId, part, because }) => `| ${catalogueId} | ${part === null ? 'all of it' : cell(part)} | ${cell(because)} |`);
  return `\n## Of the catalogue, not built\n\n| in the catalogue | missing | because |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** All rules on one page, by cloud, and what of the catalogue is not among them. */
export function rulesIndex(entries: readonly RuleEntry[], notBuilt: readonly NotBuilt[] = []): string {
  const sections = clouds.map((cloud) => {
    const rows = entries.filter((entry) => entry.cloud === cloud).map(row);
    return `## ${names[cloud]} (${String(rows.length)})\n\n| rule | finds | family | severity without a number | effort |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${notice}\n# Rules\n\n${String(entries.length)} rules. Each judges one resource at a time and says \`fail\`, \`pass\`, \`not_applicable\` with the reason, or \`undetermined\` with what is missing: "not allowed to look" never reads as "nothing there". Money decides the severity where a price is known. How to add one: [add a rule](guides/add-a-rule.md). What three other tools check and which rule answers it: [other tools](other-tools.md).\n\n${sections.join('\n')}${left(notBuilt)}`;
}

function permissions(entry: RuleEntry): string {
  return entry.permissions.map(({ permission, operation, why }) => `| \`${permission}\` | \`${operation}\` | ${cell(why)} |`).join('\n');
}

function settings(entry: RuleEntry): string {
  const rows = Object.entries(entry.settings).map(([name, value]) => `| \`${name}\` | ${String(value)} |`);
  return rows.length === 0 ? 'None.' : `| name | default |\n| --- | --- |\n${rows.join('\n')}`;
}

/** One rule: why, what it reads, what may be changed, how to check a finding, what to do. */
export function rulePage(entry: RuleEntry): string {
  return `${notice}
# ${entry.title}

\`${entry.id}\` · version ${String(entry.version)} · ${names[entry.cloud]} · ${entry.resourceType} · ${entry.family}

${entry.why}

| | |
| --- | --- |
| severity without a number | ${entry.severity} |
| effort | ${entry.effort} |
| action | ${entry.actionGroup} |

## What it reads

| permission | operation | why |
| --- | --- | --- |
${permissions(entry)}

Where one of these is denied, the rule is \`undetermined\` and names it.

## Settings

${settings(entry)}

## See for yourself

\`\`\`
${entry.verify}
\`\`\`

## Remedy

${entry.remedy.steps.map((step, index) => `${String(index + 1)}. ${step}`).join('\n')}

Rollback: ${entry.remedy.rollback}
`;
}

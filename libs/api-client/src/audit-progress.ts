import { z } from 'zod';
import type { AuditEvent } from './audit-events.js';

const countsSchema = z.object({
  cursors: z.number().optional(),
  items: z.number().optional(),
  findings: z.number().optional(),
  state: z.string().optional(),
  errorCode: z.string().nullish(),
  jobKind: z.string().optional(),
  permission: z.string().optional(),
});

interface Line {
  readonly name: string;
  state: string;
  cursors: number | null;
  jobsEnded: number;
  items: number;
  findings: number;
  blindSpots: number;
}

export interface ProgressOutput {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** What several audits are doing, on stderr: one block that is rewritten on a terminal, else one line per step. */
export class AuditProgress {
  readonly #lines = new Map<string, Line>();
  readonly #output: ProgressOutput;
  #drawn = 0;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  add(name: string): void {
    this.#lines.set(name, { name, state: 'queued', cursors: null, jobsEnded: 0, items: 0, findings: 0, blindSpots: 0 });
    this.#draw();
  }

  tell(name: string, event: AuditEvent): void {
    const line = this.#lines.get(name);
    const parsed = countsSchema.safeParse(event.ref);
    if (line === undefined) return;
    const ref = parsed.success ? parsed.data : {};
    const first = line.findings === 0;
    if (event.kind === 'started') line.state = 'running';
    if (event.kind === 'planned') line.cursors = ref.cursors ?? null;
    if (event.kind === 'page') {
      line.items += ref.items ?? 0;
      line.findings += ref.findings ?? 0;
    }
    if (event.kind === 'blind-spot') line.blindSpots += 1;
    if (event.kind === 'job-ended') line.jobsEnded += 1;
    if (event.kind === 'ended') line.state = ref.state ?? 'ended';
    if (this.#output.isTTY) this.#draw();
    else if (event.kind === 'planned') this.#say(`${name}: ${String(line.cursors ?? 0)} cursors planned`);
    else if (event.kind === 'page' && first && line.findings > 0) this.#say(`${name}: first finding`);
    else if (event.kind === 'blind-spot') this.#say(`${name}: blind spot, needs ${ref.permission ?? 'more'}`);
    else if (event.kind === 'ended') this.#say(describe(line));
  }

  #say(text: string): void {
    this.#output.write(`${text}\n`);
  }

  #draw(): void {
    if (!this.#output.isTTY) return;
    const up = this.#drawn === 0 ? '' : `\u001b[${String(this.#drawn)}A`;
    this.#output.write(`${up}${[...this.#lines.values()].map((line) => `\u001b[2K${describe(line)}\n`).join('')}`);
    this.#drawn = this.#lines.size;
  }
}

function describe({ name, state, cursors, jobsEnded, items, findings, blindSpots }: Line): string {
  const plan = cursors === null ? '' : `, ${String(jobsEnded)} jobs done`;
  return `${name}: ${state}${plan}, ${String(items)} items, ${String(findings)} findings new or changed, ${String(blindSpots)} blind spots`;
}

import { cpus, loadavg, totalmem } from 'node:os';

/** What the numbers were measured on, and how busy it was with other work. */
export function machineName(): string {
  const [first] = cpus();
  const load = loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');
  return `${first?.model ?? 'unknown CPU'}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, load ${load}`;
}

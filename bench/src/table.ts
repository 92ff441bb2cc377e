import type { BenchRow, Quantity } from './bench-row.js';

/** measured ÷ baseline; null without a baseline, or where it is 0 and a ratio would be a lie. */
export function ratioOf({ measured, baseline }: BenchRow): number | null {
  return baseline === null || baseline.value === 0 ? null : measured.value / baseline.value;
}

/** `unknown`: there is a bar, and nothing to hold against it. */
export function verdictOf(row: BenchRow): 'met' | 'missed' | 'told' | 'unknown' {
  if (row.bar === null) return 'told';
  const value = row.baseline === null ? row.measured.value : ratioOf(row);
  if (value === null || Number.isNaN(value)) return 'unknown';
  return ('atMost' in row.bar ? value <= row.bar.atMost : value >= row.bar.atLeast) ? 'met' : 'missed';
}

/** The middle one; the mean of the two in the middle of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

const HEADINGS = ['row', 'figure', 'measured', 'baseline', 'ratio', 'bar', 'met?', 'notes'];

/** A Markdown table, aligned so that a terminal shows it too. */
export function tableText(rows: readonly BenchRow[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map(
    (line) => `| ${line.map((cell, column) => (column === HEADINGS.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`,
  );
  const rule = `|${widths.map((width, column) => '-'.repeat(column === HEADINGS.length - 1 ? 7 : width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function cellsOf(row: BenchRow): string[] {
  const ratio = ratioOf(row);
  const verdict = verdictOf(row);
  return [
    row.row,
    row.figure,
    text(row.measured),
    row.baseline === null ? '' : text(row.baseline),
    ratio === null ? '' : number(ratio),
    barText(row.bar),
    verdict === 'told' ? '' : verdict === 'met' ? 'yes' : verdict === 'missed' ? 'NO' : '?',
    row.notes ?? '',
  ];
}

const text = ({ value, unit }: Quantity): string => `${number(value)} ${unit}`;
const barText = (bar: BenchRow['bar']): string => (bar === null ? '' : 'atMost' in bar ? `≤ ${number(bar.atMost)}` : `≥ ${number(bar.atLeast)}`);

/** Three digits that mean something, no more: the machine is noisy. */
function number(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

import type { TimingFault } from '@vitrine/schedules';
import { refusal } from '../http/problem.js';

export const notSchedulable = (): Error =>
  refusal(409, 'not-schedulable', 'This connection lives on a borrowed session, which ends within the hour. Give it a role or federation first.');

export const tooManySchedules = (most: number): Error =>
  refusal(409, 'too-many-schedules', `A connection has at most ${String(most)} schedules. Remove one first.`);

const messages: Readonly<Record<TimingFault, string>> = {
  'invalid-cron': 'The cron text is five fields of numbers, names, lists, ranges and steps.',
  'invalid-time-zone': 'The time zone is an IANA name, for instance Europe/Berlin.',
  'never-runs': 'The cron text names no time that comes more than once.',
  'too-frequent': 'Runs are at least 15 minutes apart.',
};

export function timingFault(fault: TimingFault): Error {
  const pointer = fault === 'invalid-time-zone' ? '/timeZone' : '/cron';
  return refusal(422, fault, messages[fault], { errors: [{ pointer, code: fault }] });
}

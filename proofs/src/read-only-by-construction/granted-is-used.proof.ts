import type { Proof } from '../proof.js';
import { readManifest, type DeclaredOperation } from './manifest-file.js';
import { gatherWireEvidence, type WireEvidence } from './wire-evidence.js';

/** Signs in from a federation; the audits here sign in by a role, a key, a secret and a service account. The federation's own specs call them. */
const otherSignIns: ReadonlySet<string> = new Set([
  'sts:AssumeRoleWithWebIdentity',
  'sts.googleapis.com/token',
  'iamcredentials.serviceAccounts.generateAccessToken',
]);
/** Declared and built, asked of nobody and called by nobody yet. */
const notRunYet: ReadonlySet<string> = new Set(['ce:GetCostAndUsage', 'cloudasset.searchAllResources']);

/** One gathering serves both attempts: it takes a whole Vitrine and six audits. */
let gathered: Promise<WireEvidence> | undefined;

/** Both directions: nothing is called that is not declared and granted, nothing is granted or declared that is not called (reference §5 e). */
export const proof: Proof = {
  attack: 'an undeclared call, or a permission that nobody uses, in full audits of three simulated clouds with every rule, bills and prices',
  expected: 'operations on the wire = declared operations; permissions of the generated policies = permissions used; 0 writes, 0 secrets read',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the closed list around one call and the closed policy around one permission (planted into what the clouds saw)' },
  async attempt({ guard, say }) {
    const evidence = await (gathered ??= gatherWireEvidence(say));
    const seen =
      guard === 'standing'
        ? evidence
        : { ...evidence, calls: new Map([...evidence.calls, ['ec2:DescribeKeyPairs', 1]]), granted: new Set([...evidence.granted, 'ec2:DescribeHosts']) };
    const declared = readManifest();
    const faults = [...undeclared(declared, seen), ...neverCalled(declared, seen), ...neverGranted(declared, seen), ...neverUsed(declared, seen)];
    const unfinished = seen.audits.filter(({ state }) => state !== 'completed').length;
    const fine = faults.length === 0 && unfinished === 0 && seen.writes === 0 && seen.secretReads === 0;
    return {
      held: fine,
      seen: `${String(seen.audits.length)} audits, ${String(seen.requests)} requests, ${String(seen.calls.size)} operations, ${String(seen.granted.size)} permissions granted; ${String(seen.writes)} writes, ${String(seen.secretReads)} secrets; ${faults.length === 0 ? '0 differences' : faults.join('; ')}${unfinished === 0 ? '' : `; ${String(unfinished)} audits not complete`}`,
    };
  },
};

const undeclared = (declared: readonly DeclaredOperation[], { calls }: WireEvidence): string[] =>
  [...calls.keys()].filter((id) => !declared.some(({ operation }) => operation === id)).map((id) => `${id} called, not declared`);

const neverCalled = (declared: readonly DeclaredOperation[], { calls }: WireEvidence): string[] =>
  declared
    .filter(({ operation }) => !calls.has(operation) && !otherSignIns.has(operation) && !notRunYet.has(operation))
    .map(({ operation }) => `${operation} declared, never called`);

const needsGrant = ({ permission, list }: DeclaredOperation): boolean => permission !== 'none' && list !== 'sign-in';

const neverGranted = (declared: readonly DeclaredOperation[], { calls, granted }: WireEvidence): string[] =>
  declared
    .filter((line) => needsGrant(line) && calls.has(line.operation) && !granted.has(line.permission))
    .map(({ permission }) => `${permission} used, not in the policy`);

const neverUsed = (declared: readonly DeclaredOperation[], { calls, granted }: WireEvidence): string[] =>
  [...granted].filter((name) => !declared.some((line) => line.permission === name && calls.has(line.operation))).map((name) => `${name} granted, never used`);

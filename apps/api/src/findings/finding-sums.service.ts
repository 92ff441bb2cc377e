import { Injectable } from '@nestjs/common';
import { clouds, decimalText, exact } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { findingFilter } from './finding-filter.js';
import type { FindingFilterQuery, FindingGroup, FindingSummary, SavingSum } from './finding.schemas.js';
import { SavingSumsRepository, type RuleCounts, type RuleSum } from './saving-sums.repository.js';

/** Counts and sums of a filtered set; nothing is converted, so every sum is per currency. */
@Injectable()
export class FindingSumsService {
  constructor(
    private readonly database: Database,
    private readonly repository: SavingSumsRepository,
  ) {}

  async groups(caller: Caller, query: FindingFilterQuery): Promise<{ items: FindingGroup[] }> {
    const { counts, sums } = await this.load(caller, query);
    const above = sums.filter(({ below }) => !below);
    return { items: counts.map((rule) => groupOf(rule, rule.failing, above)) };
  }

  async summary(caller: Caller, query: FindingFilterQuery): Promise<FindingSummary> {
    const { counts, sums: all } = await this.load(caller, query);
    const sums = all.filter(({ below }) => !below);
    const under = all.filter(({ below }) => below);
    const total = (member: 'provisional' | 'superseded' | 'waived' | 'excluded' | 'hygiene' | 'unpriced'): number =>
      counts.reduce((sum, rule) => sum + rule[member], 0);
    return {
      savings: addUp(sums),
      clouds: clouds
        .map((cloud) => {
          const own = counts.filter((rule) => rule.cloud === cloud);
          const add = (member: 'counted' | 'undetermined'): number => own.reduce((sum, rule) => sum + rule[member], 0);
          return { cloud, findings: add('counted'), undetermined: add('undetermined'), savings: addUp(sums.filter((sum) => sum.cloud === cloud)) };
        })
        .filter(({ findings, undetermined }) => findings + undetermined > 0),
      rules: counts.filter(({ counted, undetermined }) => counted + undetermined > 0).map((rule) => groupOf(rule, rule.counted, sums)),
      leftOut: {
        provisional: total('provisional'),
        superseded: total('superseded'),
        waived: total('waived'),
        excluded: total('excluded'),
        hygiene: total('hygiene'),
        unpriced: total('unpriced'),
        belowThreshold: { findings: under.reduce((sum, each) => sum + each.findings, 0), savings: addUp(under) },
      },
    };
  }

  /** Of one instant, so that counts and sums are of the same findings. */
  private async load(caller: Caller, query: FindingFilterQuery): Promise<{ counts: RuleCounts[]; sums: RuleSum[] }> {
    const filter = findingFilter(caller, query);
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => ({ counts: await this.repository.counts(tx, filter), sums: await this.repository.sums(tx, filter, await this.repository.threshold(tx)) }),
      { mode: 'snapshot' },
    );
  }
}

function groupOf(rule: RuleCounts, findings: number, sums: readonly RuleSum[]): FindingGroup {
  return {
    ruleId: rule.rule_id,
    cloud: rule.cloud,
    family: rule.family,
    title: rule.title,
    findings,
    undetermined: rule.undetermined,
    severity: rule.severity,
    savings: addUp(sums.filter((sum) => sum.rule_id === rule.rule_id && sum.cloud === rule.cloud)),
  };
}

function addUp(sums: readonly RuleSum[]): SavingSum[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = sums.filter((sum) => sum.currency === currency);
    const add = (member: 'gross' | 'realisable'): string => decimalText(own.reduce((sum, each) => sum.plus(exact(each[member])), exact('0')));
    return { currency, realisable: add('realisable'), gross: add('gross'), findings: own.reduce((sum, each) => sum + each.findings, 0) };
  });
}

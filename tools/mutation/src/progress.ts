import type { MutantResult } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { MutationTestingPlanReadyEvent, Reporter } from '@stryker-mutator/api/report';

const STEP = 25;

/** Speaks on stderr while it goes, since stdout may be somebody's table. */
class Progress implements Reporter {
  #total = 0;
  #done = 0;
  #survived = 0;

  onMutationTestingPlanReady({ mutantPlans }: MutationTestingPlanReadyEvent): void {
    this.#total = mutantPlans.filter(({ plan }) => plan === 'Run').length;
  }

  onMutantTested({ status, fileName, location, mutatorName }: Readonly<MutantResult>): void {
    if (status === 'Ignored' || status === 'NoCoverage') return;
    this.#done += 1;
    this.#survived += status === 'Survived' ? 1 : 0;
    if (status !== 'Killed') process.stderr.write(`  ${status}: ${fileName}:${String(location.start.line)} ${mutatorName}\n`);
    if (this.#done % STEP === 0) process.stderr.write(`  ${String(this.#done)} of ${String(this.#total)} mutants, ${String(this.#survived)} survived\n`);
  }
}

export const progress = declareClassPlugin(PluginKind.Reporter, 'progress-lines', Progress);

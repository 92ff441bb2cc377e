import { type AzureDbformysqlFlexibleServer, azureDbformysqlFlexibleServersReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { flexibleServerCandidate, flexibleServerMetrics, judgeFlexibleServer } from '../flexible-server-size.js';

export const azureDbformysqlFlexibleServerUnderutilisedRule = defineRule<AzureDbformysqlFlexibleServer>({
  id: 'azure.dbformysql.flexible-server-underutilised',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'MySQL server twice as large as its work',
  why: 'A server whose processor stays below 40 % and whose memory stays below half in 99 of 100 hours would do its work on half of it.',
  verify: 'az monitor metrics list --resource {resourceId} --metric cpu_percent memory_percent --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: ['Ask the owner about peaks of the year that a month does not show.', 'Scale the server to half its vCores; it restarts.'],
    rollback: 'Scale it back; it restarts.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: azureDbformysqlFlexibleServersReader },
  lookups: {},
  metrics: flexibleServerMetrics('Microsoft.DBforMySQL/flexibleServers'),
  defaults: { cpuPercent: 40, memoryPercent: 50 },
  candidate: flexibleServerCandidate,
  evaluate: judgeFlexibleServer,
});

import type { Logger, Metrics } from '@vitrine/observability';
import type { Pool } from 'pg';
import { Counter } from 'prom-client';
import type { WorkerConfig } from '../config.js';
import { folderAnchor, lineAnchor } from './checkpoint-anchors.js';
import { startSequencer, type Sequencer } from './sequencer.js';
import { trailSigners } from './trail-signers.js';
import { unsequencedGauge } from './unsequenced-gauge.js';

/** The sequencer of a process that was given the signing key. @throws VitrineError `trail-key-unusable` */
export function startSequencing(
  { trailKey, trailKeyName, trailHost, trailAnchorFolder }: Pick<WorkerConfig, 'trailKey' | 'trailKeyName' | 'trailHost' | 'trailAnchorFolder'>,
  pool: Pool,
  { registry }: Pick<Metrics, 'registry'>,
  log: Pick<Logger, 'warn'>,
): Sequencer {
  const entries = new Counter({ name: 'vitrine_trail_entries_total', help: 'Entries that were given a leaf', registers: [registry] });
  const checkpoints = new Counter({ name: 'vitrine_trail_checkpoints_total', help: 'Checkpoints that were signed', registers: [registry] });
  return startSequencer({
    pool,
    signers: trailSigners(trailKey ?? '', trailKeyName),
    host: trailHost,
    anchors: [lineAnchor((line) => process.stdout.write(line)), ...(trailAnchorFolder === undefined ? [] : [folderAnchor(trailAnchorFolder)])],
    onLook: unsequencedGauge(registry),
    onSequenced: (count) => {
      entries.inc(count);
      checkpoints.inc();
    },
    onError: (error) => {
      log.warn('sequencing failed', { error });
    },
  });
}

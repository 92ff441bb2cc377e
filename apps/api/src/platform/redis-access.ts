import { readFileSync } from 'node:fs';
import type { RedisQueueOptions } from '@vitrine/queues';
import { Redis } from 'ioredis';
import type { ApiConfig } from '../config.js';

type RedisFields = Pick<ApiConfig, 'redisPasswordFile' | 'redisCaFile' | 'redisCertFile' | 'redisKeyFile'>;

/** How the queue reaches Redis: by file, as the worker does. */
export function redisAccess(url: string, { redisPasswordFile, redisCaFile, redisCertFile, redisKeyFile }: RedisFields): RedisQueueOptions {
  const own = redisCertFile === undefined || redisKeyFile === undefined ? {} : { certificateFile: redisCertFile, keyFile: redisKeyFile };
  return {
    url,
    ...(redisPasswordFile === undefined ? {} : { passwordFile: redisPasswordFile }),
    ...(redisCaFile === undefined ? {} : { tls: { authorityFile: redisCaFile, ...own } }),
  };
}

/** A connection of the rate limits' own. They must never wait: a Redis that is away is skipped at once. */
export function openLimiterRedis({ url, passwordFile, tls }: RedisQueueOptions): Redis {
  const text = (file: string): string => readFileSync(file, 'utf8');
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    lazyConnect: true,
    ...(passwordFile === undefined ? {} : { password: text(passwordFile).replace(/\r?\n$/, '') }),
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ca: text(tls.authorityFile),
            ...(tls.certificateFile === undefined ? {} : { cert: text(tls.certificateFile) }),
            ...(tls.keyFile === undefined ? {} : { key: text(tls.keyFile) }),
          },
        }),
  });
  redis.on('error', () => undefined);
  return redis;
}

export type { Consumer, ConsumeOptions, DeliveryHandler, FaultListener, Offer, QueueCounts, QueueFace } from './queue-face.js';
export { createRedisQueue, type RedisQueueOptions } from './redis-queue.js';
export { createPostgresQueue, type PostgresQueueOptions } from './postgres-queue.js';
export { jobData } from './job-data.js';

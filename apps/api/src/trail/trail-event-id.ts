import { z } from 'zod';

/** UUIDv7; where an entry is counted once, this is what it is counted by (CS-20). */
export const trailEventIdSchema = z.uuid('invalid-id').brand('TrailEventId').meta({ id: 'TrailEventId' });
export type TrailEventId = z.infer<typeof trailEventIdSchema>;

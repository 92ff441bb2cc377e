export { ApiHttp, type ApiCall, type ApiHttpOptions } from './api-http.js';
export { safeUrl } from './safe-url.js';
export { ApiClient, type NewConnection } from './api-client.js';
export type { AuditAnswer, ConnectionAnswer, GrantTextAnswer, SubmittedAnswer, ValidationAnswer } from './api-schemas.js';
export { followAudit, type AuditEvent } from './audit-events.js';
export { gatherReport, type ReportWish } from './gather-report.js';
export { submitSealed, type SealedSubmission } from './submit-sealed.js';
export { AuditProgress, type ProgressOutput } from './audit-progress.js';
export { runAudits, startOrJoin } from './run-audits.js';

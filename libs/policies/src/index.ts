export { policyDocuments } from './policy-documents.js';
export { onboarding } from './onboarding/onboarding.js';
export type { Onboarding, OnboardingDocument } from './onboarding/onboarding-parts.js';
export { refusedPermissions } from './refused-permissions.js';
export { exportPermissions } from './policy-request.js';
export type { Grantee, PolicyDocument, PolicyRequest, RefusedPermission } from './policy-request.js';

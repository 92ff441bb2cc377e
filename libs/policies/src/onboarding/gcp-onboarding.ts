import { workloadIdentityAudience } from '@vitrine/contracts';
import type { PolicyRequest } from '../policy-request.js';
import { issuerText, type OnboardingParts } from './onboarding-parts.js';

const audience = workloadIdentityAudience({ projectNumber: '<project number>', poolId: 'vitrine', providerId: 'vitrine' });
/** Rows of the billing export: on its dataset alone. */
const rowsRole = 'roles/bigquery.dataViewer';

export function gcpOnboarding(request: PolicyRequest): OnboardingParts {
  const { dataset, grantee } = request;
  const { subject } = grantee;
  return {
    audience,
    policyFormats: ['gcp-role', 'gcloud'],
    submit: ['projectNumber', 'poolId', 'providerId', 'serviceAccountEmail'],
    documents: [{ format: 'terraform', filename: 'vitrine-gcp.tf', mediaType: 'text/plain', text: terraform(request) }],
    portal: [
      'IAM & Admin, Roles, Create role: the permissions of vitrine-role.yaml. IAM & Admin, Service accounts, Create: vitrine-read-only, with that role.',
      ...(dataset === null
        ? []
        : [
            `BigQuery, project ${dataset.project}, dataset ${dataset.dataset}, Sharing, Permissions, Add principal: vitrine-read-only, BigQuery Data Viewer (${rowsRole}).`,
          ]),
      `IAM & Admin, Workload Identity Federation, Create pool: vitrine; provider OpenID Connect, name vitrine, issuer ${issuerText(request)}, default audience, mapping google.subject = assertion.sub, condition assertion.sub == '${subject}'.`,
      `Grant access, using service account impersonation: vitrine-read-only, only identities matching the filter subject = ${subject}.`,
      'Submit project number, pool id, provider id and the service account’s address as the credential of this connection.',
    ],
  };
}

function terraform(request: PolicyRequest): string {
  const { dataset, grantee } = request;
  const { subject } = grantee;
  return `variable "project" {
  type = string
}

locals {
  vitrine_role = yamldecode(file("\${path.module}/vitrine-role.yaml"))
}

resource "google_project_iam_custom_role" "vitrine" {
  project     = var.project
  role_id     = "vitrineReadOnly"
  title       = local.vitrine_role.title
  permissions = local.vitrine_role.includedPermissions
}

resource "google_service_account" "vitrine" {
  project    = var.project
  account_id = "vitrine-read-only"
}

resource "google_project_iam_member" "vitrine" {
  project = var.project
  role    = google_project_iam_custom_role.vitrine.id
  member  = google_service_account.vitrine.member
}

resource "google_iam_workload_identity_pool" "vitrine" {
  project                   = var.project
  workload_identity_pool_id = "vitrine"
}

resource "google_iam_workload_identity_pool_provider" "vitrine" {
  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.vitrine.workload_identity_pool_id
  workload_identity_pool_provider_id = "vitrine"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  attribute_condition                = "assertion.sub == '${subject}'"
  oidc {
    issuer_uri = "${issuerText(request)}"
  }
}

resource "google_service_account_iam_member" "vitrine" {
  service_account_id = google_service_account.vitrine.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/\${google_iam_workload_identity_pool.vitrine.name}/subject/${subject}"
}

output "vitrine_service_account" {
  value = google_service_account.vitrine.email
}
${dataset === null ? '' : rowsOf(dataset)}`;
}

const rowsOf = ({ project, dataset }: NonNullable<PolicyRequest['dataset']>): string => `
resource "google_bigquery_dataset_iam_member" "vitrine" {
  project    = "${project}"
  dataset_id = "${dataset}"
  role       = "${rowsRole}"
  member     = google_service_account.vitrine.member
}
`;

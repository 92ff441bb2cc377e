import { orPlaceholder, permissionNames, type PolicyDocument, type PolicyRequest } from './policy-request.js';

/** Reads table rows: granted on the export's own dataset, never on a project. */
const datasetOnly: ReadonlySet<string> = new Set(['bigquery.tables.getData', 'bigquery.tables.get']);

export function gcpDocuments(request: PolicyRequest): PolicyDocument[] {
  const names = [...new Set([...permissionNames(request.permissions, 'inventory'), ...permissionNames(request.permissions, 'billing')])].sort();
  const role = [
    'title: Vitrine Read Only',
    'description: Declared reads of Vitrine. No write, no object, row or log content.',
    'stage: GA',
    'includedPermissions:',
    ...names.filter((name) => !datasetOnly.has(name)).map((name) => `- ${name}`),
  ];
  return [
    { format: 'gcp-role', filename: 'vitrine-role.yaml', mediaType: 'application/yaml', text: `${role.join('\n')}\n` },
    { format: 'gcloud', filename: 'vitrine-gcp.sh', mediaType: 'text/plain', text: commands(request) },
  ];
}

/** The lines that the customer runs with his own login; Vitrine runs none of them. */
function commands({ grantee, dataset }: PolicyRequest): string {
  const lines = [
    'PROJECT=<project id>',
    'PROJECT_NUMBER=$(gcloud projects describe "$PROJECT" --format "value(projectNumber)")',
    'gcloud iam roles create vitrineReadOnly --project "$PROJECT" --file vitrine-role.yaml',
    'gcloud iam service-accounts create vitrine-read-only --project "$PROJECT"',
    'SA="vitrine-read-only@$PROJECT.iam.gserviceaccount.com"',
    'gcloud projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:$SA" --role "projects/$PROJECT/roles/vitrineReadOnly" --condition None',
    '',
    '# Best: workload identity federation, no key. Only the subject of this connection may become the service account.',
    'gcloud iam workload-identity-pools create vitrine --project "$PROJECT" --location global',
    `gcloud iam workload-identity-pools providers create-oidc vitrine --project "$PROJECT" --location global --workload-identity-pool vitrine --issuer-uri "${orPlaceholder(grantee.issuer, 'issuer of your Vitrine')}" --attribute-mapping "google.subject=assertion.sub" --attribute-condition "assertion.sub == '${grantee.subject}'"`,
    `gcloud iam service-accounts add-iam-policy-binding "$SA" --project "$PROJECT" --role roles/iam.workloadIdentityUser --member "principal://iam.googleapis.com/projects/$PROJECT_NUMBER/locations/global/workloadIdentityPools/vitrine/subject/${grantee.subject}"`,
    '',
    '# Or a key, which Vitrine stores sealed and shows as such.',
    '# gcloud iam service-accounts keys create vitrine-key.json --iam-account "$SA"',
  ];
  const target = dataset === null ? '<billing project>:<billing export dataset>' : `${dataset.project}:${dataset.dataset}`;
  lines.push(
    '',
    '# The billing export: rows of this dataset and of no other.',
    `bq add-iam-policy-binding --member "serviceAccount:$SA" --role roles/bigquery.dataViewer "${target}"`,
  );
  return `${lines.join('\n')}\n`;
}

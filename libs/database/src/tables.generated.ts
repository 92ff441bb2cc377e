// Generated from the live schema by `npm run -s generate -w @vitrine/database`; do not edit.

/** A row of `vitrine.api_spend`. */
export interface ApiSpendRow {
  organization_id: string;
  connection_id: string;
  day: string;
  operation: string;
  requests: string;
  bytes: string;
  cost_usd: string;
}

/** A row of `vitrine.api_token`. */
export interface ApiTokenRow {
  organization_id: string;
  id: string;
  token_key: string;
  secret_hmac: Buffer;
  pepper_id: string;
  name: string;
  scopes: string[];
  connection_ids: string[] | null;
  created_by: string;
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
  version: number;
  trust_rule_id: string | null;
  run: unknown;
}

/** A row of `vitrine.audit`. */
export interface AuditRow {
  organization_id: string;
  id: string;
  connection_id: string;
  credential_version: number;
  state: 'queued' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled';
  rules: string[] | null;
  requested_by: string;
  cancel_requested_at: Date | null;
  jobs_open: number;
  event_seq: string;
  totals: unknown;
  receipt: unknown;
  error_code: string | null;
  trace_id: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  replays_job_id: string | null;
}

/** A row of `vitrine.audit_event`. */
export interface AuditEventRow {
  organization_id: string;
  audit_id: string;
  seq: string;
  kind: string;
  ref: unknown;
  at: Date;
}

/** A row of `vitrine.audit_page`. */
export interface AuditPageRow {
  organization_id: string;
  job_id: string;
  page_no: number;
  audit_id: string;
  items: number;
  seen: string[];
  standing: string[];
  tallies: unknown;
  calls: unknown;
  blind_spots: unknown;
  created_at: Date;
  excluded: string[];
}

/** A row of `vitrine.bill_opportunity`. */
export interface BillOpportunityRow {
  organization_id: string;
  ledger_key: string;
  rule_id: string;
  resource_key: string;
  currency: string;
  verdict: 'fail' | 'undetermined';
  reason: string | null;
  provider: string | null;
  account_id: string | null;
  region: string | null;
  service_name: string | null;
  action_group: string;
  cost_now_monthly: string | null;
  saving_gross_monthly: string | null;
  saving_realisable_monthly: string | null;
  saving_bound: string | null;
  evidence: unknown;
  judged_at: Date;
}

/** A row of `vitrine.candidate`. */
export interface CandidateRow {
  organization_id: string;
  audit_id: string;
  job_id: string;
  page_no: number;
  item_no: number;
  reader: string;
  scope: string;
  rules: string[];
  item: unknown;
  lookups: unknown;
  metrics_job_id: string | null;
}

/** A row of `vitrine.connection`. */
export interface ConnectionRow {
  organization_id: string;
  id: string;
  cloud: 'aws' | 'azure' | 'gcp';
  kind: 'aws.web-identity' | 'aws.role' | 'aws.key' | 'aws.session' | 'azure.secret' | 'azure.federated' | 'azure.token' | 'gcp.key' | 'gcp.wif' | 'gcp.token';
  name: string;
  state: 'pending' | 'valid' | 'degraded' | 'rejected' | 'revoked' | 'purged';
  state_code: string | null;
  external_id: string;
  credential_version: number;
  account_pinned: string | null;
  estate: unknown;
  validation: unknown;
  settings: unknown;
  bill: unknown;
  erasure: unknown;
  created_by: string;
  created_at: Date;
  validated_at: Date | null;
  deleted_at: Date | null;
  version: number;
  resealed_from: number | null;
  resealed_to: number | null;
  keyless_identity: unknown;
}

/** A row of `vitrine.cost_row`. */
export interface CostRowRow {
  organization_id: string;
  source_id: string;
  row_no: string;
  provider: string | null;
  billing_account_id: string | null;
  sub_account_id: string | null;
  billing_period_start: Date | null;
  charge_period_start: Date | null;
  charge_period_end: Date | null;
  charge_category: string | null;
  charge_class: string | null;
  charge_description: string | null;
  billed_cost: string | null;
  effective_cost: string | null;
  list_cost: string | null;
  contracted_cost: string | null;
  billing_currency: string | null;
  pricing_category: string | null;
  commitment_discount_id: string | null;
  commitment_discount_status: string | null;
  service_name: string | null;
  service_category: string | null;
  sku_id: string | null;
  sku_meter: string | null;
  resource_id: string | null;
  resource_id_canonical: string | null;
  resource_name: string | null;
  resource_type: string | null;
  region_id: string | null;
  tags: unknown;
  service_provider_name: string | null;
  host_provider_name: string | null;
  publisher_name: string | null;
  invoice_issuer_name: string | null;
  invoice_id: string | null;
  billing_account_name: string | null;
  sub_account_name: string | null;
  billing_period_end: Date | null;
  charge_frequency: string | null;
  list_unit_price: string | null;
  contracted_unit_price: string | null;
  pricing_quantity: string | null;
  pricing_unit: string | null;
  pricing_currency: string | null;
  consumed_quantity: string | null;
  consumed_unit: string | null;
  commitment_discount_name: string | null;
  commitment_discount_category: string | null;
  commitment_discount_type: string | null;
  commitment_discount_quantity: string | null;
  commitment_discount_unit: string | null;
  service_subcategory: string | null;
  sku_price_id: string | null;
  sku_price_details: unknown;
  availability_zone: string | null;
}

/** A row of `vitrine.cost_row_problem`. */
export interface CostRowProblemRow {
  organization_id: string;
  source_id: string;
  row_no: string;
  column_name: string;
  code: string;
  kept: boolean;
  occurrences: number;
}

/** A row of `vitrine.cost_row_staged`. */
export interface CostRowStagedRow {
  organization_id: string;
  job_id: string;
  row_no: string;
  value: unknown;
}

/** A row of `vitrine.cost_source`. */
export interface CostSourceRow {
  organization_id: string;
  id: string;
  connection_id: string | null;
  kind: 'focus-upload' | 'cost-explorer' | 'cost-management' | 'bigquery' | 'data-exports' | 'cost-management-exports';
  source_key: string;
  focus_version: string | null;
  rows: number;
  rows_rejected: number;
  totals: unknown;
  content_sha256: Buffer | null;
  loaded_by: string;
  loaded_at: Date;
  dataset: string | null;
  period: string | null;
  format: 'focus' | 'cur-2.0' | 'azure-cost-details' | 'native';
  charges_from: Date | null;
  charges_to: Date | null;
  delivery: string | null;
}

/** A row of `vitrine.credential`. */
export interface CredentialRow {
  organization_id: string;
  connection_id: string;
  version: number;
  kind: string;
  kid: string;
  sealed: Buffer;
  sealed_sha256: Buffer;
  sealed_by_client: boolean;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
}

/** A row of `vitrine.exchange_rate`. */
export interface ExchangeRateRow {
  organization_id: string;
  from_currency: string;
  to_currency: string;
  on_date: string;
  rate: string;
  source: string;
  set_by: string;
  set_at: Date;
}

/** A row of `vitrine.exclusion`. */
export interface ExclusionRow {
  organization_id: string;
  id: string;
  connection_id: string | null;
  tag_key: string;
  tag_value: string | null;
  reason: string;
  created_by: string;
  expires_at: Date | null;
  created_at: Date;
  version: number;
}

/** A row of `vitrine.finding`. */
export interface FindingRow {
  organization_id: string;
  id: string;
  connection_id: string;
  audit_id: string;
  fingerprint: string;
  rule_id: string;
  rule_version: number;
  family: string;
  cloud: string;
  reader: string;
  scope: string;
  title: string;
  verdict: 'fail' | 'undetermined';
  reason: string | null;
  missing_permission: string | null;
  status: 'open' | 'acknowledged' | 'planned' | 'waived' | 'excluded' | 'resolved' | 'realised' | 'relapsed';
  status_reason: string | null;
  waived_until: Date | null;
  severity: 'low' | 'medium' | 'high' | 'critical';
  confidence: string;
  effort: string;
  action_group: string;
  provisional: boolean;
  superseded: boolean;
  account_id: string;
  region: string | null;
  resource_id: string;
  canonical_id: string;
  resource_name: string | null;
  resource_type: string;
  saving_method: string | null;
  currency: string | null;
  cost_now_monthly: string | null;
  saving_gross_monthly: string | null;
  saving_realisable_monthly: string | null;
  saving_bound: string | null;
  price: unknown;
  evidence: unknown;
  verify: string;
  remedy: unknown;
  content_hash: string;
  first_seen_at: Date;
  last_seen_at: Date;
  resolved_at: Date | null;
  resolution: string | null;
  version: number;
  status_by: string;
  assignee_id: string | null;
  waiver_owner_id: string | null;
  unpriced: 'hygiene' | 'no-price' | 'mixed-currencies' | 'partly-billed' | null;
  counted_monthly: string | null;
  realised_monthly: string | null;
  realised_at: Date | null;
  realised_days: unknown;
}

/** A row of `vitrine.finding_transition`. */
export interface FindingTransitionRow {
  organization_id: string;
  finding_id: string;
  seq: string;
  connection_id: string;
  audit_id: string;
  verdict: string;
  from_status: string | null;
  to_status: string;
  by: string;
  reason: string | null;
  waived_until: Date | null;
  assignee_id: string | null;
  currency: string | null;
  amount_monthly: string | null;
  at: Date;
  announced_at: Date | null;
}

/** A row of `vitrine.idempotency_key`. */
export interface IdempotencyKeyRow {
  organization_id: string;
  principal: string;
  route: string;
  key: string;
  body_hmac: Buffer;
  status: number | null;
  response: unknown;
  resource_id: string | null;
  created_at: Date;
}

/** A row of `vitrine.identity_provider`. */
export interface IdentityProviderRow {
  organization_id: string;
  kind: 'entra' | 'oidc';
  issuer: string;
  audience: string;
  organization_claim: string;
  tenant: string;
  assignment_claim: 'roles' | 'groups' | null;
  assignment_value: string | null;
  algorithms: string[];
  claim_added: boolean;
  pinned_by: string;
  pinned_at: Date;
  version: number;
}

/** A row of `vitrine.invitation`. */
export interface InvitationRow {
  organization_id: string;
  id: string;
  code_hash: Buffer;
  role: 'viewer' | 'analyst' | 'admin' | 'owner';
  issuer: string | null;
  subject: string | null;
  email: string | null;
  state: 'waiting' | 'open' | 'accepted' | 'revoked';
  created_by: string;
  created_at: Date;
  expires_at: Date;
  accepted_by: string | null;
  ended_at: Date | null;
  version: number;
}

/** A row of `vitrine.job`. */
export interface JobRow {
  organization_id: string;
  id: string;
  kind: 'plan' | 'cursor' | 'metrics' | 'validate' | 'bill' | 'finalize' | 'deliver' | 'schedule';
  audit_id: string | null;
  connection_id: string | null;
  reader: string | null;
  scope: string | null;
  queue: 'aws' | 'azure' | 'gcp' | 'system';
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  fence: string;
  lease_until: Date | null;
  attempt: number;
  not_before: Date | null;
  offered_at: Date | null;
  offer_no: number;
  page_no: number;
  page_token: string | null;
  waits_for: string[];
  detail: unknown;
  error_code: string | null;
  trace_id: string | null;
  created_at: Date;
  ended_at: Date | null;
  lost_holders: number;
  cause: string | null;
}

/** A row of `vitrine.list_price`. */
export interface ListPriceRow {
  price_key: string;
  fetched_on: string;
  unit_price: string | null;
  currency: string | null;
  unit: string | null;
  sku: string | null;
  effective_date: string | null;
  source: string;
  fetched_at: Date;
}

/** A row of `vitrine.lookup_key`. */
export interface LookupKeyRow {
  organization_id: string;
  audit_id: string;
  lookup: string;
  key: string;
  value: unknown;
}

/** A row of `vitrine.member`. */
export interface MemberRow {
  organization_id: string;
  id: string;
  issuer: string;
  subject: string;
  email: string | null;
  role: 'viewer' | 'analyst' | 'admin' | 'owner';
  state: 'active' | 'removed';
  version: number;
  created_at: Date;
  removed_at: Date | null;
  role_by: string | null;
  role_at: Date;
  person: string | null;
}

/** A row of `vitrine.operator_session`. */
export interface OperatorSessionRow {
  organization_id: string;
  id: string;
  operator: string;
  reason: string;
  ticket: string;
  minutes: number;
  state: 'requested' | 'approved' | 'active' | 'ended' | 'expired' | 'refused';
  requested_at: Date;
  expires_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  started_at: Date | null;
  ended_by: string | null;
  ended_at: Date | null;
  token_sha256: Buffer | null;
  version: number;
}

/** A row of `vitrine.organization`. */
export interface OrganizationRow {
  organization_id: string;
  name: string;
  state: 'active' | 'suspended';
  settings: unknown;
  version: number;
  created_at: Date;
}

/** A row of `vitrine.organization_claim`. */
export interface OrganizationClaimRow {
  organization_id: string;
  issuer: string;
  claim: string;
  value: string;
  created_at: Date;
}

/** A row of `vitrine.pending_change`. */
export interface PendingChangeRow {
  organization_id: string;
  id: string;
  kind: string;
  subject: string;
  payload: unknown;
  state: 'proposed' | 'approved' | 'applied' | 'refused' | 'withdrawn' | 'expired';
  needs: 'second-person' | 'notice';
  proposed_by: string;
  proposed_at: Date;
  ready_at: Date | null;
  expires_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  version: number;
}

/** A row of `vitrine.price_agreement`. */
export interface PriceAgreementRow {
  organization_id: string;
  document: unknown;
  version: number;
  set_by: string;
  set_at: Date;
}

/** A row of `vitrine.rate_bucket`. */
export interface RateBucketRow {
  bucket: string;
  tokens: number;
  capacity: number;
  refill_per_second: number;
  refilled_at: Date;
  not_before: Date | null;
}

/** A row of `vitrine.resource`. */
export interface ResourceRow {
  organization_id: string;
  connection_id: string;
  canonical_id: string;
  reader: string;
  scope: string;
  resource_type: string;
  account_id: string;
  region: string | null;
  resource_id: string;
  name: string | null;
  fields: unknown;
  content_hash: string;
  first_seen_at: Date;
  changed_at: Date;
  gone_at: Date | null;
}

/** A row of `vitrine.schedule`. */
export interface ScheduleRow {
  organization_id: string;
  id: string;
  connection_id: string;
  name: string;
  cron: string;
  time_zone: string;
  jitter_seconds: number;
  rules: string[] | null;
  state: 'on' | 'off';
  job_id: string | null;
  next_at: Date | null;
  created_by: string;
  created_at: Date;
  version: number;
}

/** A row of `vitrine.schedule_run`. */
export interface ScheduleRunRow {
  organization_id: string;
  id: string;
  schedule_id: string;
  planned_at: Date;
  missed: number;
  outcome: 'started' | 'skipped';
  reason: string | null;
  audit_id: string | null;
  at: Date;
}

/** A row of `vitrine.spend_budget`. */
export interface SpendBudgetRow {
  organization_id: string;
  usd_per_day: string;
  version: number;
  set_by: string;
  set_at: Date;
}

/** A row of `vitrine.spent_assertion`. */
export interface SpentAssertionRow {
  organization_id: string;
  issuer: string;
  jti_sha256: Buffer;
  expires_at: Date;
}

/** A row of `vitrine.trail_checkpoint`. */
export interface TrailCheckpointRow {
  organization_id: string;
  epoch: number;
  size: string;
  root: Buffer;
  note: string;
  at: Date;
}

/** A row of `vitrine.trail_event`. */
export interface TrailEventRow {
  organization_id: string;
  id: string;
  type: string;
  principal: string;
  trace_id: string | null;
  request_id: string | null;
  payload: unknown;
  at: Date;
  outcome: 'succeeded' | 'denied' | 'failed';
  decision: unknown;
  causation_id: string | null;
  salt: Buffer | null;
}

/** A row of `vitrine.trail_head`. */
export interface TrailHeadRow {
  organization_id: string;
  epoch: number;
  size: string;
  accumulator: Buffer;
  updated_at: Date;
}

/** A row of `vitrine.trail_leaf`. */
export interface TrailLeafRow {
  organization_id: string;
  epoch: number;
  index: string;
  event_id: string;
  leaf: string;
  hash: Buffer;
  at: Date;
}

/** A row of `vitrine.trail_pending`. */
export interface TrailPendingRow {
  organization_id: string;
  event_id: string;
  at: Date;
}

/** A row of `vitrine.trail_sink`. */
export interface TrailSinkRow {
  organization_id: string;
  webhook_id: string;
  epoch: number;
  next_index: string;
}

/** A row of `vitrine.trail_tile`. */
export interface TrailTileRow {
  organization_id: string;
  epoch: number;
  level: number;
  index: string;
  hashes: Buffer;
  root: Buffer;
}

/** A row of `vitrine.trust_rule`. */
export interface TrustRuleRow {
  organization_id: string;
  id: string;
  name: string;
  provider: 'github' | 'gitlab' | 'azure-devops';
  issuer: string;
  workload: unknown;
  scopes: string[];
  connection_ids: string[] | null;
  created_by: string;
  created_at: Date;
  last_used_at: Date | null;
  version: number;
}

/** A row of `vitrine.webhook`. */
export interface WebhookRow {
  organization_id: string;
  id: string;
  name: string;
  url: string;
  events: string[];
  state: 'on' | 'off' | 'disabled';
  state_code: string | null;
  secret_version: number;
  secret_changed_at: Date;
  failing_since: Date | null;
  created_by: string;
  created_at: Date;
  version: number;
}

/** A row of `vitrine.webhook_delivery`. */
export interface WebhookDeliveryRow {
  organization_id: string;
  id: string;
  webhook_id: string;
  seq: string;
  event: string;
  connection_id: string | null;
  cloud: 'aws' | 'azure' | 'gcp';
  subject_id: string;
  body: string;
  state: 'pending' | 'sending' | 'delivered' | 'failed' | 'dropped';
  job_id: string | null;
  fence: string | null;
  attempts: number;
  next_attempt_at: Date;
  log: unknown;
  created_at: Date;
  ended_at: Date | null;
}

/** A row of `vitrine.webhook_secret`. */
export interface WebhookSecretRow {
  organization_id: string;
  webhook_id: string;
  version: number;
  cloud: 'aws' | 'azure' | 'gcp';
  kid: string;
  sealed: Buffer;
  created_at: Date;
}

/** Every table of schema `vitrine` by its name. */
export interface Tables {
  api_spend: ApiSpendRow;
  api_token: ApiTokenRow;
  audit: AuditRow;
  audit_event: AuditEventRow;
  audit_page: AuditPageRow;
  bill_opportunity: BillOpportunityRow;
  candidate: CandidateRow;
  connection: ConnectionRow;
  cost_row: CostRowRow;
  cost_row_problem: CostRowProblemRow;
  cost_row_staged: CostRowStagedRow;
  cost_source: CostSourceRow;
  credential: CredentialRow;
  exchange_rate: ExchangeRateRow;
  exclusion: ExclusionRow;
  finding: FindingRow;
  finding_transition: FindingTransitionRow;
  idempotency_key: IdempotencyKeyRow;
  identity_provider: IdentityProviderRow;
  invitation: InvitationRow;
  job: JobRow;
  list_price: ListPriceRow;
  lookup_key: LookupKeyRow;
  member: MemberRow;
  operator_session: OperatorSessionRow;
  organization: OrganizationRow;
  organization_claim: OrganizationClaimRow;
  pending_change: PendingChangeRow;
  price_agreement: PriceAgreementRow;
  rate_bucket: RateBucketRow;
  resource: ResourceRow;
  schedule: ScheduleRow;
  schedule_run: ScheduleRunRow;
  spend_budget: SpendBudgetRow;
  spent_assertion: SpentAssertionRow;
  trail_checkpoint: TrailCheckpointRow;
  trail_event: TrailEventRow;
  trail_head: TrailHeadRow;
  trail_leaf: TrailLeafRow;
  trail_pending: TrailPendingRow;
  trail_sink: TrailSinkRow;
  trail_tile: TrailTileRow;
  trust_rule: TrustRuleRow;
  webhook: WebhookRow;
  webhook_delivery: WebhookDeliveryRow;
  webhook_secret: WebhookSecretRow;
}

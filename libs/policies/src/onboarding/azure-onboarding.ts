import { filesRole, graphAppId, graphPermissions } from '../azure-role.js';
import type { PolicyRequest } from '../policy-request.js';
import { issuerText, type OnboardingParts } from './onboarding-parts.js';

const audience = 'api://AzureADTokenExchange';

export function azureOnboarding(request: PolicyRequest): OnboardingParts {
  const { exportFolder, grantee } = request;
  const { subject } = grantee;
  const graph = graphPermissions(request);
  // Issuer and subject are compared letter for letter. A flexible credential (an expression with `*`) would let other connections in.
  const credential = { name: 'vitrine', issuer: issuerText(request), subject, audiences: [audience] };
  return {
    audience,
    policyFormats: ['azure-role', 'azure-cli'],
    submit: ['tenantId', 'clientId'],
    documents: [
      {
        format: 'azure-federated-credential',
        filename: 'vitrine-federated-credential.json',
        mediaType: 'application/json',
        text: `${JSON.stringify(credential, null, 2)}\n`,
      },
      { format: 'terraform', filename: 'vitrine-azure.tf', mediaType: 'text/plain', text: terraform(request) },
    ],
    portal: [
      'Microsoft Entra ID, App registrations, New registration: Vitrine read only, this directory only, no redirect URI.',
      `Certificates & secrets, Federated credentials, Add credential, Other issuer: issuer ${issuerText(request)}, type Explicit subject identifier, value ${subject}, audience ${audience}. Add no client secret.`,
      'Each subscription, Access control (IAM), Add custom role: the text of vitrine-role.json; then assign it to the application.',
      ...(graph.length === 0
        ? []
        : [`The application, API permissions, Add a permission, Microsoft Graph, Application permissions: ${graph.join(', ')}. Then: Grant admin consent.`]),
      ...(exportFolder === null
        ? []
        : [
            `Storage account ${exportFolder.place}, Containers, ${exportFolder.container ?? ''}, Access Control (IAM), Add role assignment: ${filesRole}, to the application.`,
          ]),
      'Submit Directory (tenant) ID and Application (client) ID as the credential of this connection.',
    ],
  };
}

function terraform(request: PolicyRequest): string {
  const { exportFolder } = request;
  const graph = graphPermissions(request);
  return `variable "subscription_id" {
  type = string
}

locals {
  vitrine_role = jsondecode(file("\${path.module}/vitrine-role.json"))
}

resource "azuread_application" "vitrine" {
  display_name     = "vitrine-read-only"
  sign_in_audience = "AzureADMyOrg"
}

resource "azuread_service_principal" "vitrine" {
  client_id = azuread_application.vitrine.client_id
}

resource "azuread_application_federated_identity_credential" "vitrine" {
  application_id = azuread_application.vitrine.id
  display_name   = "vitrine"
  issuer         = "${issuerText(request)}"
  subject        = "${request.grantee.subject}"
  audiences      = ["${audience}"]
}

resource "azurerm_role_definition" "vitrine" {
  name        = local.vitrine_role.Name
  description = local.vitrine_role.Description
  scope       = "/subscriptions/\${var.subscription_id}"
  permissions {
    actions = local.vitrine_role.Actions
  }
}

resource "azurerm_role_assignment" "vitrine" {
  scope              = "/subscriptions/\${var.subscription_id}"
  role_definition_id = azurerm_role_definition.vitrine.role_definition_resource_id
  principal_id       = azuread_service_principal.vitrine.object_id
}

output "vitrine_client_id" {
  value = azuread_application.vitrine.client_id
}
${graph.length === 0 ? '' : directoryReads(graph)}${exportFolder === null ? '' : filesOf(exportFolder)}`;
}

/** Needs an administrator of the directory, whose consent these assignments are. */
const directoryReads = (graph: readonly string[]): string => `
data "azuread_service_principal" "graph" {
  client_id = "${graphAppId}"
}

resource "azuread_app_role_assignment" "vitrine" {
  for_each            = toset(${JSON.stringify(graph)})
  app_role_id         = data.azuread_service_principal.graph.app_role_ids[each.value]
  principal_object_id = azuread_service_principal.vitrine.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}
`;

/** Which resource group the account is in, the connection does not know. */
const filesOf = ({ place, container }: NonNullable<PolicyRequest['exportFolder']>): string => `
variable "export_storage_account_id" {
  type        = string
  description = "Resource id of the storage account ${place}"
}

resource "azurerm_role_assignment" "vitrine_export" {
  scope                = "\${var.export_storage_account_id}/blobServices/default/containers/${container ?? ''}"
  role_definition_name = "${filesRole}"
  principal_id         = azuread_service_principal.vitrine.object_id
}
`;

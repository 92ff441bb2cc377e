import { exportPermissions, orPlaceholder, permissionNames, type PolicyDocument, type PolicyRequest } from './policy-request.js';

/** Microsoft Graph, in every directory. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';
/** Opens the files of the cost export: on its container alone. */
export const filesRole = 'Storage Blob Data Reader';

const isGraph = (permission: string): boolean => /^[A-Z][A-Za-z]*(\.[A-Z][A-Za-z]*)+$/.test(permission);

/** Directory reads: granted to the application, not by an ARM role. */
export function graphPermissions({ permissions }: Pick<PolicyRequest, 'permissions'>): string[] {
  return [...new Set([...permissionNames(permissions, 'inventory'), ...permissionNames(permissions, 'billing')])].sort().filter(isGraph);
}

export function azureDocuments(request: PolicyRequest): PolicyDocument[] {
  const names = [...permissionNames(request.permissions, 'inventory'), ...permissionNames(request.permissions, 'billing')].sort();
  const actions = names.filter((name) => name.startsWith('Microsoft.') && !exportPermissions.has(name));
  const role = {
    Name: 'Vitrine Read Only',
    IsCustom: true,
    Description: 'Declared reads of Vitrine. No write, no data plane, no keys.',
    Actions: actions,
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: ['/subscriptions/<subscription id>'],
  };
  return [
    { format: 'azure-role', filename: 'vitrine-role.json', mediaType: 'application/json', text: `${JSON.stringify(role, null, 2)}\n` },
    { format: 'azure-cli', filename: 'vitrine-azure.sh', mediaType: 'text/plain', text: commands(request) },
  ];
}

/** The lines that the customer runs with his own login; Vitrine runs none of them. */
function commands(request: PolicyRequest): string {
  const { grantee, exportFolder } = request;
  const graph = graphPermissions(request);
  const federated = JSON.stringify({
    name: 'vitrine',
    issuer: orPlaceholder(grantee.issuer, 'issuer of your Vitrine'),
    subject: grantee.subject,
    audiences: ['api://AzureADTokenExchange'],
  });
  const lines = [
    '# An application of your own for this connection.',
    'APP_ID=$(az ad app create --display-name vitrine-read-only --query appId -o tsv)',
    'az ad sp create --id "$APP_ID"',
    '',
    '# The role, and its assignment to each subscription that Vitrine may read.',
    'az role definition create --role-definition @vitrine-role.json',
    'az role assignment create --assignee "$APP_ID" --role "Vitrine Read Only" --scope "/subscriptions/<subscription id>"',
    '',
    '# Best: no secret at all. This trusts assertions for this connection only.',
    `az ad app federated-credential create --id "$APP_ID" --parameters '${federated}'`,
    '',
    '# Or a secret, which Vitrine stores sealed and shows as such.',
    '# az ad app credential reset --id "$APP_ID" --append --years 1',
  ];
  if (graph.length > 0) {
    lines.push('', "# Directory reads (Microsoft Graph application permissions, need an administrator's consent):");
    lines.push(
      ...graph.map(
        (name) =>
          `az ad app permission add --id "$APP_ID" --api ${graphAppId} --api-permissions "$(az ad sp show --id ${graphAppId} --query "appRoles[?value=='${name}'].id" -o tsv)=Role"`,
      ),
    );
    lines.push('az ad app permission admin-consent --id "$APP_ID"');
  }
  if (exportFolder !== null) {
    lines.push(
      '',
      '# The cost export: files of this container and of no other.',
      `az role assignment create --assignee "$APP_ID" --role "${filesRole}" --scope "$(az storage account show --name ${exportFolder.place} --query id -o tsv)/blobServices/default/containers/${exportFolder.container ?? ''}"`,
    );
  }
  return `${lines.join('\n')}\n`;
}

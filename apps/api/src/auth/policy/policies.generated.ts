// Written by policies/generate.mjs from policies/*.cedar; do not edit.
export const policySetVersion = "1+46ba383d1785e6ce";

export const policyActions = [
  "api-token.create",
  "approval.apply",
  "approval.approve",
  "approval.refuse",
  "approval.withdraw",
  "connection.repin",
  "identity-provider.repin",
  "invitation.create",
  "invitation.revoke",
  "member.add",
  "member.change-role",
  "member.remove",
  "principal.make",
  "sealing-key.destroy",
  "vitrine.approvals.read",
  "vitrine.approvals.write",
  "vitrine.audits.read",
  "vitrine.audits.write",
  "vitrine.connections.read",
  "vitrine.connections.write",
  "vitrine.costs.read",
  "vitrine.costs.write",
  "vitrine.findings.read",
  "vitrine.findings.write",
  "vitrine.identity.read",
  "vitrine.identity.write",
  "vitrine.members.read",
  "vitrine.members.write",
  "vitrine.operator-sessions.read",
  "vitrine.operator-sessions.write",
  "vitrine.organization.read",
  "vitrine.organization.write",
  "vitrine.rules.read",
  "vitrine.schedules.read",
  "vitrine.schedules.write",
  "vitrine.tokens.read",
  "vitrine.tokens.write",
  "vitrine.trail.read",
  "vitrine.trail.write",
  "vitrine.webhooks.read",
  "vitrine.webhooks.write"
] as const;
export type PolicyAction = (typeof policyActions)[number];

export const policySchema = "// Classes of principals; the role is that of the member, of the token's maker, of the maker of a CI trust rule.\nentity Role;\nentity Member in [Role];\nentity Token in [Role];\n// A CI run that exchanged its identity for a short token.\nentity Run in [Role];\n// A platform operator inside an approved session.\nentity Operator;\nentity Organization;\n\naction \"read\";\naction \"write\";\n\n// One per scope: what every route asks.\naction\n  \"vitrine.organization.read\", \"vitrine.members.read\", \"vitrine.tokens.read\", \"vitrine.connections.read\", \"vitrine.audits.read\",\n  \"vitrine.findings.read\", \"vitrine.schedules.read\", \"vitrine.webhooks.read\", \"vitrine.rules.read\", \"vitrine.costs.read\",\n  \"vitrine.approvals.read\", \"vitrine.trail.read\", \"vitrine.identity.read\", \"vitrine.operator-sessions.read\"\n  in [\"read\"] appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: {} };\n\naction\n  \"vitrine.organization.write\", \"vitrine.members.write\", \"vitrine.tokens.write\", \"vitrine.connections.write\", \"vitrine.audits.write\",\n  \"vitrine.findings.write\", \"vitrine.schedules.write\", \"vitrine.webhooks.write\", \"vitrine.costs.write\",\n  \"vitrine.approvals.write\", \"vitrine.trail.write\", \"vitrine.identity.write\", \"vitrine.operator-sessions.write\"\n  in [\"write\"] appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: {} };\n\n// What makes a further principal: a token, a member, an invitation.\naction \"principal.make\" in [\"write\"];\naction \"api-token.create\" in [\"vitrine.tokens.write\", \"principal.make\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: {} };\n\n// The roles that a change of a member begins and ends with; the route itself asks before they are known.\ntype MemberChange = { from?: String, to?: String, approved?: Bool };\naction \"member.add\", \"member.change-role\", \"invitation.create\" in [\"vitrine.members.write\", \"principal.make\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: MemberChange };\naction \"member.remove\", \"invitation.revoke\" in [\"vitrine.members.write\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: MemberChange };\n\n// Changes that one person alone does not make.\ntype Weighty = { approved?: Bool };\naction \"identity-provider.repin\" in [\"vitrine.identity.write\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: Weighty };\naction \"connection.repin\" in [\"vitrine.connections.write\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: Weighty };\naction \"sealing-key.destroy\" in [\"vitrine.organization.write\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: Weighty };\n\n// A word on a pending change. `proposer`: he asks about his own; `dependent`: the proposer made him what he is, while it was waiting or shortly before.\ntype Word = { proposer?: Bool, dependent?: Bool };\naction \"approval.approve\", \"approval.refuse\", \"approval.withdraw\", \"approval.apply\" in [\"vitrine.approvals.write\"]\n  appliesTo { principal: [Member, Token, Run, Operator], resource: Organization, context: Word };\n";

export const policyTexts: Readonly<Record<string, string>> = {
  "approvals.role-raise": "@id(\"approvals.role-raise\")\n@description(\"Making somebody an admin or an owner needs a second person, or a day's notice where there is none.\")\n@obligation(\"approval\")\nforbid (principal, action in [Action::\"member.add\", Action::\"member.change-role\", Action::\"invitation.create\"], resource)\nwhen { context has to && [\"admin\", \"owner\"].contains(context.to) }\nunless { (context has from && (context.from == context.to || context.from == \"owner\")) || (context has approved && context.approved) };",
  "approvals.weighty-change": "@id(\"approvals.weighty-change\")\n@description(\"This change needs a second person, or a day's notice where there is none.\")\n@obligation(\"approval\")\nforbid (principal, action in [Action::\"identity-provider.repin\", Action::\"connection.repin\", Action::\"sealing-key.destroy\"], resource)\nunless { context has approved && context.approved };",
  "approvals.by-another": "@id(\"approvals.by-another\")\n@description(\"Whoever proposed a change cannot approve it.\")\nforbid (principal, action == Action::\"approval.approve\", resource)\nwhen { context has proposer && context.proposer };",
  "approvals.by-independent": "@id(\"approvals.by-independent\")\n@description(\"Whom the proposer added, invited or raised lately cannot approve the proposer's change.\")\nforbid (principal, action == Action::\"approval.approve\", resource)\nwhen { context has dependent && context.dependent };",
  "approvals.by-person": "@id(\"approvals.by-person\")\n@description(\"Only a person who signed in has a word on a pending change.\")\nforbid (principal is Token, action in Action::\"vitrine.approvals.write\", resource);",
  "approvals.withdrawn-by-proposer": "@id(\"approvals.withdrawn-by-proposer\")\n@description(\"Only whoever proposed a change withdraws it; others refuse it.\")\nforbid (principal, action == Action::\"approval.withdraw\", resource)\nwhen { context has proposer && !context.proposer };",
  "members.owner-over-owners": "@id(\"members.owner-over-owners\")\n@description(\"Only an owner may add, change or remove an owner.\")\n@code(\"owner-required\")\nforbid (\n  principal,\n  action in [Action::\"member.add\", Action::\"member.change-role\", Action::\"member.remove\", Action::\"invitation.create\", Action::\"invitation.revoke\"],\n  resource\n)\nwhen { (context has from && context.from == \"owner\") || (context has to && context.to == \"owner\") }\nunless { principal in Role::\"owner\" };",
  "operators.read-only": "@id(\"operators.read-only\")\n@description(\"An operator reads and changes nothing.\")\n@code(\"operator-read-only\")\nforbid (principal is Operator, action in Action::\"write\", resource);",
  "principals.member": "@id(\"principals.member\")\n@description(\"Members may do what their scopes say.\")\npermit (principal is Member, action, resource);",
  "principals.token": "@id(\"principals.token\")\n@description(\"API tokens may do what their scopes say.\")\npermit (principal is Token, action, resource);",
  "principals.run": "@id(\"principals.run\")\n@description(\"CI runs may do what their trust rule says.\")\npermit (principal is Run, action, resource);",
  "principals.operator": "@id(\"principals.operator\")\n@description(\"Operators may read within their session.\")\npermit (principal is Operator, action in Action::\"read\", resource);",
  "runs.leave-trust-alone": "@id(\"runs.leave-trust-alone\")\n@description(\"A CI run cannot touch members, tokens, credentials, webhooks, identity or the organization's settings.\")\nforbid (\n  principal is Run,\n  action in [\n    Action::\"vitrine.members.write\", Action::\"vitrine.tokens.write\", Action::\"vitrine.connections.write\", Action::\"vitrine.webhooks.write\",\n    Action::\"vitrine.identity.write\", Action::\"vitrine.organization.write\", Action::\"vitrine.operator-sessions.write\", Action::\"vitrine.trail.write\",\n    Action::\"vitrine.approvals.write\"\n  ],\n  resource\n);",
  "tokens.make-no-principals": "@id(\"tokens.make-no-principals\")\n@description(\"An API token cannot make tokens, members or invitations, nor change a member's role. Sign in as a person.\")\nforbid (principal is Token, action in Action::\"principal.make\", resource);",
  "tokens.leave-identity-alone": "@id(\"tokens.leave-identity-alone\")\n@description(\"An API token cannot change how people and CI runs sign in. Sign in as a person.\")\nforbid (principal is Token, action in Action::\"vitrine.identity.write\", resource);"
};

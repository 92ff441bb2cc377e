import { type AuditId, type ConnectionId, type CredentialKind, type Finding, type OrganizationId, type RuleEntry } from '@vitrine/contracts';
import { parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { ApiHttp, type ApiHttpOptions } from './api-http.js';
import {
  auditAnswer,
  connectionAnswer,
  connectionsPage,
  createdTokenAnswer,
  findingList,
  grantTextAnswer,
  onboardingAnswer,
  organizationAnswer,
  ruleList,
  startedAuditAnswer,
  validationAnswer,
  type AuditAnswer,
  type ConnectionAnswer,
  type GrantTextAnswer,
  type OnboardingAnswer,
  type ValidationAnswer,
} from './api-schemas.js';

export interface NewConnection {
  readonly name: string;
  readonly kind: CredentialKind;
  readonly bill?: object | null;
  readonly settings?: object;
}

/** Vitrine's API as typed calls. Every method throws the VitrineErrors of `ApiHttp.json`. */
export class ApiClient {
  readonly http: ApiHttp;

  constructor(options: ApiHttpOptions) {
    this.http = new ApiHttp(options);
  }

  async organization(): Promise<{ readonly id: OrganizationId; readonly name: string }> {
    return await this.http.json('GET', '/v1/organization', organizationAnswer);
  }

  async sealingKeys(): Promise<SealingKeySet> {
    return parseSealingKeySet(await this.http.json('GET', '/v1/sealing-keys', z.unknown()));
  }

  async createConnection(wish: NewConnection): Promise<ConnectionAnswer> {
    return await this.http.json('POST', '/v1/connections', connectionAnswer, { body: wish });
  }

  async connections(): Promise<ConnectionAnswer[]> {
    return await this.all('/v1/connections', connectionsPage);
  }

  async connection(id: ConnectionId): Promise<ConnectionAnswer> {
    return await this.http.json('GET', `/v1/connections/${id}`, connectionAnswer);
  }

  /** Erases the envelopes; answers the receipt as it is. */
  async deleteConnection(id: ConnectionId): Promise<unknown> {
    return await this.http.json('DELETE', `/v1/connections/${id}`, z.unknown());
  }

  async validation(id: ConnectionId): Promise<ValidationAnswer> {
    return await this.http.json('GET', `/v1/connections/${id}/validation`, validationAnswer);
  }

  async policy(id: ConnectionId): Promise<GrantTextAnswer> {
    return await this.http.json('GET', `/v1/connections/${id}/policy`, grantTextAnswer);
  }

  /** How a customer's cloud is told to trust a keyless connection. */
  async onboarding(id: ConnectionId): Promise<OnboardingAnswer> {
    return await this.http.json('GET', `/v1/connections/${id}/onboarding`, onboardingAnswer);
  }

  async startAudit(connectionId: ConnectionId, rules?: readonly string[]): Promise<AuditId> {
    const { id } = await this.http.json('POST', '/v1/audits', startedAuditAnswer, { body: { connectionId, ...(rules === undefined ? {} : { rules }) } });
    return id;
  }

  async audit(id: AuditId): Promise<AuditAnswer> {
    return await this.http.json('GET', `/v1/audits/${id}`, auditAnswer);
  }

  async cancelAudit(id: AuditId): Promise<void> {
    await this.http.send('POST', `/v1/audits/${id}/cancel`);
  }

  /**
   * Findings in full, with evidence and remedy.
   * @param filter query parameters of `GET /v1/findings`; one may be given several times
   */
  async findings(filter: readonly (readonly [string, string])[] = []): Promise<Finding[]> {
    const query = new URLSearchParams([...filter.map(([name, value]): [string, string] => [name, value]), ['format', 'json']]);
    return (await this.http.json('GET', `/v1/findings/export?${query.toString()}`, findingList)).items;
  }

  async rules(): Promise<RuleEntry[]> {
    return (await this.http.json('GET', '/v1/rules', ruleList)).items;
  }

  async createToken(wish: {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly lifetimeDays: number;
  }): Promise<{ readonly id: string; readonly token: string }> {
    return await this.http.json('POST', '/v1/api-tokens', createdTokenAnswer, { body: wish });
  }

  async revokeToken(id: string): Promise<void> {
    await this.http.send('DELETE', `/v1/api-tokens/${id}`);
  }

  private async all<T>(path: string, schema: z.ZodType<{ items: T[]; nextCursor: string | null }>): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const separator: string = path.includes('?') ? '&' : '?';
      const page: { items: T[]; nextCursor: string | null } = await this.http.json(
        'GET',
        cursor === null ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`,
        schema,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }
}

import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { connectionIdSchema, type ConnectionId } from '@vitrine/contracts';
import type { Onboarding } from '@vitrine/policies';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { CREDENTIAL_BODY_LIMIT, TakesBody } from '../http/route-wire.js';
import {
  changeConnectionSchema,
  connectionQuerySchema,
  connectionSchema,
  createConnectionSchema,
  receiptSchema,
  validationSchema,
  type ChangeConnection,
  type Connection,
  type CreateConnection,
  type Receipt,
  type Validation,
} from './connection.schemas.js';
import { ConnectionsService } from './connections.service.js';
import { submitCredentialSchema, submittedSchema, type SubmitCredential, type Submitted } from './credential.schemas.js';
import { CredentialsService } from './credentials.service.js';
import { grantTextSchema } from './grant-text.schemas.js';
import { onboardingSchema } from './onboarding.schemas.js';
import { OnboardingService } from './onboarding.service.js';
import { PermissionsService, type GrantText } from './permissions.service.js';

const listQuerySchema = z.strictObject({ ...pageQuery, ...connectionQuerySchema });
const queuedSchema = z.strictObject({ connectionId: connectionIdSchema, state: z.literal('queued') }).meta({ id: 'ValidationQueued' });

@ApiTags('connections')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly credentials: CredentialsService,
    private readonly permissions: PermissionsService,
    private readonly onboardings: OnboardingService,
  ) {}

  @Post()
  @Requires('vitrine.connections.write')
  @Answers(201, connectionSchema, 'A pending connection, without a credential', [409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: createConnectionSchema }) body: CreateConnection,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Connection>> {
    return await this.connections.create(caller, body, idempotency);
  }

  @Get()
  @Requires('vitrine.connections.read')
  @Answers(200, pageSchema(connectionSchema, 'ConnectionPage'), 'Connections, oldest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<Connection>> {
    return await this.connections.list(caller, query);
  }

  @Get(':connectionId')
  @Requires('vitrine.connections.read')
  @Revalidated()
  @Answers(200, connectionSchema, 'One connection', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId): Promise<Answer<Connection>> {
    return await this.connections.read(caller, id);
  }

  @Patch(':connectionId')
  @Requires('vitrine.connections.write')
  @Answers(200, connectionSchema, 'The connection after the change', [404, 409, 412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeConnectionSchema }) body: ChangeConnection,
  ): Promise<Answer<Connection>> {
    return await this.connections.change(caller, id, ifMatch, body);
  }

  @Delete(':connectionId')
  @Requires('vitrine.connections.write')
  @Answers(200, receiptSchema, 'The receipt of erasure', [404, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId): Promise<Receipt> {
    return await this.connections.remove(caller, id);
  }

  @Post(':connectionId/credentials')
  @Requires('vitrine.connections.write')
  // An envelope may be 24,576 bytes; the limit leaves room for the member around it, the format's own check says 413 beyond.
  @TakesBody({ limit: CREDENTIAL_BODY_LIMIT + 1024 })
  @Answers(201, submittedSchema, 'The credential was sealed and appended as the next version', [404, 409, 413, 415, 422])
  async submit(
    @CurrentCaller() caller: Caller,
    @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId,
    @Body({ schema: submitCredentialSchema }) body: SubmitCredential,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Submitted>> {
    return await this.credentials.submit(caller, id, body, idempotency);
  }

  @Post(':connectionId/validate')
  @Requires('vitrine.connections.write')
  @Answers(202, queuedSchema, 'A worker will try the credential', [404, 409, 415, 422])
  async validate(
    @CurrentCaller() caller: Caller,
    @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<z.infer<typeof queuedSchema>>> {
    return await this.connections.validate(caller, id, idempotency);
  }

  @Get(':connectionId/validation')
  @Requires('vitrine.connections.read')
  @Answers(200, validationSchema, 'Permissions requested and refused, and what the last validation found', [404, 422])
  async validation(@CurrentCaller() caller: Caller, @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId): Promise<Validation> {
    return await this.permissions.validation(caller, id);
  }

  @Get(':connectionId/policy')
  @Requires('vitrine.connections.read')
  @Answers(200, grantTextSchema, 'The least-privilege text to grant, with what is requested and what is refused', [404, 422])
  async policy(@CurrentCaller() caller: Caller, @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId): Promise<GrantText> {
    return await this.permissions.grantText(caller, id);
  }

  @Get(':connectionId/onboarding')
  @Requires('vitrine.connections.read')
  @Answers(200, onboardingSchema, 'How the cloud is told to trust this keyless connection: issuer, subject and audience, letter for letter', [404, 409, 422])
  async onboarding(@CurrentCaller() caller: Caller, @Param('connectionId', { schema: connectionIdSchema }) id: ConnectionId): Promise<Onboarding> {
    return await this.onboardings.read(caller, id);
  }
}

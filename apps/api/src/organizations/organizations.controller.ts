import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { changeOrganizationSchema, organizationSchema, type ChangeOrganization, type Organization } from './organization.schemas.js';
import { OrganizationsService } from './organizations.service.js';

/** The caller's own organization; there is no way to name another. */
@ApiTags('organization')
@Controller('v1/organization')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @Requires('vitrine.organization.read')
  @Revalidated()
  @Answers(200, organizationSchema, 'The organization')
  async read(@CurrentCaller() caller: Caller): Promise<Answer<Organization>> {
    return await this.organizations.read(caller);
  }

  @Patch()
  @Requires('vitrine.organization.write')
  @Answers(200, organizationSchema, 'The organization after the change', [412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeOrganizationSchema }) change: ChangeOrganization,
  ): Promise<Answer<Organization>> {
    return await this.organizations.change(caller, ifMatch, change);
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../auth/route-access.js';
import { roles, roleSchema, scopes, scopesOfRole } from '../auth/scopes.js';
import { Answers } from '../http/answers.decorator.js';

const rolesSchema = z.strictObject({ items: z.array(z.strictObject({ role: roleSchema, scopes: z.array(z.enum(scopes)) })) }).meta({ id: 'Roles' });

/** Roles are names for sets of scopes: here is what each name means, lowest first. */
@ApiTags('members')
@Controller('v1/roles')
export class RolesController {
  @Get()
  @Requires('vitrine.organization.read')
  @Answers(200, rolesSchema, 'What each role may, as scopes')
  list(): z.infer<typeof rolesSchema> {
    return { items: roles.map((role) => ({ role, scopes: [...scopesOfRole[role]] })) };
  }
}

import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../auth/route-access.js';
import { notFound } from '../http/problem.js';
import { Produces } from '../http/route-wire.js';
import { docsContentSecurityPolicy } from '../http/security-headers.js';
import { docsAsset, DOCS_PAGE } from './docs-files.js';
import { OpenApiHolder } from './openapi.holder.js';

/** The document and a page that shows it, from our own origin, with nothing loaded from anywhere else. */
@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(private readonly openApi: OpenApiHolder) {}

  @Get('openapi.json')
  @Public()
  document(@Res() reply: FastifyReply): void {
    void reply.type('application/json').send(this.openApi.text);
  }

  @Get('docs')
  @Public()
  @Produces('text/html')
  page(@Res() reply: FastifyReply): void {
    void reply.header('content-security-policy', docsContentSecurityPolicy).type('text/html; charset=utf-8').send(DOCS_PAGE);
  }

  @Get('docs/assets/:name')
  @Public()
  @Produces('text/javascript', 'text/css', 'image/png')
  asset(@Res() reply: FastifyReply, @Param('name', { schema: z.string() }) name: string): void {
    const asset = docsAsset(name);
    if (asset === 'missing') throw notFound();
    void reply.header('cache-control', 'public, max-age=3600').type(asset.type).send(asset.content);
  }
}

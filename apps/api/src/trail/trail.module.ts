import { Global, Module } from '@nestjs/common';
import { Denials } from './denials.js';

@Global()
@Module({ providers: [Denials], exports: [Denials] })
export class TrailModule {}

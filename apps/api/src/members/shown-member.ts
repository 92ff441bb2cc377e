import { Answer } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import type { Member } from './member.schemas.js';
import type { MemberRow } from './members.repository.js';

export function memberFrom(row: MemberRow): Member {
  const { id, issuer, subject, email, role, state } = row;
  return { id, issuer, subject, email, role, state, createdAt: row.created_at.toISOString(), removedAt: row.removed_at?.toISOString() ?? null };
}

export function shownMember(status: number, row: MemberRow): Answer<Member> {
  return new Answer(status, memberFrom(row), { etag: etagOf(row.version), ...(status === 201 ? { location: `/v1/members/${row.id}` } : {}) });
}

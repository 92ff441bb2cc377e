import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { arnIdentity, instant, nextOf, optionalInstant } from '../aws-fields.js';

const shape = {
  IsTruncated: 'text',
  Marker: 'text',
  Users: [{ UserName: 'text', UserId: 'text', Arn: 'text', CreateDate: 'text', PasswordLastUsed: 'text' }],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), Users: z.array(z.unknown()) });

const userSchema = z
  .object({
    UserName: z.string().min(1),
    UserId: z.string().min(1),
    Arn: z.string().startsWith('arn:'),
    CreateDate: instant,
    PasswordLastUsed: optionalInstant,
  })
  .transform((user) => ({ userName: user.UserName, userId: user.UserId, arn: user.Arn, createDate: user.CreateDate, passwordLastUsed: user.PasswordLastUsed }));

export type AwsIamUser = z.output<typeof userSchema>;

export const awsIamUsersReader = defineReader<AwsIamUser>({
  id: 'aws.iam.users',
  cloud: 'aws',
  scope: 'aws.account',
  resourceType: 'AWS::IAM::User',
  operations: ['iam:ListUsers'],
  pageSize: 1000,
  request: ({ pageToken, pageSize }) => ({ operation: 'iam:ListUsers', body: { MaxItems: pageSize, Marker: pageToken }, shape }),
  page(body) {
    const { Marker, Users } = pageSchema.parse(body);
    return { items: Users, next: nextOf(Marker) };
  },
  item: userSchema,
  identify: (user, scope) => arnIdentity(scope, user.arn, user.userName),
});

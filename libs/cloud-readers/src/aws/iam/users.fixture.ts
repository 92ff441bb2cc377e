import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsIamUsersReader } from './users.reader.js';

export const fixture = readerFixture({
  reader: awsIamUsersReader,
  scope: fixtureScopes.account,
  answers: [
    queryAnswer(
      'ListUsers',
      '<IsTruncated>true</IsTruncated><Marker>page-two</Marker><Users><member><UserName>Anna</UserName><UserId>AIDA1</UserId><Path>/</Path><Arn>arn:aws:iam::111122223333:user/Anna</Arn><CreateDate>2024-01-02T03:04:05Z</CreateDate><PasswordLastUsed>2026-01-02T03:04:05Z</PasswordLastUsed></member></Users>',
    ),
    queryAnswer(
      'ListUsers',
      '<IsTruncated>false</IsTruncated><Users><member><UserName>ci</UserName><UserId>AIDA2</UserId><Arn>arn:aws:iam::111122223333:user/ci</Arn><CreateDate>2024-01-02T03:04:05Z</CreateDate></member></Users>',
    ),
  ],
  items: [
    {
      userName: 'Anna',
      userId: 'AIDA1',
      arn: 'arn:aws:iam::111122223333:user/Anna',
      createDate: '2024-01-02T03:04:05Z',
      passwordLastUsed: '2026-01-02T03:04:05Z',
    },
    { userName: 'ci', userId: 'AIDA2', arn: 'arn:aws:iam::111122223333:user/ci', createDate: '2024-01-02T03:04:05Z', passwordLastUsed: null },
  ],
  identity: {
    canonicalId: 'arn:aws:iam::111122223333:user/anna',
    resourceId: 'arn:aws:iam::111122223333:user/Anna',
    name: 'Anna',
    accountId: '111122223333',
    region: null,
    tags: {},
  },
});

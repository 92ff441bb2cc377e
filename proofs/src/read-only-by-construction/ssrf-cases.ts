/** One authority that an attacker would have the worker reach. What it means is decided by the names below, never by the real Internet. */
export interface SsrfCase {
  readonly authority: string;
  readonly why: string;
}

const cases = (why: string, ...authorities: readonly string[]): SsrfCase[] => authorities.map((authority) => ({ authority, why }));

export const ssrfCases: readonly SsrfCase[] = [
  ...cases('the metadata service in every spelling', '169.254.169.254:80', '169.254.169.254:443', '[::ffff:a9fe:a9fe]:443', '[::ffff:169.254.169.254]:80'),
  ...cases('the same as one number, in hex, in octal', '2852039166:80', '0xa9fea9fe:80', '0251.0376.0251.0376:80'),
  ...cases('loopback', '127.0.0.1:443', '127.1:443', '0.0.0.0:443', '0:443', 'localhost:443', '[::1]:443', '[::]:443'),
  ...cases('private networks, Redis and Postgres beside us', '10.99.1.1:6379', '192.168.0.1:443', '172.16.0.1:5432', '100.64.0.1:443'),
  ...cases('private IPv6, NAT64 and 6to4', '[fd00::1]:443', '[fe80::1%25wire0]:443', '[64:ff9b::a9fe:a9fe]:443', '[2002:a9fe:a9fe::]:443'),
  ...cases('names of the metadata service', 'metadata.google.internal:80', '169.254.169.254.nip.example:443'),
  ...cases('a name that begins or ends like an allowed one', 'ec2.eu-west-1.amazonaws.com.evil.example:443', 'xec2.eu-west-1.amazonaws.com:443'),
  ...cases('another name of the attacker', 'evil.example:443', 'management.azure.com.evil.example:443'),
  ...cases('a service of the same provider that no list names', 'secretsmanager.eu-west-1.amazonaws.com:443'),
  ...cases('another port of an allowed host', 'ec2.eu-west-1.amazonaws.com:80', 'ec2.eu-west-1.amazonaws.com:8443'),
  ...cases('user part, fragment, path, trailing dot', 'ec2.eu-west-1.amazonaws.com@evil.example:443', 'evil.example#ec2.eu-west-1.amazonaws.com:443'),
  ...cases('a region that is none', 'ec2.evil/.amazonaws.com:443', 'EC2.EU-WEST-1.AMAZONAWS.COM.:443'),
  ...cases('an allowed name that resolves to the metadata service', 'sts.us-east-1.amazonaws.com:443'),
  ...cases('… to loopback', 'management.azure.com:443'),
  ...cases('… to a unique local address', 'graph.microsoft.com:443'),
  ...cases('… to a public address and a private one (rebinding)', 'compute.googleapis.com:443'),
  ...cases('… to the metadata service behind an IPv4-mapped address', 'login.microsoftonline.com:443'),
];

/** Allowed names that resolve to what is public inside the namespace: they must pass, or refusing everything would prove nothing. */
export const allowedAuthorities: readonly string[] = ['ec2.eu-west-1.amazonaws.com', 'oauth2.googleapis.com', 'westeurope.metrics.monitor.azure.com'].map(
  (host) => `${host}:443`,
);

/** `/etc/hosts` of the namespace: the attacker's own resolver. */
export const hostileNames = `169.254.169.254 metadata.google.internal 169.254.169.254.nip.example sts.us-east-1.amazonaws.com
127.0.0.1 management.azure.com
fd00::1 graph.microsoft.com
203.0.114.9 evil.example ec2.eu-west-1.amazonaws.com.evil.example xec2.eu-west-1.amazonaws.com management.azure.com.evil.example secretsmanager.eu-west-1.amazonaws.com
52.95.100.1 ec2.eu-west-1.amazonaws.com oauth2.googleapis.com westeurope.metrics.monitor.azure.com compute.googleapis.com
10.99.1.1 compute.googleapis.com
::ffff:169.254.169.254 login.microsoftonline.com
`;

/** Addresses that listen inside the namespace, each a trap but for the first. */
export const cloudAddress = '52.95.100.1';
export const trapAddresses = ['169.254.169.254', '10.99.1.1', '192.168.0.1', '172.16.0.1', '100.64.0.1', '203.0.114.9', 'fd00::1'] as const;
export const trapPorts = [80, 443, 5432, 6379, 8443] as const;

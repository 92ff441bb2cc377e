import type { SimRequest } from '../../http/cloud-handler.js';

const paths: Readonly<Record<string, readonly (readonly [method: string, path: RegExp, operation: string])[]>> = {
  lambda: [
    ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions'],
    ['GET', /^\/2019-09-30\/functions\/[^/]+\/provisioned-concurrency$/, 'ListProvisionedConcurrencyConfigs'],
    ['GET', /^\/2015-03-31\/functions\/[^/]+$/, 'GetFunction'],
    ['DELETE', /^\/2015-03-31\/functions\/[^/]+$/, 'DeleteFunction'],
  ],
  eks: [
    ['GET', /^\/clusters$/, 'ListClusters'],
    ['GET', /^\/clusters\/[^/]+$/, 'DescribeCluster'],
    ['DELETE', /^\/clusters\/[^/]+$/, 'DeleteCluster'],
    ['GET', /^\/cluster-versions$/, 'DescribeClusterVersions'],
  ],
  es: [
    ['GET', /^\/2021-01-01\/domain$/, 'ListDomainNames'],
    ['POST', /^\/2021-01-01\/opensearch\/domain-info$/, 'DescribeDomains'],
    ['DELETE', /^\/2021-01-01\/opensearch\/domain\/[^/]+$/, 'DeleteDomain'],
  ],
};

/** The operation that method and path mean at a REST service; what it does not know keeps its own words, for the log. */
export function restOperationOf(service: string, request: SimRequest): string {
  const { pathname } = request.url;
  const found = paths[service]?.find(([method, path]) => method === request.method && path.test(pathname));
  return found?.[2] ?? `${request.method} ${pathname}`;
}

/** A segment of the path, decoded; segments are counted from 0. */
export function segmentOf(request: SimRequest, index: number): string {
  return decodeURIComponent(request.url.pathname.split('/')[index + 1] ?? '');
}

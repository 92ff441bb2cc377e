import { format } from 'node:util';

type Work = () => unknown;

export interface SpecTest {
  /** The spec file, the titles above it and its own, made unique: the same in every process that loads the same file. */
  readonly id: string;
  readonly file: string;
  readonly run: Work;
}

/** One `describe` with what stands in it, in the order of the file; a spec file is one too. */
export interface SpecBlock {
  readonly title: string;
  readonly items: (SpecTest | SpecBlock)[];
  readonly hooks: { readonly beforeAll: Work[]; readonly afterAll: Work[]; readonly beforeEach: Work[]; readonly afterEach: Work[] };
}

const emptyBlock = (title: string): SpecBlock => ({ title, items: [], hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] } });

let open: { readonly file: string; readonly path: SpecBlock[]; readonly ids: Set<string> } | undefined;

/** Loads one spec file and returns what it declared. */
export async function collectSpec(file: string, load: () => Promise<unknown>): Promise<SpecBlock> {
  const root = emptyBlock(file);
  open = { file, path: [root], ids: new Set() };
  try {
    await load();
  } finally {
    open = undefined;
  }
  return root;
}

const current = (): { file: string; path: SpecBlock[]; ids: Set<string>; block: SpecBlock } => {
  const block = open?.path.at(-1);
  if (open === undefined || block === undefined) throw new Error('specs declare while they are loaded, not later');
  return { ...open, block };
};

function declareBlock(title: string, declare: Work): void {
  const { path, block } = current();
  const inner = emptyBlock(title);
  block.items.push(inner);
  path.push(inner);
  try {
    declare();
  } finally {
    path.pop();
  }
}

function declareTest(title: string, run: Work): void {
  const { file, path, block, ids } = current();
  const titles = [...path.map((each) => each.title), title].join(' › ');
  let id = titles;
  for (let twin = 2; ids.has(id); twin += 1) id = `${titles} (${String(twin)})`;
  ids.add(id);
  block.items.push({ id, file, run });
}

/** Jest's table: a row that is a list gives its members as arguments, any other row is the one argument. */
const tableOf =
  (declare: (title: string, work: Work) => void) =>
  (rows: readonly unknown[]) =>
  (title: string, work: (...row: unknown[]) => unknown): void => {
    for (const row of rows) {
      const members: readonly unknown[] = Array.isArray(row) ? row : [row];
      declare(titleOf(title, members), () => work(...members));
    }
  };

function titleOf(title: string, row: readonly unknown[]): string {
  const [first] = row;
  const named = title.replace(/\$(\w+)/g, (whole, name: string) => (typeof first === 'object' && first !== null ? String(Reflect.get(first, name)) : whole));
  const places = named.match(/%[a-z]/g)?.length ?? 0;
  return format(named.replace(/%p/g, '%j'), ...row.slice(0, places).map((each) => (typeof each === 'function' ? '[function]' : each)));
}

const hook =
  (kind: keyof SpecBlock['hooks']) =>
  (work: Work): void =>
    void current().block.hooks[kind].push(work);

const skip = (): void => undefined;
export const describe = Object.assign(declareBlock, { each: tableOf(declareBlock), skip });
export const it = Object.assign(declareTest, { each: tableOf(declareTest), skip });
export const beforeAll = hook('beforeAll');
export const afterAll = hook('afterAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');

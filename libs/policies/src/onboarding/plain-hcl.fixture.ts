/** What is wrong with a Terraform text that our generators write: quotes, brackets and references; no parser of HCL is at hand. */
export function plainHcl(text: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const closes: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  if (bare.replaceAll('""', '').includes('"')) faults.push('a quote that does not end');
  for (const sign of bare) {
    if ('{[('.includes(sign)) open.push(sign);
    if (sign in closes && open.pop() !== closes[sign]) faults.push(`${sign} that opens nowhere`);
  }
  if (open.length > 0) faults.push(`${open.join('')} that does not close`);
  for (const line of bare.split('\n'))
    if (line !== '' && !/^\s/.test(line) && !/^(?:\}|(?:resource|data) "" "" \{|(?:variable|output) "" \{|locals \{)$/.test(line))
      faults.push(`no block: ${line}`);
  const declared = new Set([...text.matchAll(/^(?:resource|data) "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type ?? ''}.${name ?? ''}`));
  for (const [, reference] of bare.concat(text).matchAll(/\b((?:aws|azuread|azurerm|google)_\w+\.\w+)/g))
    if (!declared.has(reference ?? '')) faults.push(`${reference ?? ''} is not declared`);
  return faults;
}

/** Rows of the base64 report as records by column name. User names may hold commas, so quoting is honoured. */
export function reportRows(content: string): Readonly<Record<string, string>>[] {
  const [header, ...lines] = new TextDecoder().decode(Uint8Array.from(atob(content), (character) => character.charCodeAt(0))).split(/\r?\n/);
  const columns = cells(header ?? '');
  return lines
    .filter((line) => line !== '')
    .map((line) => Object.fromEntries(cells(line).map((value, index) => [columns[index] ?? `column_${String(index)}`, value])));
}

function cells(line: string): string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) found.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return found;
}

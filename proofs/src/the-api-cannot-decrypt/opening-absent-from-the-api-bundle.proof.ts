import { openingNames, shippedFiles } from '@vitrine/walls';
import type { Proof } from '../proof.js';
import { withApiBundle } from './planted-bundle.js';

const planted = "import { openCredential, localKeyProvider } from '@vitrine/crypto-open';\nglobalThis.vitrinePlanted = { openCredential, localKeyProvider };\n";

export const proof: Proof = {
  attack: 'a search of the file that the API’s image ships for anything that opens: files of crypto/open, names of deciphering calls',
  expected: '0 files of the opening package, 0 names',
  pace: 'whole',
  mutation: { removes: 'the import wall (the bundle made again with one planted import of the opening package)' },
  attempt: ({ guard }) =>
    withApiBundle(guard === 'standing' ? null : planted, async ({ file, metafile }) => {
      const files = shippedFiles(metafile, [/libs\/crypto\/open\//]);
      const names = await openingNames(file);
      // A bundle of nothing would hold nothing that opens, either.
      const seals = shippedFiles(metafile, [/libs\/crypto\/seal\//]).length;
      return {
        held: files.length === 0 && names.length === 0 && seals > 0,
        seen: `${String(Object.keys(metafile.inputs).length)} files bundled: ${String(files.length)} of the opening package, ${String(names.length)} names${names.length === 0 ? '' : ` (${names.join(', ')})`}`,
      };
    }),
};

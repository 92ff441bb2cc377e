import { focusColumnsNeeded } from '../focus/focus-columns.js';
import type { BillFormat } from './bill-format.js';

export const focusFormat: BillFormat = {
  id: 'focus',
  claims: (columns) => focusColumnsNeeded.every((name) => columns.includes(name)),
  translation: null,
};

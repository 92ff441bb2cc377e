/** What Cost Explorer knows of one resource. */
export interface ResourceBill {
  readonly dailyCost: string;
  readonly dailyUnblendedCost: string;
}

/** The bill of a declared resource, or null where no line of the bill names it. */
export function billOf(declared: { readonly dailyCost?: string | undefined; readonly dailyUnblendedCost?: string | undefined }): ResourceBill | null {
  if (declared.dailyCost === undefined) return null;
  return { dailyCost: declared.dailyCost, dailyUnblendedCost: declared.dailyUnblendedCost ?? declared.dailyCost };
}

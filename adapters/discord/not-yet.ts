/** The call was not made: its turn is that far away. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  constructor(
    message: string,
    readonly waitMs: number,
  ) {
    super(message);
  }
}

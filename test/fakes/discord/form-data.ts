export interface FormPart {
  readonly name: string;
  /** Null for a plain value. */
  readonly fileName: string | null;
  readonly text: string;
  readonly bytes: Buffer;
}

/** The parts of a `multipart/form-data` body (RFC 7578). @param contentType with its boundary */
export function formParts(body: Buffer, contentType: string): readonly FormPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  // One character a byte, so that nothing is lost in splitting.
  const pieces = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return pieces.map((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    const head = Buffer.from(piece.slice(0, end), 'latin1').toString('utf8');
    const bytes = Buffer.from(piece.slice(end + 4, -2), 'latin1');
    return {
      name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
      fileName: / filename="([^"]*)"/.exec(head)?.[1] ?? null,
      text: bytes.toString('utf8'),
      bytes,
    };
  });
}

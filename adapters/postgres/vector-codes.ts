/** The largest signed byte. */
const LARGEST = 127;

/** Which numbers are positive, as PostgreSQL writes bits. */
export function signsOf(vector: Float32Array): string {
  let bits = '';
  for (const number of vector) bits += number > 0 ? '1' : '0';
  return bits;
}

/** One signed byte for each number: their cosine to another vector is that of the numbers to about two decimals. */
export function toCodes(vector: Float32Array): Buffer {
  let most = 0;
  for (const number of vector) most = Math.max(most, Math.abs(number));
  const codes = Int8Array.from(vector, (number) => Math.round((number / most) * LARGEST));
  return Buffer.from(codes.buffer);
}

/** Cosine of a vector of length one and another's codes. */
export function similarityTo(vector: Float32Array, bytes: Buffer): number {
  const codes = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  let product = 0;
  let squares = 0;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    product += code * (vector[at] ?? 0);
    squares += code * code;
  }
  return squares === 0 ? 0 : product / Math.sqrt(squares);
}

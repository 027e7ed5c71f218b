/** Rows of a sparse matrix, one after the other. */
export interface Sparse {
  readonly columns: number;
  /** Where each row starts in `index` and `value`; one more than there are rows. */
  readonly starts: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/** From pairs of column and value, row by row; rows are not kept. */
export function sparse(rows: Iterable<readonly (readonly [number, number])[]>, columns: number): Sparse {
  const starts = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    for (const [column, number] of row) {
      index.push(column);
      value.push(number);
    }
    starts.push(index.length);
  }
  return {
    columns,
    starts: Int32Array.from(starts),
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  };
}

const MOST_STEPS = 60;
/** The residual's length, of its first; more exactness changes no figure. */
const CLOSE_ENOUGH = 1e-3;

/**
 * Weights `b` that minimise `Σ w · (x·b − y)² + penalty · |b|²`, by conjugate gradients on the normal equations.
 * The same input gives the same bits. @param penalty > 0
 */
export function ridge(
  x: Sparse,
  y: Float64Array,
  penalty: number,
  w: Float64Array = new Float64Array(y.length).fill(1),
): Float64Array {
  const solution = new Float64Array(x.columns);
  const residual = transposed(x, weighted(y, w));
  const direction = residual.slice();
  let size = dot(residual, residual);
  const enough = CLOSE_ENOUGH ** 2 * size;
  for (let step = 0; step < MOST_STEPS && size > enough; step += 1) {
    const image = transposed(x, weighted(times(x, direction), w));
    for (let i = 0; i < image.length; i += 1) image[i]! += penalty * direction[i]!;
    const along = size / dot(direction, image);
    for (let i = 0; i < solution.length; i += 1) {
      solution[i]! += along * direction[i]!;
      residual[i]! -= along * image[i]!;
    }
    const next = dot(residual, residual);
    for (let i = 0; i < direction.length; i += 1) direction[i] = residual[i]! + (next / size) * direction[i]!;
    size = next;
  }
  return solution;
}

// --- Internal helpers ---

function times({ starts, index, value }: Sparse, vector: Float64Array): Float64Array {
  const product = new Float64Array(starts.length - 1);
  for (let row = 0; row < product.length; row += 1) {
    let sum = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) sum += value[at]! * vector[index[at]!]!;
    product[row] = sum;
  }
  return product;
}

function transposed({ starts, index, value, columns }: Sparse, vector: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0; row < starts.length - 1; row += 1) {
    const factor = vector[row] ?? 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) product[index[at]!]! += value[at]! * factor;
  }
  return product;
}

function weighted(vector: Float64Array, weights: Float64Array): Float64Array {
  return vector.map((value, at) => value * (weights[at] ?? 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

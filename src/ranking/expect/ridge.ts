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
    add(image, penalty, direction);
    const along = size / dot(direction, image);
    add(solution, along, direction);
    add(residual, -along, image);
    const next = dot(residual, residual);
    const turn = next / size;
    residual.forEach((value, i) => (direction[i] = value + turn * (direction[i] ?? 0)));
    size = next;
  }
  return solution;
}

// --- Internal helpers ---

function times({ starts, index, value }: Sparse, vector: Float64Array): Float64Array {
  const product = new Float64Array(starts.length - 1);
  for (let row = 0; row < product.length; row += 1) {
    let sum = 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1)
      sum += (value[at] ?? 0) * (vector[index[at] ?? 0] ?? 0);
    product[row] = sum;
  }
  return product;
}

function transposed({ starts, index, value, columns }: Sparse, vector: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0; row < starts.length - 1; row += 1) {
    const factor = vector[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const column = index[at] ?? 0;
      product[column] = (product[column] ?? 0) + (value[at] ?? 0) * factor;
    }
  }
  return product;
}

function weighted(vector: Float64Array, weights: Float64Array): Float64Array {
  return vector.map((value, at) => value * (weights[at] ?? 0));
}

/** Adds `factor` times the other vector to the first. */
function add(to: Float64Array, factor: number, other: Float64Array): void {
  other.forEach((value, i) => (to[i] = (to[i] ?? 0) + factor * value));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

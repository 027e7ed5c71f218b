import type { Child, FC } from 'hono/jsx';

export interface TableProps {
  /** What the table is of, for who hears it. */
  readonly label: string;
  readonly head: readonly string[];
  /** Columns that hold numbers, 0-based. */
  readonly numbers?: readonly number[];
  /** Rows. */
  readonly children?: Child;
}

/** A table that may be wider than a phone: it scrolls by itself, with the keyboard too. */
export const Table: FC<TableProps> = ({ label, head, numbers = [], children }) => (
  <div class="scroll" role="region" aria-label={label} tabindex={0}>
    <table>
      <thead>
        <tr>
          {head.map((title, column) => (
            <th scope="col" {...(numbers.includes(column) ? { class: 'n' } : {})}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

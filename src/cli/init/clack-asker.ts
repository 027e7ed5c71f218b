import { Left, type Asker, type Choice, type TextQuestion } from './asker.js';

/** More choices than this are searched by typing. */
const SEARCH_FROM = 12;
const SHOWN_AT_ONCE = 10;

/** Questions on the terminal, drawn by a library that is loaded here and nowhere else. */
export async function createClackAsker(): Promise<Asker> {
  const clack = await import('@clack/prompts');
  const answered = async <T>(question: Promise<T>): Promise<Exclude<T, symbol>> => {
    const answer = await question;
    if (clack.isCancel(answer)) throw new Left();
    return answer as Exclude<T, symbol>;
  };
  const validate =
    ({ check }: TextQuestion) =>
    (answer: string | undefined): string | undefined =>
      check?.(answer ?? '') ?? undefined;
  // By its index: a choice may be any value, and the library compares them.
  const indexed = <T>(choices: readonly Choice<T>[]) =>
    choices.map(({ label, hint }, value) => ({ value, label, ...(hint === undefined ? {} : { hint }) }));
  return {
    say: (text) => clack.log.step(text),
    good: (text) => clack.log.success(text),
    bad: (text) => clack.log.error(text),
    plain: (text) => void process.stdout.write(`\n${text}\n\n`),
    text: ({ initial = '', ...question }) =>
      answered(
        clack.text({ message: question.message, initialValue: initial, validate: validate(question) }),
      ),
    // An empty answer comes as nothing at all.
    secret: async (question) =>
      (await answered<string | symbol | undefined>(
        clack.password({ message: question.message, validate: validate(question) }),
      )) ?? '',
    yes: (message, initialValue = true) => answered(clack.confirm({ message, initialValue })),
    async one<T>(message: string, choices: readonly Choice<T>[]): Promise<T> {
      const options = indexed(choices);
      const ask = choices.length < SEARCH_FROM ? clack.select<number> : clack.autocomplete<number>;
      const index = await answered(ask({ message, options, maxItems: SHOWN_AT_ONCE }));
      const chosen = choices[index];
      if (chosen === undefined) throw new Left();
      return chosen.value;
    },
    async several<T>(message: string, choices: readonly Choice<T>[], initial: readonly T[]) {
      const initialValues = choices.flatMap(({ value }, index) => (initial.includes(value) ? [index] : []));
      const question = { message: `${message} (space to choose)`, options: indexed(choices), initialValues };
      const chosen = await answered(clack.multiselect<number>({ ...question, required: true }));
      return choices.filter((_choice, index) => chosen.includes(index)).map(({ value }) => value);
    },
  };
}

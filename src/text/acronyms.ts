import { wordsOf } from './words.js';

/** Acronyms that papers on machine learning use for the same words again and again, and those words. */
const ACRONYMS: Readonly<Record<string, string>> = {
  asr: 'automatic speech recognition',
  bci: 'brain computer interface',
  cnn: 'convolutional neural network',
  cot: 'chain of thought',
  dpo: 'direct preference optimization',
  gan: 'generative adversarial network',
  gnn: 'graph neural network',
  i2v: 'image to video',
  icl: 'in context learning',
  kg: 'knowledge graph',
  llm: 'large language model',
  lmm: 'large multimodal model',
  lvlm: 'large vision language model',
  marl: 'multi agent reinforcement learning',
  mcts: 'monte carlo tree search',
  mdp: 'markov decision process',
  mllm: 'multimodal large language model',
  moe: 'mixture of experts',
  ner: 'named entity recognition',
  nerf: 'neural radiance field',
  nli: 'natural language inference',
  nlp: 'natural language processing',
  nmt: 'neural machine translation',
  ocr: 'optical character recognition',
  peft: 'parameter efficient fine tuning',
  ppo: 'proximal policy optimization',
  rag: 'retrieval augmented generation',
  rl: 'reinforcement learning',
  rlhf: 'reinforcement learning from human feedback',
  rlvr: 'reinforcement learning with verifiable rewards',
  rnn: 'recurrent neural network',
  sft: 'supervised fine tuning',
  slam: 'simultaneous localization and mapping',
  slm: 'small language model',
  ssm: 'state space model',
  t2i: 'text to image',
  t2v: 'text to video',
  tts: 'text to speech',
  vae: 'variational autoencoder',
  vit: 'vision transformer',
  vla: 'vision language action',
  vlm: 'vision language model',
  vqa: 'visual question answering',
};
const written = new Map(
  Object.entries(ACRONYMS).map(([short, long]) => [short, wordsOf(long).flatMap(({ parts }) => parts)]),
);
const shortened = new Map([...written].map(([short, words]) => [words.join(' '), short]));
/** Words of the longest one. */
export const LONGEST_WRITTEN_OUT = Math.max(...[...written.values()].map((words) => words.length));

/** What an acronym stands for, as folded words without plural; null for other words. */
export function writtenOut(word: string): readonly string[] | null {
  return written.get(word) ?? null;
}

/** The acronym of folded words without plural: `large`, `language`, `model` → `llm`; null when there is none. */
export function acronymOf(words: readonly string[]): string | null {
  return shortened.get(words.join(' ')) ?? null;
}

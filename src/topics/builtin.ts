import type { Topic } from '../channels/channel.js';

/** The topic every channel starts with: it matches all papers. Its query is empty. */
export const EVERYTHING: Topic = { name: 'everything', query: '' };

/** The topics that come with Broadsheet, each a query in the grammar. */
export const builtinTopics: readonly Topic[] = [
  EVERYTHING,
  {
    name: 'language models',
    query:
      '"language model" | LLM | "foundation model" cat:cs.CL | pretraining cat:cs.CL | "in-context learning"',
  },
  {
    name: 'reasoning',
    query:
      '"chain-of-thought" | reasoning cat:cs.CL | reasoning cat:cs.AI | reasoning LLM | "test-time scaling" | "theorem proving"',
  },
  {
    name: 'agents',
    query:
      '"language agent" | "LLM agent" | agentic | "tool use" | "tool calling" | "computer use" | "GUI agent" | "web agent" | "multi-agent" LLM | "deep research"',
  },
  { name: 'vision', query: 'cat:cs.CV | "computer vision" | "object detection" | "image segmentation"' },
  {
    name: 'multimodal',
    query:
      'multimodal | "vision-language" | VLM | MLLM | "visual question answering" | "any-to-any" | "audio-visual"',
  },
  {
    name: 'image generation',
    query:
      '"image generation" | "text-to-image" | "image editing" | "video generation" | "text-to-video" | "image synthesis" | "image-to-video"',
  },
  {
    name: 'diffusion',
    query: '"diffusion model" | "flow matching" | "score-based" | "diffusion transformer" | "rectified flow"',
  },
  {
    name: '3d',
    query:
      '"gaussian splatting" | NeRF | "radiance field" | "3D reconstruction" | "novel view synthesis" | "3D generation" | "point cloud"',
  },
  {
    name: 'speech',
    query:
      'cat:eess.AS | cat:cs.SD | "speech recognition" | "text-to-speech" | "speech synthesis" | ASR | TTS | "spoken language"',
  },
  {
    name: 'robotics',
    query:
      'cat:cs.RO | robot | robotic | robotics | "embodied AI" | "vision-language-action" | VLA | humanoid',
  },
  {
    name: 'multilingual',
    query:
      'multilingual | "cross-lingual" | "low-resource language" | "machine translation" | "code-switching" | "African language" | "Indic language"',
  },
  {
    name: 'retrieval',
    query:
      'cat:cs.IR | "retrieval-augmented" | RAG | "dense retrieval" | reranking | "recommender system" | "text embedding"',
  },
  {
    name: 'reinforcement learning',
    query:
      '"reinforcement learning" | RLHF | RLVR | GRPO | PPO | "policy gradient" | "reward model" | "offline RL"',
  },
  {
    name: 'safety',
    query:
      '"AI safety" | alignment LLM | jailbreak | jailbreaking | "red teaming" | interpretability | hallucination | "prompt injection" | "adversarial attack" | "machine unlearning"',
  },
  {
    name: 'efficiency',
    query:
      'quantization | pruning | "knowledge distillation" | "KV cache" | "speculative decoding" | "efficient inference" | "mixture-of-experts" | "sparse attention" | "low-rank adaptation" | LoRA',
  },
  {
    name: 'code',
    query:
      '"code generation" | "program synthesis" | "software engineering" LLM | "coding agent" | "SWE-bench" | "code LLM" | "program repair" | "text-to-SQL"',
  },
  {
    name: 'datasets',
    query: '"new dataset" | "large-scale dataset" | benchmark | "evaluation suite" | leaderboard',
  },
  {
    name: 'theory',
    query:
      'cat:stat.ML | cat:math.ST | "generalization bound" | "learning theory" | "scaling law" | "convergence rate" | "sample complexity"',
  },
  {
    name: 'science',
    query:
      'cat:q-bio | "AI for science" | protein | molecule | "drug discovery" | "materials discovery" | "weather forecasting"',
  },
  {
    name: 'medicine',
    query:
      'medical | clinical | radiology | biomedical | "electronic health record" | healthcare | pathology',
  },
];

/** A built-in topic by its name, letter case ignored; null when there is none. */
export function builtinTopic(name: string): Topic | null {
  const wanted = name.trim().toLowerCase();
  return builtinTopics.find((topic) => topic.name === wanted) ?? null;
}

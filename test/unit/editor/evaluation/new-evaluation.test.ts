import assert from 'node:assert/strict';
import { evaluationText, presets, suggestedPath, taskOf } from '../../../../src/editor/evaluation/new-evaluation.js';
import { evalLanguage } from '../../../../src/editor/evaluation/eval-language.js';
import { faultsOf } from '../../../../src/yaml-files/check.js';
import { parseEvalFile } from '../../../../src/evaluation/runs/eval-file.js';
import { planOf } from '../../../../src/evaluation/runs/plan.js';

describe('a new evaluation', () => {
  it('is a file that runs, whichever methods it begins with', () => {
    for (const preset of presets()) {
      const text = evaluationText('/data/aime2024.jsonl', preset, '/data/a.eval.yaml');
      assert.deepEqual(faultsOf(evalLanguage(), text), [], text);
      const file = parseEvalFile(text, 'a.eval.yaml');
      assert.deepEqual([file.task, file.file], ['aime24', 'aime2024.jsonl']);
      assert.ok(planOf(file).length > 0);
    }
  });

  it('is as people write it', () => {
    const text = evaluationText('/work/data/my questions.csv', presets()[0]!, '/work/evals/a.eval.yaml');
    assert.match(text, /\n {2}- \{ method: budget-forcing, maxThinking: \[64, 128, 256, 512, 1024, null\] \}\n/);
    assert.match(text, /^file: \/work\/data\/my questions\.csv$/m);
    assert.ok(!text.includes('task:'));
  });

  it('knows ready tasks by the names of their files', () => {
    const names = {
      'gsm8k-test.jsonl': 'gsm8k',
      'MATH_500.parquet': 'math500',
      'gpqa_diamond.csv': 'gpqa-diamond',
      'AIME-2025.jsonl': 'aime25',
      'a.csv': undefined,
    };
    for (const [name, task] of Object.entries(names)) assert.equal(taskOf(`/x/${name}`), task, name);
  });

  it('goes beside its data', () => {
    assert.equal(suggestedPath('/d/aime24.jsonl', presets()[0]!), '/d/aime24-curve.eval.yaml');
  });
});

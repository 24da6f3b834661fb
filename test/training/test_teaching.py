"""The teaching model's data and training, as a specification. Run by npm run test:training."""

from __future__ import annotations

import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "teaching"))

import arithmetic  # noqa: E402
import families  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
import traces  # noqa: E402
from data import Encoder, chunk_batches  # noqa: E402
from family import WORDS, is_held_out, misread  # noqa: E402
from intervals import mean, paired_difference, share_lost  # noqa: E402
from model import Shape, TeachingModel, plain_attention  # noqa: E402
from questions import held_out  # noqa: E402
from tokenizer import build  # noqa: E402
from train import Schedule, Shards  # noqa: E402
from weights import CHAT_TEMPLATE  # noqa: E402


class CarefulWork(unittest.TestCase):
    def test_columns_carry_and_borrow(self):
        self.assertEqual(arithmetic.add_steps(47, 85), ("7+5+0=12, 4+8+1=13", 132))
        self.assertEqual(arithmetic.sub_steps(402, 57), ("2-7-0=5 b1, 0-5-1=4 b1, 4-0-1=3 b0", 345))

    def test_products_and_quotients_are_exact(self):
        rng = random.Random(5)
        for _ in range(500):
            a, b = rng.randint(1, 999), rng.randint(1, 99)
            self.assertEqual(arithmetic.mul_steps(a, b)[1], a * b)
            self.assertEqual(arithmetic.div_steps(a, 1 + b % 9)[1:], divmod(a, 1 + b % 9))

    def test_guesses_forget_the_carry(self):
        self.assertEqual(arithmetic.guess_add(23, 45), 68)
        self.assertEqual(arithmetic.guess_add(47, 85), 22)

    def test_every_pass_ends_with_its_answer(self):
        rng = random.Random(1)
        for name in families.NAMES:
            for _ in range(50):
                question = families.draw_question(rng, 1.0, held_out=False, name=name)
                text, answer = question.worked()
                self.assertTrue(text.endswith(WORDS[question.language]["so"].format(answer)), text)
                self.assertEqual(answer, question.answer)

    def test_known_answers(self):
        by_name = {f.name: f for f in families.BASE}
        for name, params, answer in (
            ("letters", ("strawberry", "r"), 3), ("gcd", (48, 18), 6), ("percent", (15, 240), 36),
            ("linear", ("plus", 3, 7, 25), 6), ("energy", (4, 3), 18), ("molar", ("C", 2, "H", 6, "O", 1), 46),
            ("sequences", ("times", 3, 2), 48), ("ohm", ("resistance", 84, 7), 12), ("division", ("remainder", 59, 7), 3),
            ("units", ("convert", 0, 7), 420), ("density", ("volume", 90, 6), 15), ("force", ("force", 12, 9), 108),
        ):
            self.assertEqual(by_name[name].work(params, WORDS["en"])[1], answer, name)


class HeldOut(unittest.TestCase):
    def test_raspberry_and_strawberry_are_never_trained_on(self):
        for word in ("raspberry", "strawberry"):
            self.assertTrue(is_held_out("letters", (word, "r")))
            self.assertTrue(is_held_out("letters", (word, "b")))

    def test_training_and_evaluation_share_no_question(self):
        rng = random.Random(2)
        trained = {families.draw_question(rng, 1.0, held_out=False).text for _ in range(4000)}
        rows = held_out(20, 7)
        self.assertFalse(trained & {row["question"] for row in rows})
        self.assertEqual(len(rows), len({row["question"] for row in rows}))
        self.assertIn("How many r in strawberry?", {row["question"] for row in rows})

    def test_choices_hold_the_answer_once(self):
        rng = random.Random(3)
        for _ in range(100):
            question = families.draw_question(rng, 1.0, held_out=False, name="choice")
            self.assertEqual(len(set(question.options)), 4)
            self.assertIn(question.answer, "ABCD")


class Traces(unittest.TestCase):
    def setUp(self):
        self.encoder = Encoder(build())
        self.decode = lambda ids: self.encoder.tokenizer.decode(ids, skip_special_tokens=False)

    def test_bytes_stand_for_anything(self):
        text = "Ωé 你好 \x00 <think"
        self.assertEqual(self.decode(self.encoder.encode_once(text)), text)

    def test_pieces_encode_like_the_whole_text(self):
        rng = random.Random(4)
        for _ in range(300):
            sample = self.encoder.sample(rng, 1.0)
            text = self.decode(sample.ids)
            self.assertEqual(self.encoder.encode_once(text), sample.ids, text)

    def test_prompts_are_those_of_the_chat_template(self):
        import jinja2

        rendered = jinja2.Template(CHAT_TEMPLATE, keep_trailing_newline=True).render(
            messages=[{"role": "user", "content": "What is 2 + 2?"}], add_generation_prompt=True
        )
        self.assertEqual(rendered, traces.prompt_text("What is 2 + 2?"))

    def test_what_is_forced_carries_no_loss(self):
        rng = random.Random(6)
        wait = self.encoder.encode("Wait")[0]
        cue = self.encoder.encode(traces.CUE)[0]
        without = {wait: 0, cue: 0}
        for _ in range(2000):
            sample = self.encoder.sample(rng, 1.0)
            self.assertTrue(sample.learn[-1])
            for token, learn in zip(sample.ids, sample.learn):
                if token in without and not learn:
                    without[token] += 1
        self.assertGreater(min(without.values()), 100)

    def test_length_instructions_are_obeyed(self):
        rng = random.Random(7)
        seen = {"tokens": 0, "steps": 0}
        while min(seen.values()) < 50:
            question = families.draw_question(rng, 1.0, held_out=False)
            trace = traces.make_trace(rng, question, lambda text: len(self.encoder.encode_once(text)))
            limit = next((int(w) for w in trace.hint.split() if w.isdigit()), None)
            if limit is None:
                continue
            paragraphs = traces.trace_pieces(trace)
            if "tokens" in trace.hint:
                used = sum(len(self.encoder.encode_once(text)) for pieces in paragraphs for text, _ in pieces)
                self.assertLessEqual(used, limit)
                seen["tokens"] += 1
            else:
                self.assertLessEqual(len(paragraphs), limit)
                self.assertGreater(2 * len(paragraphs), limit)
                seen["steps"] += 1

    def test_a_slip_is_followed_by_a_right_pass(self):
        rng = random.Random(8)
        slips = 0
        for _ in range(3000):
            question = families.draw_question(rng, 1.0, held_out=False)
            trace = traces.make_trace(rng, question, len)
            wrong = [p for p in trace.paragraphs if not p.learn]
            if not wrong:
                continue
            slips += 1
            self.assertEqual(trace.paragraphs[-1].answer, question.answer)
        self.assertGreater(slips, 20)

    def test_a_misread_question_is_another_question(self):
        rng = random.Random(9)
        for _ in range(300):
            question = families.draw_question(rng, 1.0, held_out=False)
            other = misread(rng, question.family, question.params)
            if other is not None:
                self.assertNotEqual(other, question.params)
                question.family.work(other, WORDS["en"])

    def test_a_chunk_is_the_same_each_time(self):
        first = chunk_batches(self.encoder, 1, 3, 0.7, 2000)
        again = chunk_batches(Encoder(build()), 1, 3, 0.7, 2000)
        self.assertEqual([s.ids for b in first for s in b], [s.ids for b in again for s in b])


class Training(unittest.TestCase):
    def test_the_rate_falls_to_zero_from_wherever_it_is(self):
        schedule = Schedule(1000)
        self.assertAlmostEqual(schedule.share(500), 0.5)
        schedule.retarget(500, 600)
        self.assertAlmostEqual(schedule.share(500), 0.5)
        self.assertAlmostEqual(schedule.share(550), 0.25)
        self.assertEqual(schedule.share(600), 0.0)

    def test_shards_give_the_gradient_of_the_whole_batch(self):
        torch.manual_seed(0)
        model = TeachingModel(Shape(vocabulary=64, width=64, layers=2, heads=2, feed_forward=96))
        for rows in (5, 1):
            ids, learn = torch.randint(0, 64, (rows, 12)), torch.rand(rows, 12) < 0.7
            loss = Shards(model, 1).gradients(ids, learn)
            whole = [p.grad.clone() for p in model.parameters()]
            halves = Shards(model, 2).gradients(ids, learn)
            self.assertAlmostEqual(loss, halves, places=2)
            for a, b in zip(whole, model.parameters()):
                self.assertLess((a - b.grad).norm().item(), 0.02 * a.norm().item() + 1e-6)

    def test_written_out_attention_is_attention(self):
        q, k, v = (torch.randn(2, 3, 17, 8) for _ in range(3))
        fused = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        self.assertTrue(torch.allclose(plain_attention(q, k, v), fused, atol=1e-5))

    def test_the_model_sees_only_what_came_before(self):
        torch.manual_seed(0)
        model = TeachingModel(Shape(vocabulary=64, width=64, layers=2, heads=2, feed_forward=96))
        ids = torch.randint(0, 64, (1, 12))
        changed = ids.clone()
        changed[0, 8] = (changed[0, 8] + 1) % 64
        a, b = model.hidden(ids), model.hidden(changed)
        self.assertTrue(torch.allclose(a[:, :8], b[:, :8], atol=1e-6))
        self.assertFalse(torch.allclose(a[:, 8:], b[:, 8:], atol=1e-3))


class Intervals(unittest.TestCase):
    def test_shares_and_paired_differences(self):
        before, after = np.repeat([0, 1], 200), np.ones(400)
        after[:100] = 0
        self.assertAlmostEqual(mean(before).value, 50)
        gain = paired_difference(after, before)
        self.assertAlmostEqual(gain.value, 25)
        self.assertTrue(19 < gain.low < 25 < gain.high < 31)
        self.assertEqual(share_lost(after, before).value, 0)


if __name__ == "__main__":
    unittest.main()

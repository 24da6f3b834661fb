/**
 * Documents written by hand in the manner of real ones, their questions marked with ⟦…⟧. Most of what asks in them asks
 * nobody to solve anything; those lines are there to stay quiet.
 */
import { annotated, type LabelledDocument } from './builder.js';

export const WRITTEN: readonly LabelledDocument[] = [
  annotated(
    'course page',
    'markdown',
    `# Physics 110: Mechanics

Welcome! Have you ever wondered why the moon does not fall down? By the end of this course you will know.

## FAQ

**Q: When is the midterm?** October 12, in class.

**Q: Can I use a calculator?** Yes, a simple one.

**Q:** How many homework sheets are there?

**A:** There are 12 sheets, each worth 10 points.

### What if I miss a lecture?

Read chapter 3 and ask a classmate. How hard can it be?

## Week 1

Read pages 1–20. What is a force? That question took two thousand years.

> "How far is it to the village?" asked the old man. "Twelve miles," said the boy.

### In-class problems

1. ⟦A car starts from rest and reaches 30 m/s in 12 s. What is its acceleration?⟧
2. ⟦A 3 kg block is pulled with 15 N on a frictionless table. Find its acceleration.⟧
3. Stem for two parts: a stone falls from a 45 m tower. Take g = 10 m/s².
   a) ⟦How long does it fall?⟧
   b) ⟦How fast is it when it lands?⟧

### Survey

1. How often do you read the textbook?
   - A. never
   - B. sometimes
   - C. always
2. On a scale from 1 to 5, how hard was sheet 3?
`,
  ),
  annotated(
    'textbook chapter',
    'markdown',
    `# 4. Quadratic equations

A quadratic equation has the form $ax^2 + bx + c = 0$. How do we solve it? There are three ways.

**Definition 4.1.** A *root* of $f$ is a number $r$ with $f(r) = 0$.

**Theorem 4.2.** If $b^2 - 4ac > 0$, there are two real roots.

*Proof.* What happens when we complete the square? Show that $(x + b/2a)^2 = (b^2 - 4ac)/4a^2$, then take roots. ∎

To solve an equation by completing the square:

1. Divide by the leading coefficient.
2. Add the square of half the coefficient of $x$ to both sides.
3. Find the square roots.

**Example 4.3.** ⟦Solve $x^2 - 6x + 5 = 0$.⟧

*Solution.* Which factors of 5 add up to 6? They are 1 and 5, so $x = 1$ or $x = 5$.

**Example 4.4.** The number $\\sqrt 2$ is a root of $x^2 - 2$.

### Exercises 4

**4.1** ⟦Find the roots of $2x^2 - 7x + 3$.⟧

**4.2** (Hard) ⟦For which values of $k$ does $x^2 + kx + 9 = 0$ have exactly one real solution?⟧

**4.3** ⟦proof|Prove that the sum of the roots of $ax^2 + bx + c$ is $-b/a$.⟧ *Hint:* use the formula.

Solve each equation.

1. ⟦$x^2 = 49$⟧
2. ⟦$(x - 1)^2 = 16$⟧
3. ⟦$x^2 + 4x = 0$⟧

## Answers

4.1: 3 and 1/2. 4.2: $k = \\pm 6$.
`,
  ),
  annotated(
    'chemistry worksheet',
    'plain',
    `CHEMISTRY WORKSHEET 7                 Name: ______________  Date: ________

Instructions: Show your work. Use the periodic table on page 2. Is something unclear? Ask your teacher.

1. ⟦How many moles are there in 36 g of water?⟧
2. ⟦Balance: C3H8 + O2 -> CO2 + H2O⟧
3. ⟦fill|The atomic number of carbon is ____.⟧
4. ⟦choice|Which of these is a noble gas?⟧
   a) nitrogen   b) argon   c) chlorine   d) hydrogen
5. ⟦choice|The pH of lemon juice is closest to⟧
   A. 2
   B. 7
   C. 9
   D. 12
6. ⟦Explain why salt dissolves in water.⟧

Lab procedure
1. Weigh 5 g of sodium chloride.
2. Dissolve it in 100 mL of water.
3. Measure the temperature and record it.
4. Calculate the concentration and compare with your partner.

Answer key
1. 2 mol   2. 1, 5, 3, 4   3. 6   4. b   5. A
`,
  ),
  annotated(
    'story',
    'plain',
    `The Inn

"What do you want?" said the keeper. "Find the key, and I will let you in."

How many years had passed since then? Nobody could say. Twenty, perhaps, or 30.

"If I have 12 coins and give you 5, how many are left?" asked the child. The keeper laughed.

What was she to do? She solved nothing by waiting.
`,
  ),
  annotated(
    'issue thread',
    'markdown',
    `# Release checklist

- [ ] Did you run the tests?
- [ ] Does the build pass on Node 20 and 22?
- [ ] How many warnings are left? There were 14 last time.

## Open questions

1. Should we drop support for version 3?
2. What is the maximum number of connections per server? Ask the ops team.
3. How many retries do we want?

## How to compute the checksum

1. Compute the SHA-256 of the file.
2. Convert it to hex.
3. Compare it with the 64 characters in the release notes.

\`\`\`
Question 1: What is 2 + 2?
\`\`\`

    Problem 2. Find x if x + 1 = 2.

Use \`What is 3 + 4?\` as the prompt. <!-- Problem 9: What is 5 + 6? -->
`,
  ),
  annotated(
    'exam in LaTeX',
    'latex',
    `\\documentclass[addpoints,12pt]{exam}
\\newtheorem{aufg}{Problem}
\\title{Final exam}
\\begin{document}
\\maketitle
\\begin{center}
\\fbox{\\parbox{5in}{Answer the questions in the spaces provided. Do you need more paper? Raise your hand.}}
\\end{center}
\\begin{questions}
\\question[10] ⟦Evaluate $\\displaystyle \\int_0^{\\pi} \\sin x\\,dx$.⟧
\\vspace{4cm}
\\question A particle moves along the $x$-axis with $x(t) = t^3 - 6t^2 + 9t$.
\\begin{parts}
\\part[3] ⟦Find its velocity at $t = 2$.⟧
\\part ⟦When is the particle at rest?⟧
\\begin{solution}
Where does the derivative vanish? At $t = 1$ and $t = 3$.
\\end{solution}
\\part Suppose now that $x(t) = \\cos t$.
  \\begin{subparts}
  \\subpart ⟦Find the acceleration.⟧
  \\subpart ⟦proof|Show that $x'' = -x$.⟧
  \\end{subparts}
\\end{parts}
\\question[2] ⟦choice|The derivative of $e^{2x}$ is⟧
\\begin{oneparchoices}
\\choice $e^{2x}$
\\CorrectChoice $2e^{2x}$
\\choice $2e^x$
\\end{oneparchoices}
\\question ⟦fill|The capital letter $\\Sigma$ stands for a \\fillin[sum].⟧
% \\question What is $1 + 1$?
\\end{questions}
\\begin{aufg}
⟦Determine all primes $p$ such that $p + 2$ is also prime and $p < 20$.⟧
\\end{aufg}
\\begin{verbatim}
Problem 3. Compute 2 + 2.
\\end{verbatim}
\\begin{lemma}
Show that is no task: every group of order 2 is cyclic.
\\end{lemma}
\\begin{itemize}
\\item Bring a pencil. How many? Two.
\\item No phones.
\\end{itemize}
\\end{document}
Problem 7. Compute $3 + 3$.
`,
  ),
  annotated(
    'homework in LaTeX',
    'latex',
    `\\documentclass{article}
\\begin{document}
\\section*{Homework 3}
Due Monday. What is allowed? Everything but copying.

\\begin{enumerate}
\\item ⟦Let $V$ be a vector space of dimension 3 and $T$ a linear map with $T^2 = 0$. What is the largest possible rank of $T$?⟧
\\item Consider the matrix
\\[ A = \\begin{pmatrix} 2 & 1 \\\\ 1 & 2 \\end{pmatrix}. \\]
\\begin{enumerate}
  \\item ⟦Find the eigenvalues of $A$.⟧
  \\item ⟦proof|Show that $A$ is diagonalizable.⟧
\\end{enumerate}
\\item ⟦proof|Let $f$ be continuous on $[0,1]$ such that
\\begin{enumerate}
  \\item $f(0) = f(1)$, and
  \\item $f$ is differentiable on $(0,1)$.
\\end{enumerate}
Prove that $f'$ vanishes somewhere.⟧
\\item[4.] ⟦Compute
\\begin{align*}
  \\lim_{x \\to 0} \\frac{\\sin 3x}{x}.
\\end{align*}⟧
\\end{enumerate}

\\section*{Notes}
How do we remember the formula? By deriving it. We find $x = 3$ and compute $x^2 = 9$.
\\end{document}
`,
  ),
  annotated(
    '中文讲义',
    'markdown',
    `# 第二章 一次函数

同学们，你们知道什么是函数吗？我们先看生活中的例子。为什么要学习函数？因为它描述变化。

**定义** 形如 $y=kx+b$ 的函数叫做一次函数。

**定理 1** 当 $k>0$ 时，函数单调递增。
证明：任取 $x_1<x_2$，求 $y_2-y_1$ 的符号，为什么大于零？因为 $k>0$。

## 例题

**例 1** ⟦已知一次函数 $y=2x+1$，求当 $x=3$ 时 $y$ 的值。⟧

解：代入得 $y=7$。还可以怎样计算？用图像。

**例 2**（2021·北京）⟦某商店苹果每千克 8 元，买 $x$ 千克需要 $y$ 元。写出 $y$ 与 $x$ 的函数关系式。⟧

【解析】单价乘以数量。

## 解题步骤

1. 设出函数解析式。
2. 代入两点的坐标，列出方程组。
3. 解方程组，求出 $k$ 和 $b$。

## 习题

1. ⟦choice|下列函数中是一次函数的是（　　）⟧
   A. $y=x^2$　B. $y=3x-1$　C. $y=\\frac{1}{x}$　D. $y=5$
2. ⟦fill|直线 $y=3x-6$ 与 $x$ 轴的交点坐标是________。⟧
3. 已知直线 $l$ 过点 $(0,2)$ 和 $(1,5)$。
   （1）⟦求直线 $l$ 的解析式；⟧
   （2）⟦求直线 $l$ 与坐标轴围成的三角形的面积。⟧
4. ⟦proof|求证：直线 $y=x$ 与 $y=-x$ 垂直。⟧

## 问卷

1. 你觉得本章难吗？
2. 你每天花多少时间做作业？

> 老师问：“3 加 5 等于多少？”小明说：“8。”
`,
  ),
  annotated(
    '中文试卷',
    'plain',
    `2023年秋季学期七年级数学期末试卷
姓名：________ 班级：________ 得分：________
注意事项：本试卷共 3 页，满分 100 分。你准备好了吗？

一、选择题（本大题共 3 小题，每小题 4 分）
1. ⟦choice|-3 的相反数是（  ）⟧
A. 3  B. -3  C. 1/3  D. -1/3
2、⟦choice|下列计算正确的是（　　）⟧
A．a+a=a²
B．2a·a=2a²
C．(a²)³=a⁵
D．a⁶÷a²=a³
二、填空题
3．⟦fill|比较大小：-2 ____ -5。⟧
4．⟦fill|若 x=2 是方程 3x-a=4 的解，则 a=______．⟧
三、解答题（共 60 分）
5．（本题满分 8 分）计算：
（1）⟦12-(-18)+(-7)⟧
（2）⟦(-2)³×3÷(-6)⟧
6．（8分）⟦解方程：5x-3=2x+9。⟧
7．⟦甲、乙两地相距 360 千米，一列快车以 90 千米/时的速度从甲地开往乙地，几小时后到达？⟧
参考答案
1. A  2. B  3. >  4. 2
5. (1) 23 (2) 4
`,
  ),
  annotated(
    'quiz with answers',
    'markdown',
    `## Quiz: cells

1) ⟦choice|Which organelle produces most of the ATP in a cell?⟧
- [ ] nucleus
- [x] mitochondrion
- [ ] ribosome

2) ⟦choice|True or false: all bacteria are harmful.⟧

3) ⟦How many chromosomes does a human body cell have?⟧ **Answer: 46**

4) ⟦Name two differences between plant and animal cells.⟧
<details><summary>Solution</summary>

Which parts do plants have? A cell wall and chloroplasts.

</details>

5) ⟦choice|What is the time? A train leaves at 14:10 and travels 95 minutes. When does it arrive?⟧ (A) 15:35 (B) 15:45 (C) 15:55
`,
  ),
  annotated(
    'drill',
    'markdown',
    `# Arithmetic drill

| + | 1 | 2 |
|---|---|---|
| 1 | 2 | 3 |

1. ⟦24 × 15 =⟧
2. ⟦fill|48 ÷ 6 = ____⟧
3. ⟦$\\frac{3}{4} + \\frac{1}{8} = $⟧
4. ⟦Round 3.14159 to two decimal places.⟧
5. ⟦Write 7/20 as a percentage.⟧

### Word problems

⟦Sara has 3 boxes with 12 pencils each. She gives 9 pencils away. How many pencils does she have left?⟧

⟦A recipe needs 250 g of flour for 10 pancakes.
How much flour is needed for 24 pancakes?⟧ Give your answer in grams.
`.replace('⟧ Give your answer in grams.', ' Give your answer in grams.⟧'),
  ),
  annotated(
    'lecture notes',
    'markdown',
    `# Lecture 9: entropy

So far we asked: how much work can a gas do? Today we ask a different question. Is there a limit?

Consider an ideal gas of 2 mol at 300 K. What is its internal energy? It is $\\frac{3}{2} nRT = 7.5$ kJ, as computed last week.

Note that 5 of 8 students found this hard. Why? Because the formula hides an assumption.

**Check your understanding.** ⟦An ideal gas of 2 mol expands isothermally at 300 K from 10 L to 20 L. Calculate the work done by the gas.⟧

**Question.** ⟦Why does the entropy of an isolated system never decrease?⟧

**Remark.** Who discovered this? Clausius, in 1865.

Questions for discussion with your neighbour: what surprised you? Did you like the demonstration?
`,
  ),
  annotated(
    'label zoo',
    'markdown',
    `# Practice sheet

### 1. ⟦fill|13 + 5 = ____⟧

**2.** ⟦**Find** the area of a circle of radius 3 cm.⟧

Q3) ⟦What is the boiling point of water at sea level in °C?⟧

Problem 4: The ladder

⟦A 5 m ladder leans against a wall; its foot is 3 m from the wall. How high does it reach?⟧

---

📝 **Question 5** (3 points)

⟦choice|Which planet is closest to the sun?⟧

- **A)** Venus
- **B)** Mercury
- **C)** Mars

**Answer:** B

<b>Question 6.</b> ⟦State Newton's second law.⟧

#### Exercise 2.3 (Optional)

⟦Let $a_n = 2n + 1$.

Find the sum of the first 20 terms.⟧

Ex. 8: ⟦Convert 3.5 hours to minutes.⟧

9. ⟦choice|The value of $\\log_{10} 1000$ is:⟧ (a) 1, (b) 2, (c) 3, (d) 10

**Challenge.** ⟦How many zeros does 100! end in?⟧

**Note.** Remember to write your name.

10. Simplify the following expressions:
    1. ⟦$2x + 3x$⟧
    2. ⟦$\\frac{6x^2}{3x}$⟧
11. ⟦How many valence electrons does oxygen have?⟧

    > Hint: look at its group.

12. ⟦A 60 W lamp burns for 5 hours. How much energy does it use in kWh?⟧

Thank you! Any questions? Ask me.
`,
  ),
  annotated(
    'LaTeX zoo',
    'latex',
    `\\documentclass{article}
\\begin{document}
\\section*{Problem 1}
⟦Compute the determinant of $\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$.⟧

\\subsection*{Question 2 (10 points)}
⟦A spring with $k = 200$ N/m is compressed by 5 cm. How much energy does it store?⟧

\\paragraph{Exercise 3.} ⟦Find all $x$ with $\\sin x = 1/2$ in $[0, 2\\pi]$.⟧

\\textbf{Solution.} Where is the sine positive? In the first two quadrants.

\\begin{problem}{4}
⟦proof|Prove that every tree with $n$ vertices has $n - 1$ edges.⟧
\\end{problem}

\\begin{tcolorbox}
\\textbf{Exercise 5:} ⟦Calculate the pH of a 0.01 M HCl solution.⟧
\\end{tcolorbox}

\\section{Drill}
\\begin{enumerate}[label=(\\alph*)]
\\item ⟦Evaluate $3^4 - 2^5$.⟧
\\item ⟦\\emph{Factor} $x^2 - 9$.⟧ \\hfill [2 marks]
\\item ⟦choice|Which one is a vector quantity?⟧
  \\begin{tasks}(2)
  \\task mass
  \\task velocity
  \\task time
  \\end{tasks}
\\end{enumerate}

\\begin{remark}
What if $n = 0$? Then there is nothing to show.
\\end{remark}

\\begin{frame}{Your turn}
⟦How many subsets does a set of 5 elements have?⟧
\\end{frame}

To find the minimum, we compute the derivative and solve $f'(x) = 0$. Why does this work? See \\cite{fermat}.
\\end{document}
`,
  ),
  annotated(
    '中文题型',
    'markdown',
    `# 周末作业

第1题 ⟦计算 $\\frac{1}{2}+\\frac{1}{3}$。⟧

第 2 题（5分）⟦一根绳子长 12 米，剪去 $\\frac13$ 后还剩多少米？⟧

题目：⟦已知 $\\sin\\alpha=\\frac{3}{5}$，且 $\\alpha$ 是锐角，求 $\\cos\\alpha$。⟧

答案：4/5

【例 3】（多选）⟦choice|下列物理量中是矢量的有（　　）⟧
A. 速度　　B. 质量　　C. 力　　D. 时间
【答案】AC
【解析】矢量既有大小又有方向。时间有方向吗？没有。

**思考：** ⟦为什么夏天的白天比冬天长？⟧

4. 判断下列说法是否正确：
   (1) ⟦所有的质数都是奇数。⟧
   (2) ⟦0 是自然数。⟧

5.（8分）⟦如图，在直角三角形 $ABC$ 中，$\\angle C=90°$，$AC=3$，$BC=4$，求 $AB$ 的长。⟧
解：由勾股定理得 $AB=5$。

变式 1　⟦若 $AC=5$，$BC=12$，求 $AB$。⟧

小贴士：做完后检查一遍，答案写清楚了吗？

作业提交截止时间是什么时候？周日晚上 8 点。
`,
  ),
  annotated(
    'plain zoo',
    'plain',
    `GRADE 8 REVIEW

Question 1 of 4
⟦A jacket costs $80 and is reduced by 25%. What is the new price?⟧

Problem 2) ⟦Write 2/5 as a decimal.⟧

3.  ⟦A car uses 7 litres of petrol per 100 km.
    How much does it need for 350 km?⟧     (3 marks)
    Answer: 24.5 litres

4.  The mass of a block is 2 kg. A force of 10 N acts on it.
    a.  ⟦Find its acceleration.⟧
    b.  ⟦How far does it move in 3 s from rest?⟧

Extra credit: ⟦What is the sum of the angles of a pentagon?⟧

Recipe
1. Mix 200 g of flour with 2 eggs.
2. Add 100 mL of milk. Too thick? Add more.
3. Bake for 30 minutes at 180 degrees. How do you know that it is done? It is golden.

Interview
Q: How old are you?
A: I am 42.
Q: What do you like about your job?
A: That 5 people listen to me every day.

Minutes of the meeting
1. Find a room for 30 people.
2. Calculate the budget and send it to Tom.
3. Who takes care of the 12 posters?
`,
  ),
  annotated(
    'essays',
    'markdown',
    `# How far is the moon?

How do you measure the distance to something that you cannot reach? In 150 BC, Hipparchus compared two eclipses
and found 400,000 km. What did he know that others did not? Trigonometry.

## What is a light year?

It is a distance of $9.46 \\times 10^{15}$ m. If light takes 8 minutes from the sun, how long does it take from Neptune? About 4 hours, because
Neptune is 30 times as far away.

Let us compute the speed of the earth. Its orbit has a radius of $1.5 \\times 10^{11}$ m, so we find $v = 30$ km/s. Show that to a friend!

Is mathematics discovered or invented? Do numbers exist? Philosophers have asked for 2,500 years.

* What would happen if the earth stopped?
* Why 24 hours?

To convert miles to kilometres, multiply by 1.609. To find the square root of 50, start with 7 and improve the guess: $7.07$.

Choose $\\varepsilon = 1/10$ and find $N$ such that $|a_n| < \\varepsilon$ for $n > N$; this proves the claim.

Consider a ball of mass 2 kg. Determine the energy first, then the speed: that is how a physicist works.

1. What the method does
2. How it is implemented, in 3 steps
3. Why it is fast: 12 ms per call

> **Exercise.** Ask yourself twice a day: what have I learnt?
`,
  ),
];

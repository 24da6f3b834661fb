/** Questions written for this project, so that the corpus exists where the shared task files do not. */
import type { Item } from './builder.js';

const free = (text: string, reference: string): Item => ({ text, kind: 'free', reference });
const fill = (text: string, reference: string): Item => ({ text, kind: 'fill', reference });
const proof = (text: string): Item => ({ text, kind: 'proof', reference: '' });
const choice = (text: string, options: readonly string[], reference: string): Item => ({
  text,
  kind: 'choice',
  options,
  reference,
});

export const ENGLISH_FREE: readonly Item[] = [
  free('A train covers 180 km in 2.5 hours. What is its average speed in km/h?', '72'),
  free(
    'Maya has 24 marbles. She gives one third of them to her brother and loses 3 more. How many does she have left?',
    '13',
  ),
  free('Solve $3x + 7 = 22$ for $x$.', '5'),
  free('Compute the derivative of $f(x) = x^3 \\sin x$.', '3x^2 \\sin x + x^3 \\cos x'),
  free('Find all real solutions of $x^2 - 5x + 6 = 0$.', '2, 3'),
  free('A resistor of 220 ohms carries a current of 0.05 A. Calculate the voltage across it.', '11 V'),
  free('What is the molar mass of calcium carbonate, CaCO3?', '100.09 g/mol'),
  free('How many moles of water form when 4.0 g of hydrogen gas burns completely in oxygen?', '2.0'),
  free('A ball of mass 0.5 kg moves at 6 m/s. Determine its kinetic energy.', '9 J'),
  free('Evaluate $\\int_0^1 x e^{x}\\,dx$.', '1'),
  free('Why does ice float on water?', 'It is less dense than liquid water.'),
  free('Explain why the sky appears blue during the day.', 'Rayleigh scattering'),
  free('State the units of the gravitational constant $G$.', 'N m^2/kg^2'),
  free('The half-life of a sample is 8 days. What fraction remains after 32 days?', '1/16'),
  free('Sketch the graph of $y = |x - 2| + 1$ and give its minimum value.', '1'),
  free('In a right triangle the legs are 5 cm and 12 cm long. Find the length of the hypotenuse.', '13 cm'),
  free('Which gas do plants absorb during photosynthesis?', 'carbon dioxide'),
  free('Let $A$ be a $2 \\times 2$ matrix with eigenvalues 3 and $-1$. Compute $\\det(A)$.', '-3'),
  free('Two dice are rolled. What is the probability that the sum is 7?', '1/6'),
  free('Balance the equation $\\mathrm{Fe} + \\mathrm{O_2} \\to \\mathrm{Fe_2O_3}$.', '4, 3, 2'),
  free('Name the organelle in which cellular respiration takes place.', 'mitochondrion'),
  free('Write 0.000045 in scientific notation.', '4.5e-5'),
  free('Simplify $\\frac{x^2 - 9}{x - 3}$.', 'x + 3'),
  free('Factor $x^2 + 7x + 12$ completely.', '(x+3)(x+4)'),
];

export const ENGLISH_PROOF: readonly Item[] = [
  proof('Prove that $\\sqrt{2}$ is irrational.'),
  proof('Show that the sum of two odd integers is even.'),
  proof('Let $G$ be a group in which every element has order at most 2. Prove that $G$ is abelian.'),
  proof('Show that $1 + 2 + \\dots + n = n(n+1)/2$ for every positive integer $n$.'),
];

export const ENGLISH_FILL: readonly Item[] = [
  fill('The derivative of $\\ln x$ is ____.', '1/x'),
  fill('The SI unit of force is the ________.', 'newton'),
  fill('At standard pressure water boils at _____ degrees Celsius.', '100'),
];

export const ENGLISH_CHOICE: readonly Item[] = [
  choice('Which of the following numbers is prime?', ['21', '27', '31', '39'], 'C'),
  choice('What is the value of $2^5$?', ['10', '16', '25', '32'], 'D'),
  choice(
    'A car accelerates from 0 to 20 m/s in 5 s. What is its acceleration?',
    ['2 m/s²', '4 m/s²', '5 m/s²', '100 m/s²'],
    'B',
  ),
  choice('Which particle has no electric charge?', ['proton', 'electron', 'neutron', 'positron'], 'C'),
  choice('The pH of a neutral solution at 25 °C is', ['0', '1', '7', '14'], 'C'),
  choice(
    'Which law relates the pressure and the volume of a gas at constant temperature?',
    ["Boyle's law", "Charles's law", "Hooke's law", "Ohm's law"],
    'A',
  ),
  choice('If $f(x) = 3x - 4$, then $f(2)$ equals', ['2', '-2', '6', '10'], 'A'),
];

export const ENGLISH_PARTS: readonly Item[] = [
  {
    text: 'A stone is thrown straight up from the ground at 20 m/s. Take $g = 10$ m/s².',
    kind: 'free',
    reference: '',
    parts: [
      { text: 'How high does it rise?', reference: '20 m' },
      { text: 'How long is it in the air?', reference: '4 s' },
      { text: 'Show that it hits the ground at 20 m/s.', kind: 'proof', reference: '' },
    ],
  },
  {
    text: 'Let $f(x) = x^2 - 4x + 3$.',
    kind: 'free',
    reference: '',
    parts: [
      { text: 'Find the zeros of $f$.', reference: '1, 3' },
      { text: 'Find the minimum value of $f$.', reference: '-1' },
    ],
  },
  {
    text: 'Differentiate each function.',
    kind: 'free',
    reference: '',
    parts: [
      { text: '$y = x^2 \\cos x$', reference: '2x cos x - x^2 sin x' },
      { text: '$y = e^{3x}$', reference: '3e^{3x}' },
      { text: '$y = \\ln(x^2 + 1)$', reference: '2x/(x^2+1)' },
    ],
  },
  {
    text: 'A solution contains 5.85 g of NaCl in 500 mL of water.',
    kind: 'free',
    reference: '',
    parts: [
      { text: 'Calculate the number of moles of NaCl.', reference: '0.1' },
      { text: 'What is the molarity of the solution?', reference: '0.2 M' },
    ],
  },
];

export const CHINESE_FREE: readonly Item[] = [
  free('小明有 12 个苹果，吃了 5 个，又买了 8 个，现在有多少个苹果？', '15'),
  free('解方程 $2x + 5 = 17$。', '6'),
  free('求函数 $f(x)=x^2-4x+1$ 的最小值。', '-3'),
  free('一辆汽车以 60 千米/时的速度行驶 3 小时，一共行驶了多少千米？', '180'),
  free('计算：$\\int_0^1 3x^2\\,dx$。', '1'),
  free('已知等差数列 $\\{a_n\\}$ 中 $a_1=2$，公差 $d=3$，求 $a_{10}$。', '29'),
  free('质量为 2 kg 的物体受到 10 N 的合力，求它的加速度。', '5 m/s²'),
  free('某电阻两端的电压为 6 V，通过的电流为 0.3 A，它的电阻是多少？', '20 Ω'),
  free('为什么冰会浮在水面上？', '冰的密度比水小'),
  free('设 $A=\\{1,2,3\\}$，$B=\\{2,3,4\\}$，求 $A\\cap B$。', '{2,3}'),
  free('化简 $\\sqrt{50}-\\sqrt{8}$。', '3√2'),
  free('一个长方形的长是 8 厘米，宽是 5 厘米，它的面积是多少平方厘米？', '40'),
  free('写出铁在氧气中燃烧的化学方程式。', '3Fe+2O2=Fe3O4'),
  free('一件商品原价 200 元，打八折后再减 10 元，售价是多少？', '150'),
  free('试求曲线 $y=\\ln x$ 在点 $(1,0)$ 处的切线方程。', 'y=x-1'),
  free('甲、乙两人相距 100 米，同时相向而行，速度分别为 3 米/秒和 2 米/秒。问他们几秒后相遇？', '20'),
  free('简述光合作用的主要过程。', '略'),
  free('把 3/8 化成小数。', '0.375'),
];

export const CHINESE_PROOF: readonly Item[] = [
  proof('证明：$\\sqrt{3}$ 是无理数。'),
  proof('求证：对任意实数 $x$，$x^2+1 \\geq 2x$。'),
  proof('在 $\\triangle ABC$ 中，$AB=AC$，$D$ 是 $BC$ 的中点。求证：$AD\\perp BC$。'),
];

export const CHINESE_FILL: readonly Item[] = [
  fill('函数 $y=\\sin 2x$ 的最小正周期是______。', 'π'),
  fill('水的化学式是________。', 'H2O'),
  fill('若 $|x|=3$，则 $x=$____。', '±3'),
];

export const CHINESE_CHOICE: readonly Item[] = [
  choice('下列各数中，是无理数的是（　　）', ['0.5', '$\\sqrt{2}$', '$\\frac{1}{3}$', '$-4$'], 'B'),
  choice('下列物质中属于单质的是（  ）', ['水', '氧气', '二氧化碳', '食盐'], 'B'),
  choice('已知集合 $A=\\{x\\mid x>1\\}$，则下列元素属于 $A$ 的是（　）', ['$-1$', '0', '1', '2'], 'D'),
  choice(
    '一个物体做匀速直线运动，下列说法正确的是（　　）',
    ['速度不断增大', '合力为零', '加速度不为零', '位移为零'],
    'B',
  ),
];

export const CHINESE_PARTS: readonly Item[] = [
  {
    text: '已知函数 $f(x)=x^3-3x$。',
    kind: 'free',
    reference: '',
    parts: [
      { text: '求 $f(x)$ 的单调区间；', reference: '略' },
      { text: '求 $f(x)$ 在 $[0,2]$ 上的最大值。', reference: '2' },
    ],
  },
  {
    text: '一物体从 45 m 高处自由下落，取 $g=10$ m/s²。',
    kind: 'free',
    reference: '',
    parts: [
      { text: '求下落的时间；', reference: '3 s' },
      { text: '落地时的速度是多少？', reference: '30 m/s' },
    ],
  },
];

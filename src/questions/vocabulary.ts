/**
 * Words that tell what a sentence is about. Only membership counts, so the lists are plain and can be extended by
 * anybody; words are compared in lower case, with the common endings of English taken off.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words of mathematics and the sciences that say by themselves what a question is about. */
const TOPIC = words(`
  abelian absolute acceleration accelerate acid acidic acute adenine algebra algebraic algorithm alkali alkane alkene allele alloy alpha altitude
  amino ampere amplitude angle angular anion anode antibody antiderivative antigen approximation arc area argon arithmetic
  artery associative asteroid asymptote atmosphere atmospheric atom atomic atp average axiom axis bacteria bacterium
  basis battery beta bicarbonate bijection bijective binary binomial biology boil boiling bond boson boundary buoyancy buoyant
  calcium calculus calorie capacitance capacitor carbohydrate carbon carbonate cardinality catalyst cathode cation cell cellular celsius centimeter centimetre
  centripetal charge chemical chemistry chlorine chlorophyll chloroplast chromosome circle circuit circular circumference
  climate closed codomain coefficient coil collinear collision combination combustion comet commutative compact compass complex
  compound concave concentration conduction conductivity conductor cone congruence congruent conic conjugate conservation constant
  continuity continuous convergence converge convergent convex coordinate coprime copper correlation cosine coulomb covalent covariance crystal cube
  cubic curl curvature curve cylinder cytoplasm decay decibel decimal degree denominator density dependent derivative determinant diagonal
  diagonalizable diameter differentiable differential diffraction diffusion digit dihedral dimension dimensional dioxide dipole discriminant displacement
  dissolve distribution divergence diverge divergent dividend divisibility divisible divisor dna dna domain dominant doppler
  earthquake eclipse ecosystem eigenvalue eigenvector elastic electric electrical electricity electrode electrolysis electromagnetic electron
  electronegativity electrostatic ellipse ellipsoid embryo emission emf empirical endothermic energy enthalpy entropy enzyme epicenter equation equator
  equilateral equilibrium equivalent erosion ester estimator ethanol eukaryotic evaporate evaporation evolution evolutionary evolve exothermic expectation exponent
  exponential expression exterior factor factorial farad fermion ferment fluid flux focal force formula fossil fourier fraction frequency
  friction function fungi fusion galaxy gamete gamma gas gases gaseous gaussian gcd gene genetic genome genotype genus geometric geometry glucose gram
  gradient graph gravitational gravity habitat half-life halogen harmonic heat heisenberg helium hemoglobin heptagon heredity hertz heterozygous hexagon
  hexagonal homomorphism homozygous hormone hydrocarbon hydrogen hydroxide hyperbola hypotenuse hypothesis identity impedance impulse
  incidence inductance induction inductor inequality inertia infinite infinity inflection injective insulin integer integral integrand
  intercept interest interior interpolation intersect intersection interval inverse inversion iodine ion ionic ionization ionize irrational isomer
  isomorphic isomorphism isosceles isothermal isotope iteration jacobian joule kelvin kernel kidney kilogram kilometer kilometre kinematic kinetic
  laplace laser latitude lattice lcm lens light linear lipid liquid lithium locus logarithm logarithmic longitude lever lung magnesium magnet
  magnetic magnetism magnitude mammal mantle mapping mass mathematics matrices matrix matter maxima maximum mean median meiosis melt melting membrane mendel
  meridian metabolism metal metallic meter methane metre microscope midpoint mineral minima minimum mirror mitochondria mitochondrion mitosis mode
  modulo modulus molality molar molarity mole molecular molecule momentum monotone monotonic monomial moon multiple multiplication multiplicative
  muscle mutation natural nebula neon nerve neuron neutral neutralization neutron newton nilpotent nitrate nitrogen node norm nonzero nuclear nuclei
  nucleotide nucleus null number numerator numerical oblique obtuse ocean octagon octahedron ohm open optics orbit orbital ordinate organ organelle organism organic
  orthogonal oscillate oscillation oscillator osmosis osmotic oxidation oxide oxidize oxygen ozone parabola parallel parallelogram parameter parity partial
  particle pascal pendulum pentagon percent percentage percentile perimeter period periodic permutation perpendicular phase phenotype phosphorus
  photoelectric photon photosynthesis photosynthetic physics pi piston planck plane planet planetary plant plasma plate pole pollen polygon polyhedron polymer
  polynomial population porosity positron potassium potential precipitate pressure prime prism prisms probability product projectile
  projection prokaryotic proportion proportional protein proton pulley pyramid pythagorean quadrant quadratic quadrilateral quantum quark
  quartile quotient radian radiation radical radioactive radioactivity radius radii random range ratio rational ray reactant reaction reactive reactivity receptor
  reciprocal rectangle rectangular recurrence reflection reflex refract refraction refractive regression relativistic relativity remainder resistance resistivity
  resistor resonance respiration resultant rhombus ribosome right-angled rna root rotate rotation rotational salt satellite saturated
  scalar scalene secant sediment segment semicircle sequence series shear sigma significant simplex sine sinusoidal slope sodium solar solenoid solid
  solubility soluble solute solvent species spectra spectrum speed sphere spherical spin square squares stable star starch static stationary
  statistic statistical stoichiometric stoichiometry subgroup subset subspace substance sucrose sulfate sulfur sulphur sum sun superposition supremum
  surd surface surjective symmetric symmetry synapse tangent tectonic temperature tensor tetrahedron thermal thermodynamic thermodynamics
  tide tissue titrate titration topology torque trait transcription transistor transition translation transpose transverse trapezium trapezoid triangle triangular
  trigonometric trigonometry turbine ultrasonic ultraviolet uncertainty unit upthrust uranium vaccine vacuum valence valency vapor vapour variable variance vector
  vein velocity vertebrate vertex vertices viral virus viscosity volcano volt voltage volume water watt wave wavelength weight work x-axis
  x-intercept y-axis y-intercept zero zeros zeroes zinc fibonacci euler bayes markov poisson cosines sines logarithms exponents nullspace
  buffer ph pka redox reagent stomata xylem phloem trophic nitrification taxonomy igneous sedimentary metamorphic iron chromatography
  parallelepiped tuple coin coins dice die marble marbles integers fractions decimals odd even digits rectangles letters letter vowel vowels consonants
  word spelled spell remainder divided dividing plus minus times squared cubed doubled doubles triple triples half halves twice thrice
  distance height length width depth rate cost price profit discount total sum altogether difference
  notation scientific simplest roman numeral numerals
  sky ice float floats sink sinks rainbow lightning thunder wind rain cloud flame burn burns rust rusting heart blood brain bone eye skin lungs stomach animal insect
  bird fish seed leaf leaves soil rock river sea ocean star telescope rocket sound echo lever gear rope earth venus mars jupiter saturn mercury tides season seasons
  antibiotic disease immune algae fungus predator prey food-chain ecosystem mammals reptile amphibian gravity greenhouse weather snow frost dew fog steam vitamin hormone cancer
  dinosaur fossil chlorophyll sugar alcohol vinegar soap bleach plastic rubber glass steel brass bronze aluminium aluminum lead tin gold silver mercury silicon diamond graphite
`);

/** Words of courses, surveys, software and dealings between people: questions with them are mostly not tasks. */
const ELSEWHERE = words(`
 account admin agenda api assignment assignments attend attendance browser bug bugs calculator cheat classmate colleague
 collaborate commit contribute contributor contributors coursework deadline deadlines dependency deploy discord docs documentation email
 e-mail enrol enroll enrolled exam exams extension faq feedback final forum framework github grade graded grades grading hand-in homework
 install installation instructor interface issue issues late lecture lectures lecturer license licence log login mail maintainer
 maintainers merge midterm module npm office opinion package parser permission plagiarism platform plugin policy policies
 prefer prerequisite prerequisites professor projects pull readme recommend refund register registration release releases repo repository
 satisfied satisfaction schedule semester sheet slides software stackoverflow submission submit survey syllabus textbook
 textbooks tutor tutorial tutorials tutors typescript upload user users version versions webpack website workflow 
 javascript python node cli plugins config configuration default callback callbacks async promise strings regex css html json
 slack ticket tickets reviewer reviewers feel enjoyed favourite favorite confident confidence comfortable
`);

const CHINESE_TOPIC =
  /函数|方程|不等式|数列|导数|积分|极限|矩阵|向量|集合|三角形|四边形|多边形|圆|椭圆|抛物线|双曲线|直线|线段|平面|坐标|概率|统计|平均|方差|面积|体积|周长|角度|角|质数|素数|合数|因数|约数|倍数|余数|整数|分数|小数|实数|有理数|无理数|自然数|复数|绝对值|根式|多项式|因式|系数|比例|百分|速度|加速度|质量|密度|压强|压力|重力|摩擦|浮力|力|功率|功|能量|动能|势能|动量|电流|电压|电阻|电路|电荷|电场|磁场|磁|光|透镜|折射|反射|波长|频率|温度|热量|比热|原子|分子|离子|电子|质子|中子|元素|化合物|化学|反应|氧气|氧化|氢气|碳|酸|碱|盐|溶液|溶解|浓度|摩尔|化合价|催化|细胞|基因|染色体|遗传|光合|呼吸|生态|植物|动物|细菌|病毒|蛋白质|酶|血液|行星|地球|太阳|月球|星|岩石|大气|气体|液体|固体|水|冰|金属|多少|几[个只人天次本元米秒小时分种条支块页辆位]|定义域|值域|单调|最大值|最小值|极值|周期|公式|定理|公差|公比|证明|单项式|厘米|千米|千克|平方|立方|元|米|秒|小时|空气|声音|星期|夏天|冬天|春天|秋天|季节|四季|白天|黑夜|昼夜|天空|彩虹|云|雨|雪|潮汐|火山|地震|声|余|倍|商|和是|积是|差是/g;

const CHINESE_ELSEWHERE =
  /考试时间|满分|姓名|班级|学号|作业提交|提交|迟到|成绩|老师|请假|选课|课程|问卷|满意|意见|建议|反馈|邮箱|邮件|截止|补考|助教|报名|安装|下载|软件|版本|代码|喜欢|教室|你觉得|您觉得|你认为|您认为|大家|推荐/g;

/** The forms under which an English word may stand in the lists. */
function inList(list: ReadonlySet<string>, word: string): boolean {
  if (list.has(word)) return true;
  if (word.endsWith('s') && list.has(word.slice(0, -1))) return true;
  if (word.endsWith('es') && list.has(word.slice(0, -2))) return true;
  if (word.endsWith('ies') && list.has(word.slice(0, -3) + 'y')) return true;
  if (word.endsWith('ed')) return list.has(word.slice(0, -2)) || list.has(word.slice(0, -1));
  if (word.endsWith('ing')) return list.has(word.slice(0, -3)) || list.has(word.slice(0, -3) + 'e');
  return false;
}

/** Words that are also everyday English: they count only beside numbers or other words of the subject. */
const EVERYDAY = words(`
  average basis battery bond boundary buffer cell charge closed compact complex compound constant curve degree dependent dimension domain even
  evolve expression factor final force function identity interest interval kernel light mapping matter mean mode module multiple natural neutral node null number
  odd open organ period phase plane plant plate pole potential power product random range rate right root series significant sequence solid sphere
  stable star static sun surface total transition translation unit variable water weight work zero cost price difference length width depth
  height distance word letter letters spell spelled times half twice plus triple default code set parameter parallel partial vector
  lead glass star float sink sound eye heart leaf leaves season sea river rock tin gold silver bird fish animal brain rain cloud wind snow
  graph partial absolute projection identity norm wave mirror heat field die dice coin coins particle inverse
`);

export interface Topic {
  /** Words that belong to a science and to little else. */
  readonly subject: number;
  /** Words that may belong to a science. */
  readonly everyday: number;
  /** Words of courses, surveys, software. */
  readonly elsewhere: number;
  /** Formulas: $…$, \(…\), operators between operands, LaTeX commands of mathematics. */
  readonly formulas: number;
  /** Numbers in figures. */
  readonly numbers: number;
}

const NUMBER_WORDS = words(
  'one-half two-thirds one-third one-fourth three-fourths three-quarters eleven thirteen fourteen fifteen sixteen seventeen eighteen nineteen sixty seventy eighty ninety thirds fourths fifths quarters two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty hundred thousand million half third quarter twice',
);

const FORMULA =
  /\$[^$\n]{1,300}\$|\\[([]|\\(?:frac|sqrt|int|sum|lim|begin\{(?:equation|align|gather|[pbv]?matrix|cases))|[a-z0-9)²³]\s?(?:=|\^|≤|≥|≠|<=|>=|×|÷|·|√)\s?[-\\(a-z0-9√]|\d\s?[+*/×÷−]\s?\d|\d\s-\s\d|[∫∑√π∞≤≥≠×÷°²³]/gi;

/** "How many r in raspberry?", "How many times does the letter e occur in …": letters are counted, as in combinatorics. */
const LETTERS =
  /\bhow (?:many|often)(?: times)?(?: (?:does|do|is|are) the)?(?: letters?)? ["'“‘`]?[a-z]["'”’`]?(?:['’]?s)?(?: (?:letters?|are(?: there)?|is there|appear|occur)){0,2} in\b/gi;

/** What a text is about, counted. */
export function topicOf(text: string): Topic {
  let subject = 0;
  let everyday = 0;
  const other = new Set<string>();
  let numbers = 0;
  for (const [raw] of text.matchAll(/[A-Za-z][A-Za-z-]*|\d+(?:[.,]\d+)*/g)) {
    if (/^\d/.test(raw)) {
      numbers++;
      continue;
    }
    const word = raw.toLowerCase();
    if (NUMBER_WORDS.has(word)) numbers++;
    if (inList(EVERYDAY, word)) everyday++;
    else if (inList(TOPIC, word)) subject++;
    if (inList(ELSEWHERE, word)) other.add(word);
  }
  subject += count(text, CHINESE_TOPIC) + count(text, LETTERS);
  const elsewhere = other.size + count(text, CHINESE_ELSEWHERE);
  numbers += count(text, /[一二两三四五六七八九十百千万]+(?=[个只人天次本元米秒种条支块页辆位倍名份头])/g);
  return { subject, everyday, elsewhere, numbers, formulas: count(text, FORMULA) };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

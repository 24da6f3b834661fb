/** Text around the questions of the corpus: none of it puts a task to the reader. */
export const PROSE: readonly string[] = [
  'An equation states that two expressions are equal. Adding the same number to both sides keeps the balance.',
  'The speed of light is 299 792 458 m/s by definition, so the metre follows from the second.',
  'In 1687 Newton published three laws of motion. They hold as long as speeds are small compared with that of light.',
  'We computed the mean of 25 measurements and found 9.79 m/s², which is close to the accepted value.',
  'The table below lists densities. Note that gold is almost twice as dense as lead.',
  'A fraction such as $\\frac{3}{4}$ names a part of a whole: 3 of 4 equal pieces.',
];

export const RHETORICAL: readonly string[] = [
  'Why should anyone care about prime numbers? Because every message you send is protected by them.',
  'What, then, is energy? Physicists answer with a conservation law rather than a definition.',
  'You may ask yourself: is all of this really necessary? It is, as the next chapter shows.',
  'How do we know that the series converges? The ratio test tells us so.',
  'Who would have thought that a falling apple could explain the tides?',
];

export const WORKED: readonly string[] = [
  'Which rule applies here? We use the product rule, then simplify. What remains is a linear equation, so find $x$ by dividing by 3.',
  'First compute the sum of the two numbers. Is it even? Yes, so the result follows.',
  'Divide the distance by the time. How long does the second half take? As long as the first, hence 60 km/h.',
];

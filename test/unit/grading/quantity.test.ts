import { rule } from '../../support/grading.js';

describe('quantities', () => {
  rule('units are converted', [
    ['5 cm', '0.05 m', 'same'],
    ['5\\text{ cm}', '50\\,\\mathrm{mm}', 'same'],
    ['1 km', '1000 m', 'same'],
    ['3.6 km/h', '1 m/s', 'same'],
    ['1\\text{ h}', '60\\text{ min}', 'same'],
    ['2 hours', '120 minutes', 'same'],
    ['1 kWh', '3.6 MJ', 'same'],
    ['1 N', '1 kg*m/s^2', 'same'],
    ['9.8\\,\\mathrm{m/s^2}', '9.8 \\text{ m s}^{-2}', 'same'],
    ['1 g/cm^3', '1000 kg/m^3', 'same'],
    ['100 °C', '373.15 K', 'same'],
    ['32 °F', '0 °C', 'same'],
    ['1 eV', '1.602176634e-19 J', 'same'],
    ['1\\ \\text{Å}', '0.1 nm', 'same'],
    ['5 厘米', '5 cm', 'same'],
    ['3千米', '3000米', 'same'],
    ['5 feet', '60 inches', 'same'],
    ['180^\\circ', '\\pi \\text{ rad}', 'same'],
    ['15\\mbox{ cm}^2', '15 cm^2', 'same'],
    ['15 square meters', '15 m^2', 'same'],
    ['4\\times10^{-3} \\text{ V}', '4 mV', 'same'],
    ['2 \\Omega', '2 ohms', 'same'],
    ['50 μm', '0.05 mm', 'same'],
    ['60 mph', '60 miles per hour', 'same'],
    ['5.4 \\text{ cents}', '\\$0.054', 'same'],
  ]);
  rule('another unit or another value is different', [
    ['12 cm', '12 m', 'different'],
    ['12 cm', '12 cm^2', 'different'],
    ['5 kg', '5 s', 'different'],
    ['5 cm', '0.5 m', 'different'],
    ['\\$5', '€5', 'different'],
    ['16 m', '16 m/s', 'different'],
  ]);
  rule('two units of one kind make one amount', [
    ['1 h 30 min', '90 min', 'same'],
    ['6 feet 2 inches', '74 inches', 'same'],
    ['2小时30分钟', '150分钟', 'same'],
  ]);
  rule('quantities in lists', [
    ['v = 5 m/s, t = 2 s', 'v=5\\text{ m/s}, t=2\\text{ s}', 'same'],
    ['v = 5 m/s, t = 2 s', '5, 2', 'same'],
    ['v = 5 m/s; t = 2 s', 'v = 5 m/s; t = 3 s', 'different'],
    ['206 \\text{ MeV}; 540 \\text{ MeV}', '0.206 GeV, 0.54 GeV', 'same'],
  ]);
  rule('"units" and "square units" are no unit', [
    ['45 \\text{ units}^2', '45', 'same'],
    ['45 square units', '45', 'same'],
  ]);
  rule('a missing unit is tolerated unless the task requires it', [
    ['864 \\mbox{ inches}^2', '864', 'same'],
    ['\\$32,\\!348', '32348', 'same'],
    ['\\$18.90', '18.9', 'same'],
    ['18.90 dollars', '\\$18.90', 'same'],
    ['$1,000.99', '1000.99', 'same'],
    ['0.06 \\text{ yuan}', '0.06元', 'same'],
    ['16 m', '16', 'same'],
    ['x = 5 \\text{ cm}', '5', 'same'],
    ['5 cm', '5', 'different', { units: 'required' }],
    ['5 cm', '6', 'different'],
  ]);
  rule('what is counted may be left out; letters behind a digit are algebra', [
    ['12 apples', '12', 'same'],
    ['2 \\text{ pieces}', '2', 'same'],
    ['12th grade', '12', 'same'],
    ['45个', '45', 'same'],
    ['第三名', '3', 'same'],
    ['5 apples', '5 oranges', 'unknown'],
    ['5 apples', '6 apples', 'different'],
    ['3mg', '3', 'different'],
    ['5m', '5', 'different'],
    ['AZYUK2A', '2', 'different'],
    ['1/3 \\text{ of the pie}', '\\frac13', 'same'],
  ]);
});

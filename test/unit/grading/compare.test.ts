import { rule } from '../../support/grading.js';

describe('answers of several parts', () => {
  rule('lists and sets have no order, and repetitions count once', [
    ['1,-2', '-2,1', 'same'],
    ['\\{1,2,3\\}', '\\{3,2,1\\}', 'same'],
    ['3, 5, 7', '\\{3,5,7\\}', 'same'],
    ['3,5,7', '3,5', 'different'],
    ['3,5', '3,5,7', 'different'],
    ['\\{1\\pm\\sqrt{5},-2\\}', '-2, 1+\\sqrt5, 1-\\sqrt5', 'same'],
    ['6 \\text{ and } 8', '6,8', 'same'],
    ['19, 46, and 82', '19, 46, 82', 'same'],
    ['19, 46, and 82', '21, 36, and 82', 'different'],
    ['21,16 or 11', '11, 16, 21', 'same'],
    ['-12;-11;-10', '\\{-12,-11,-10\\}', 'same'],
    ['x=1, x=2', 'x=2 or x=1', 'same'],
    ['\\{1, 1, 2\\}', '\\{1,2\\}', 'same'],
    ['1、2', '2，1', 'same'],
  ]);
  rule('tuples have an order, and are no sets', [
    ['(1,2)', '(2,1)', 'different'],
    ['(1,2)', '\\{1,2\\}', 'different'],
    ['(1,-16,-4,43)', '( 1, -16, -4, 43 )', 'same'],
    ['(1,2)', '1,2', 'same'],
    ['(1,2)', '2,1', 'different'],
    ['\\left(\\frac{3}{5},\\frac{8}{3}\\right)', '(0.6, \\frac83)', 'same'],
    ['\\langle 1,2\\rangle', '(1,2)', 'same'],
    ['(3,4,5)', '(3,4)', 'different'],
    ['(2,1),(1,2)', '(1,2),(2,1)', 'same'],
    ['(2,1),(1,2)', '(1,2),(1,2)', 'different'],
    ['(0;0;0),(4;-2;6)', '(4,-2,6),(0,0,0)', 'same'],
    ['(3,\\frac{\\pi}{2})', '(3, \\pi/2)', 'same'],
  ]);
  rule('± stands for both values', [
    ['\\pm 2', '2,-2', 'same'],
    ['\\pm 2', '2', 'different'],
    ['1 \\pm \\sqrt{19}', '1+\\sqrt{19}, 1-\\sqrt{19}', 'same'],
    ['3 \\pm 2\\sqrt{2}', '3 \\mp 2\\sqrt2', 'same'],
    ['x = \\frac{-1 \\pm \\sqrt{13}}{4}', 'x=\\frac{-1+\\sqrt{13}}{4} \\text{ or } x=\\frac{-1-\\sqrt{13}}{4}', 'same'],
    ['±3', '-3, 3', 'same'],
    ['+-3', '\\pm 3', 'same'],
  ]);
  rule('intervals by their ends', [
    ['[0,1)', '[0,1]', 'different'],
    ['(2,\\infty)', '(2,+\\infty)', 'same'],
    ['[2,\\infty)', '[2, \\infty]', 'same'],
    ['(-\\infty, 2) \\cup (3, \\infty)', '(3,\\infty)\\cup(-\\infty,2)', 'same'],
    ['\\left[ \\frac{\\pi^2}{8}, \\frac{5 \\pi^2}{4} \\right]', '[\\pi^2/8, 5\\pi^2/4]', 'same'],
    ['(0,9) \\cup (9,36)', '(0,36)\\setminus\\{9\\}', 'same'],
    ['(0,9) \\cup (9,36)', '(0,36)', 'different'],
    [']0,1[', '(0,1)', 'same'],
    ['(a,a+1)', '(a,1+a)', 'same'],
    ['[a,b]', '(a,b)', 'different'],
    ['[1,2]\\cup[2,3]', '[1,3]', 'same'],
  ]);
  rule('inequalities are the sets that they describe', [
    ['[2,\\infty)', 'x\\geq 2', 'same'],
    ['x \\in [-2,7]', '-2 \\le x \\le 7', 'same'],
    ['0<f(x)<1', '(0,1)', 'same'],
    ['x \\neq 0', '(-\\infty,0)\\cup(0,\\infty)', 'same'],
    ['x<1 \\text{ or } x>3', '(-\\infty,1)\\cup(3,\\infty)', 'same'],
    ['x<1, x>3', 'x>3 or x<1', 'same'],
    ['x>1 \\text{ and } x<3', '(1,3)', 'same'],
    ['\\{x \\mid x > 5\\}', 'x>5', 'same'],
    ['\\{x : -1 < x \\le 2\\}', '(-1,2]', 'same'],
    ['\\mathbb{R}', '(-\\infty,\\infty)', 'same'],
    ['all real numbers', '\\mathbb{R}', 'same'],
    ['\\mathbb{R}\\setminus\\{1\\}', 'x\\ne 1', 'same'],
    ['|x-1|<2', '(-1,3)', 'same'],
    ['x^2<4', '-2<x<2', 'same'],
    ['x^2\\le 4', '-2<x<2', 'different'],
    ['x>5', 'x<5', 'different'],
    ['x>5', 'x\\ge5', 'different'],
    ['x<1', '-x>-1', 'same'],
    ['5\\geq x', 'x\\leq 5', 'same'],
    ['2x+1>5', 'x>2', 'same'],
    ['a+b>0', 'b+a>0', 'same'],
    ['a+b>0', '-a-b<0', 'same'],
    ['a+b>0', 'a+b<0', 'different'],
    ['f(2) < f(1) < f(4)', 'f(4)>f(1)>f(2)', 'same'],
    ['f(2) < f(1) < f(4)', 'f(1)<f(2)<f(4)', 'different'],
    ['1\\leq|z|\\leq\\frac32', '[-\\frac32,-1]\\cup[1,\\frac32]', 'same'],
  ]);
  rule('matrices and vectors entry by entry', [
    ['\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', '\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}', 'same'],
    ['\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', '\\begin{pmatrix}1&3\\\\2&4\\end{pmatrix}', 'different'],
    [
      '\\begin{pmatrix} -1/3 \\\\ 2/3 \\end{pmatrix}',
      '\\begin{pmatrix} -\\frac13 \\\\ \\frac23 \\end{pmatrix}',
      'same',
    ],
    ['\\begin{pmatrix}1\\\\2\\end{pmatrix}', '(1,2)', 'same'],
    ['\\begin{pmatrix}1\\\\2\\end{pmatrix}', '\\begin{pmatrix}1&2\\end{pmatrix}', 'different'],
    [
      '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
      '\\left[\\begin{array}{cc}1 & 2 \\\\3 & 4\\end{array}\\right]',
      'same',
    ],
    ['\\frac12\\begin{pmatrix}2\\\\4\\end{pmatrix}', '\\begin{pmatrix}1\\\\2\\end{pmatrix}', 'same'],
    ['\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}', '-2', 'same'],
  ]);
  rule('equations: any form with the same solutions', [
    ['y = 2x + 3', 'y=3+2x', 'same'],
    ['2x+4y-3=0', 'y=-\\frac{1}{2}x+\\frac{3}{4}', 'same'],
    ['34x+45y-20z+100=0', '-34x-45y+20z-100=0', 'same'],
    ['x^2/4 + y^2/3 = 1', '3x^2+4y^2=12', 'same'],
    ['\\frac{x^2}{16}-\\frac{y^2}{9}=1', '\\frac{x^2}{9}-\\frac{y^2}{16}=1', 'different'],
    ['x-2y+z-1=0', 'x-2y+z=1', 'same'],
    ['x-2y+z-1=0', 'x-2y+z+1=0', 'different'],
    ['y=\\frac{1}{x}', 'xy=1', 'same'],
    ['x^2=4', 'x=2', 'different'],
    ['(x-2)^2+(y-1)^2=4', 'x^2+y^2-4x-2y+1=0', 'same'],
    ['7 = 11a+c', '11a+c', 'different'],
    ['a+3z=0', '0', 'different'],
  ]);
  rule('a name before the value is no part of it; another name is another thing', [
    ['x=5', '5', 'same'],
    ['5', 'x = 5', 'same'],
    ['2=x', 'x=2', 'same'],
    ['x=5', 'y=5', 'different'],
    ['\\gamma=\\frac43', '\\gamma=\\frac53', 'different'],
    ['v_{max}=5', '5', 'same'],
    ['|AB|=1', '1', 'same'],
    ['AB=4', '4', 'same'],
    ['\\angle ABC=30^\\circ', '30^\\circ', 'same'],
    ['f(x)=x^2', 'x^2', 'same'],
    ['f(x)=x^2', 'y=x^2', 'same'],
    ['f(n)=n^2+1', 'f(x)=x^2+1', 'same'],
    ['f(n)=n^2+1', 'f(x)=x^2-1', 'different'],
    ['(p,q)=(3,2)', '(3,2)', 'same'],
    ['x = 5+5+1 = 11', '11', 'same'],
    ['x\\approx 11', '11', 'same'],
    ['\\vec{v}=(1,2)', '(1,2)', 'same'],
    ['\\cos\\theta=\\frac35', '\\frac35', 'same'],
    ['x \\in \\{1,2\\}', '1,2', 'same'],
    ['a_n=2n+1', 'a_n = 1+2n', 'same'],
    ['a_n=2n+1', '2n+1', 'same'],
    ['\\frac{9.5}{3.14159}', '\\frac{9.5}{3.14159} \\approx 3.01', 'same'],
  ]);
  rule('lists of named values: by name, or in order where one side leaves the names out', [
    ['k = 45, n = 2', 'n=2, k=45', 'same'],
    ['k = 45, n = 2', 'k=2, n=45', 'different'],
    ['x=1,y=2', '1,2', 'same'],
    ['x=1,y=2', '2,1', 'different'],
    ['x=1,y=2', '(1,2)', 'same'],
    ['a=4,-8,-10', '-10,-8,4', 'same'],
    ['p=5,q=2;p=7,q=2', '(5,2),(7,2)', 'same'],
    ['a_3 = 2, a_{37} = 19', 'a_{37} = 19, a_3 = 2', 'same'],
    ['x_1=1, x_2=2', 'x_1=2, x_2=1', 'different'],
    ['(x,y)=(5,8) \\text{ and } (8,5)', '(5,8),(8,5)', 'same'],
    ['a=\\frac{1}{2}，b=-\\frac{1}{2}', 'a=0.5, b=-0.5', 'same'],
  ]);
  rule('ratios', [
    ['7:32', '7:32', 'same'],
    ['2:4', '1:2', 'same'],
    ['1:2', '\\frac12', 'same'],
    ['1:2:3', '2:4:6', 'same'],
    ['1:2:3', '1:3:2', 'different'],
    ['V_1:V_2=11:21', '11:21', 'same'],
    ['3:2', '2:3', 'different'],
  ]);
  rule('an answer followed by its condition', [
    ['f(n)=n^c \\text{ for some } c \\in \\mathbb{R}', 'f(n)=n^c', 'same'],
    ['x=k\\pi, k \\in \\mathbb{Z}', 'x = k\\pi', 'same'],
    ['2n+1 \\text{ where } n \\text{ is an integer}', '2n+1', 'same'],
    ['5 (rounded to the nearest integer)', '5', 'same'],
  ]);
  rule('functions by cases, row by row', [
    [
      'f(x)=\\begin{cases} x & x>0 \\\\ -x & x \\le 0\\end{cases}',
      '\\begin{cases} x, & \\text{if } x>0 \\\\ -x, & \\text{if } x \\le 0\\end{cases}',
      'same',
    ],
    [
      '\\begin{cases} x & x>0 \\\\ -x & x \\le 0\\end{cases}',
      '\\begin{cases} x & x>0 \\\\ 2x & x \\le 0\\end{cases}',
      'different',
    ],
    ['\\left\\{\\begin{array}{l}x=1\\\\y=2\\end{array}\\right.', 'x=1, y=2', 'same'],
  ]);
  rule('residues without their order', [['n \\equiv 0,2(\\bmod 6)', 'n\\equiv 2,0 \\pmod 6', 'same']]);
  rule('number domains and what is left out of them', [
    ['\\{x|x\\ne 2\\}', '\\mathbb{R}-\\{2\\}', 'same'],
    ['\\mathbb{Z}', 'all integers', 'same'],
    ['(-\\infty,2)\\cup(2,\\infty)', 'x\\in\\mathbb{R}, x\\neq 2', 'same'],
  ]);
  rule('probabilities of different events are different things', [
    ['P(A)=\\frac13', 'P(B)=\\frac13', 'different'],
    ['P(A)=\\frac13', '\\frac13', 'same'],
  ]);
  rule('infinite solution families keep their parameter', [
    ['\\frac{\\pi}{4}+k\\pi', 'k\\pi+\\frac{\\pi}{4}', 'same'],
    ['\\frac{\\pi}{4}+k\\pi', '\\frac{\\pi}{4}+2k\\pi', 'different'],
  ]);
});

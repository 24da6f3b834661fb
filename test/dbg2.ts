import { findQuestions } from '../src/questions/find.ts';
const t = `\\section{Drill}
\\begin{enumerate}[label=(\\alph*)]
\\item Evaluate $3^4 - 2^5$.
\\item \\emph{Factor} $x^2 - 9$. \\hfill [2 marks]
\\end{enumerate}

To find the minimum, we compute $f'(x) = 0$.
`;
console.log(findQuestions(t, 'latex'));
console.log(findQuestions(t.replace("$f'(x) = 0$", 'a'), 'latex'));

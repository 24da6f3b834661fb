/** What a heading announces. */
import type { SectionKind } from './node.js';

const EXERCISES =
  /\b(?:exercises?|problems?|problem sets?|questions|homework|worksheets?|work sheet|quiz(?:zes)?|exam(?:ination)?s?|tests?|midterm|assignment|practice|review questions|p-?set|drills?|puzzles|try it|tutorial sheet|exercise sheet|check your understanding|self-?check|checkpoint|warm-?up|multiple choice|short answer|free response|true or false|true\/false|fill in the blanks?|word problems|flash ?cards|olympiad|contest|competition|sheet \d+|section [a-e]|part [a-e]|challenge|examples?)\b|习题|练习|作业|试题|试卷|测验|测试|考试|选择题|填空题|解答题|计算题|证明题|应用题|判断题|实验题|例题|思考题|问答题|简答题|竞赛|题库|巩固|检测|训练|口算|综合题|模拟/i;
const SOLUTIONS =
  /^(?:\W|\d)*(?:(?:worked|sample|full|detailed|selected|official|model|suggested)\s+)?(?:solutions?|explanations?|proofs?|rationale|approach|walk-?through|reasoning|discussion|working|解答|解析|解|证明|分析|思路|详解|参考解答|答案与解析|答案及解析|参考答案及解析|解题过程|解题思路|解法)\b(?:\s*(?:to|for|of|key|manual|\d|\().*)?\s*[:：.]?\s*$|^(?:参考)?(?:解答|解析|解法|分析|证明|解|详解|答案与解析|答案及解析|参考答案与解析|答案解析)[一二三四\d]?\s*[:：]?$|\b(?:solutions?|answers) (?:to|for) /i;
const ANSWERS =
  /^(?:\W|\d)*(?:(?:final|correct|selected|short|quick)\s+)?answers?(?:\s+key)?(?:\s*(?:to|for)\b.*)?\s*[:：.]?\s*$|^(?:answer )?key\s*:?$|^(?:参考|标准|正确)?答案\s*[:：]?$|\banswer key\b/i;
const PROCEDURE =
  /\b(?:procedures?|steps?|methods?|instructions|algorithm|how to|protocol|recipe|install(?:ation|ing)?|setup|set-up|getting started|usage|quick ?start|guide|workflow|directions|safety|materials|equipment|apparatus|configuration|contributing|development|building|running|strategy|tips|checklist|changelog|change log|release notes|api)\b|步骤|方法|流程|说明|注意事项|安装|使用|指南|要求|策略/i;
const EXCLUDED =
  /\b(?:survey|feedback|faq|frequently asked|q ?& ?a|logistics|course (?:info|policy|policies|questions)|policies|administrative|syllabus|grading|about|evaluation form|questionnaire|office hours|contact|references|bibliography|further reading|discussion board|forum|reflection|self-assessment|objectives|learning (?:goals|outcomes|objectives)|for discussion|before (?:you begin|we start)|acknowledge?ments|glossary|story|dialogue|interview|theorems?|lemma|definitions?|license|support|community|table of contents|contents|open questions|research questions|questions (?:about|for|from|to)\b)|问卷|调查|反馈|常见问题|课程|关于|参考文献|学习目标|教学目标|教学反思|反思|致谢|目录|小结|总结|定理|定义|答疑/i;

export function sectionOf(title: string): SectionKind {
  const text = title.trim().slice(0, 200);
  if (ANSWERS.test(text)) return 'answers';
  if (SOLUTIONS.test(text)) return 'solutions';
  if (EXCLUDED.test(text) && !/\b(?:problems|exercises|quiz|review questions)\b|习题|练习题/i.test(text))
    return 'excluded';
  if (
    EXERCISES.test(text) &&
    !/\b(?:tests?|testing|examples?|building|running)\b[^]*\b(?:code|suite|usage|api|run|unit|coverage)\b|^(?:tests?|testing|examples?|running tests)$/i.test(
      text,
    )
  )
    return 'exercises';
  if (PROCEDURE.test(text)) return 'procedure';
  return 'neutral';
}

/** A line of plain text that stands alone and reads like a heading. */
export function readsAsHeading(text: string): boolean {
  const line = text.trim();
  if (line.length === 0 || line.length > 70 || line.includes('\n')) return false;
  if (/[?？。;；,，]$/.test(line) || (/[.!]$/.test(line) && !/^(?:\d+|[IVX]+)\.?/.test(line))) return false;
  if (
    /^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章节讲课单部]|专题)/.test(line) &&
    line.length < 45 &&
    !/求|计算|证明|解方程|_{2,}/.test(line)
  )
    return true;
  if (/^(?:chapter|section|part|unit|lesson|lecture|appendix)\s+(?:\d|[IVX]+\b|[A-E]\b)/i.test(line)) return true;
  if (/^[^a-z]*[A-Z][^a-z]*$/.test(line) && /[A-Z]{4}/.test(line) && !/[=_]/.test(line)) return true;
  const kind = sectionOf(line);
  return (
    kind !== 'neutral' &&
    line.split(/\s+/).length <= 6 &&
    !/[=_$]/.test(line) &&
    !/^(?:find|compute|solve|show|prove|list|state|describe|explain|what|how|why)\b/i.test(line)
  );
}

import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageData } from '../../evaluation/report/page-data.js';
import type { Report } from '../../evaluation/report/report.js';
import { onCopy } from '../reasoning/copy-formulas.js';
import { PlainText } from '../markdown/plain-text.js';
import { t, useLanguage } from '../texts.js';
import { Compare } from './compare.js';
import { HostContext } from './context.js';
import type { ReportHost } from './host.js';
import { Overview } from './overview.js';
import { Questions, type Chosen } from './questions.js';

type Tab = 'overview' | 'compare' | 'questions' | 'conditions';

/** The whole report. */
export function App({ host }: { host: ReportHost }): VNode {
  const [data, setData] = useState<PageData | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    host.begin(setData).then(
      (hello) => {
        useLanguage(hello.locale, hello.texts);
        document.documentElement.lang = hello.locale;
        setData(hello.data);
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, [host]);
  if (failure !== null) return <main class="report">{failure}</main>;
  if (data === null) {
    return (
      <p class="report note" role="status">
        {t('Reading the report …')}
      </p>
    );
  }
  return (
    <HostContext.Provider value={host}>
      <Page data={data} host={host} />
    </HostContext.Provider>
  );
}

function Page({ data, host }: { data: PageData; host: ReportHost }): VNode {
  const { report } = data;
  const [tab, setTab] = useState<Tab>('overview');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const open = (question: Chosen) => {
    setChosen(question);
    setTab('questions');
  };
  return (
    <main class={`report report-${tab}`} onCopy={onCopy} onClick={(event) => onLink(event, host)}>
      <header class="head">
        <h1>
          <PlainText text={report.title} />
        </h1>
        <p class="note">
          <PlainText text={report.task.title} />,{' '}
          {t('{0} questions, {1} runs', report.task.questions, report.runs.length)}
        </p>
        {host.exportReport !== undefined && (
          <button type="button" class="button secondary" onClick={() => void host.exportReport?.()}>
            {t('Export Report…')}
          </button>
        )}
      </header>
      {report.warnings.length > 0 && <Warnings texts={report.warnings} />}
      <Tabs tab={tab} onTab={setTab} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} class="panel">
        {tab === 'overview' && <Overview data={data} />}
        {tab === 'compare' && <Compare report={report} onOpen={open} />}
        {tab === 'questions' && <Questions report={report} chosen={chosen} onChoose={setChosen} />}
        {tab === 'conditions' && <Conditions report={report} />}
      </div>
    </main>
  );
}

/** Warnings shown before the rest is unfolded. */
const FIRST_WARNINGS = 4;

function Warnings({ texts }: { texts: readonly string[] }): VNode {
  const rest = texts.slice(FIRST_WARNINGS);
  const list = (some: readonly string[]): ComponentChildren => (
    <ul class="warnings">
      {some.map((text, i) => (
        <li key={i}>
          <PlainText text={text} />
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-label={t('Warnings')}>
      {list(texts.slice(0, FIRST_WARNINGS))}
      {rest.length > 0 && (
        <details class="more-warnings">
          <summary>{t('{0} more warnings', rest.length)}</summary>
          {list(rest)}
        </details>
      )}
    </section>
  );
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }): VNode {
  const names: readonly (readonly [Tab, string])[] = [
    ['overview', t('Overview')],
    ['compare', t('Compare')],
    ['questions', t('Questions')],
    ['conditions', t('Conditions')],
  ];
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = names.findIndex(([name]) => name === tab);
    const next = names[(at + step + names.length) % names.length]?.[0];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={t('Parts of the report')} class="tabs" onKeyDown={go}>
      {names.map(([name, label]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          aria-selected={tab === name}
          {...(tab === name ? { 'aria-controls': `panel-${name}` } : {})}
          tabIndex={tab === name ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Everything that the numbers depend on. */
function Conditions({ report }: { report: Report }): VNode {
  return (
    <dl class="conditions">
      {report.conditions.map(([name, value], i) => (
        <div key={i}>
          <dt>{name}</dt>
          <dd>
            <PlainText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A model's link is opened by the host, which asks; in a file, by the browser, in a page of its own. */
function onLink(event: MouseEvent, host: ReportHost): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (link === null) return;
  if (host.openLink === undefined) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  host.openLink(link.getAttribute('href') ?? '');
}

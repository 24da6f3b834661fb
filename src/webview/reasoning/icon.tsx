import type { VNode } from 'preact';

/** A codicon. It says nothing to a screen reader: the control around it has a name. */
export function Icon({ name, spin = false }: { name: string; spin?: boolean }): VNode {
  return <span class={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly class?: string;
}

/** A button that is an icon, as in VS Code's title bars; its label is its name and its tooltip. */
export function IconButton({ icon, label, onClick, disabled = false, class: extra = '' }: IconButtonProps): VNode {
  return (
    <button
      type="button"
      class={`icon-button ${extra}`}
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/**
 * Tooltips for the whole page: anything with `data-tip` shows it under the pointer after a moment and at once when the
 * keyboard brings the focus. One element in the top layer does for all, so that no card or dialog cuts it off. It repeats what
 * the element is called already, so screen readers do not get it twice.
 */
const pause = 450;
const gap = 6;
const margin = 8;

/** Call once, when the page starts. */
export function installTooltips(): void {
  const tip = document.createElement('div');
  tip.popover = 'manual';
  tip.ariaHidden = 'true';
  tip.className = 'tooltip';
  document.body.append(tip);

  let target: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (element: HTMLElement) => {
    clearTimeout(timer);
    // (what it opened says more)
    if (!element.isConnected || !element.dataset.tip || element.ariaExpanded === 'true') return;
    target = element;
    tip.textContent = element.dataset.tip;
    tip.showPopover();
    place(tip, element);
  };
  const hide = () => {
    clearTimeout(timer);
    target = null;
    tip.hidePopover();
  };
  const tipped = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null);

  document.addEventListener('pointerover', (event) => {
    // The pointer may rest on the tip itself, to read it.
    if (event.pointerType === 'touch' || event.target === tip) return clearTimeout(timer);
    const element = tipped(event);
    if (element && element === target) return clearTimeout(timer);
    clearTimeout(timer);
    // From one button to the next there is nothing to wait for.
    if (element) timer = setTimeout(() => show(element), target ? 0 : pause);
    else if (target && !target.matches(':focus-visible')) timer = setTimeout(hide, 120);
  });
  document.addEventListener('focusin', (event) => {
    const element = tipped(event);
    if (element && element === event.target && element.matches(':focus-visible')) show(element);
    else if (target) hide();
  });
  document.addEventListener('focusout', hide);
  // Whoever acts has read it.
  for (const name of ['pointerdown', 'keydown', 'scroll'] as const) addEventListener(name, () => (target ? hide() : clearTimeout(timer)), { capture: true, passive: true });
}

/** Under the element, or above it where the screen ends; never over the edge. */
function place(tip: HTMLElement, element: HTMLElement): void {
  const at = element.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.max(margin, Math.min(innerWidth - width - margin, at.left + at.width / 2 - width / 2));
  const below = at.bottom + gap;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + height + margin > innerHeight ? Math.max(margin, at.top - gap - height) : below}px`;
}

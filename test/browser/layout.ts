import type { Page } from 'playwright-core';

/** What makes the page scroll sideways: nothing, or the elements that reach beyond the right edge. */
export function horizontalOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth && innerWidth <= screen.width) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} of ${clientWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 160))];
  });
}

/** Links and controls below `within` that a finger misses: under 44 × 44 px and not part of running text. */
export function smallTargets(page: Page, within = 'body'): Promise<string[]> {
  return page.evaluate((selector) => {
    const controls = document.querySelectorAll<HTMLElement>(
      ['a[href]', 'button', 'select', 'summary', 'input', 'textarea', '[role=button]', '[role=tab]', '[role=option]', '[role^=menuitem]'].map((one) => `${selector} ${one}`).join(),
    );
    const seen = (element: HTMLElement) => {
      const { width, height, right, bottom } = element.getBoundingClientRect();
      return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1 && height > 1 && right > 0 && bottom > 0 && !element.closest('[aria-hidden=true]');
    };
    // A link in a sentence has words beside it in the same line.
    const inText = (element: HTMLElement) =>
      getComputedStyle(element).display === 'inline' && [...(element.parentElement?.childNodes ?? [])].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const area = (element: HTMLElement) => {
      // Who touches the label of a tick box ticks it.
      const label = element.matches('input[type=checkbox], input[type=radio]') && element.closest('label');
      return (label || element).getBoundingClientRect();
    };
    return [...controls]
      .filter((element) => seen(element) && !inText(element))
      .map((element) => ({ element, ...{ width: area(element).width, height: area(element).height } }))
      .filter(({ width, height }) => width < 43.5 || height < 43.5)
      .map(({ element, width, height }) => `${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 200)}`);
  }, within);
}

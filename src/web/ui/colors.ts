/** Colours on offer for tags and groups; any other #RRGGBB can be typed. They are data of the person, not of the theme. */
export const labelColors = ['#4f6cff', '#17a2b8', '#28a745', '#d4a106', '#f08c3a', '#e8508c', '#9b5de5', '#7c88b8', '#dc3545', '#0ca678'];

/** A colour of a person as it is drawn: white does not vanish in the light theme, nor black in the dark one. */
export const seen = (color: string): string => `oklch(from ${color} clamp(var(--least-light), l, var(--most-light)) c h)`;

/** The next colour in turn, so that new ones differ without anybody choosing. */
export function nextColor(count: number): string {
  return labelColors[count % labelColors.length]!;
}

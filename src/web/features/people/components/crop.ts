/** The square part of a picture that becomes a photo: its middle (0–1 of the picture) and how much larger than needed it is shown. */
export type Crop = { x: number; y: number; zoom: number };

/** A picture without anything chosen: its middle, as much as fits. */
export const wholePicture: Crop = { x: 0.5, y: 0.5, zoom: 1 };

/** The square in pixels of the picture. The middle is moved so far that the square lies within it. */
export function squareOf({ width, height }: { width: number; height: number }, crop: Crop): { left: number; top: number; size: number } {
  const size = Math.min(width, height) / crop.zoom;
  const within = (middle: number, length: number) => Math.max(0, Math.min(length - size, middle * length - size / 2));
  return { left: within(crop.x, width), top: within(crop.y, height), size };
}

/** The same crop with its middle where the square really lies, so that moving back answers at once. */
export function settle(picture: { width: number; height: number }, crop: Crop): Crop {
  const { left, top, size } = squareOf(picture, crop);
  return { ...crop, x: (left + size / 2) / picture.width, y: (top + size / 2) / picture.height };
}

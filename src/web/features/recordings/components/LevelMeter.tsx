import { useEffect, useRef } from 'react';

/** How loud it is, so that somebody sees that the microphone hears them. */
export function LevelMeter({ level, running }: { level: () => number; running: boolean }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!running) return undefined;
    let frame = 0;
    let shown = 0;
    const draw = () => {
      shown = Math.max(level(), shown * 0.9);
      if (bar.current) bar.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [level, running]);
  return (
    <span aria-hidden className="h-2 grow overflow-hidden rounded-full bg-hover">
      <span ref={bar} className="block size-full origin-left scale-x-0 rounded-full bg-success" />
    </span>
  );
}

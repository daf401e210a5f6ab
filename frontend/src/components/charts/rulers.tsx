/** The lines of zero and of the scale's end, drawn into a chart. */
export function Rulers({ width, top, floor }: { width: number; top: number; floor: number }) {
  return (
    <>
      <line x1="0" x2={width} y1={top} y2={top} stroke="var(--line)" strokeDasharray="4 4" />
      <line x1="0" x2={width} y1={floor} y2={floor} stroke="var(--line)" />
    </>
  );
}

import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

/** All charts of the page in one piece of code, fetched when the first is drawn. Colours come from the token file. */

const axis = { stroke: 'var(--line)', tick: { fill: 'var(--muted)', fontSize: 12 }, tickLine: false };
const tip = {
  cursor: { fill: 'var(--hover)' },
  contentStyle: { background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 8, color: 'var(--text)', fontSize: 13 },
  itemStyle: { color: 'var(--text)', padding: 0 },
  isAnimationActive: false,
};
const margin = { top: 4, right: 8, bottom: 0, left: -24 };

export type Series = { key: string; label: string; color: string };
type ChartProps = { title: string; summary: string; className?: string };

/** Bars over time or groups, the series stacked upon each other. `format`: of values that are no counts. */
export function StackedBars({ title, summary, data, x, series, format, className = 'h-56' }: ChartProps & { data: Record<string, string | number>[]; x: string; series: Series[]; format?: (value: number) => string }) {
  return (
    <div className={className}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={format ? { ...margin, left: 0 } : margin} title={title} desc={summary} barCategoryGap="18%">
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey={x} {...axis} minTickGap={16} />
          <YAxis {...axis} axisLine={false} allowDecimals={format !== undefined} {...(format ? { tickFormatter: format } : {})} />
          <Tooltip {...tip} {...(format ? { formatter: (value: unknown) => format(Number(value)) } : {})} />
          {series.map(({ key, label, color }, at) => (
            <Bar key={key} dataKey={key} name={label} stackId="all" fill={color} maxBarSize={36} isAnimationActive={false} {...(at === series.length - 1 ? { radius: [3, 3, 0, 0] as [number, number, number, number] } : {})} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** One bar for each thing, each in its own colour. */
export function Bars({ title, summary, data, label, className = 'h-56' }: ChartProps & { data: { name: string; value: number; color: string }[]; label: string }) {
  return (
    <div className={className}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={margin} title={title} desc={summary} barCategoryGap="22%">
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" {...axis} interval={0} />
          <YAxis {...axis} axisLine={false} allowDecimals={false} />
          <Tooltip {...tip} />
          <Bar dataKey="value" name={label} radius={[3, 3, 0, 0]} maxBarSize={64} isAnimationActive={false}>
            {data.map(({ name, color }) => (
              <Cell key={name} fill={color} />
            ))}
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

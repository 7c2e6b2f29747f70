// The reference case in Squiggle, as its documentation has it: sample sets, and the arithmetic of distributions.
//
// Written so that each input is drawn once (a symbolic distribution would be drawn anew wherever it is named).

const CASE = `
sales = SampleSet.fromDist(normal(10e6, 1.5e6))
royalty = SampleSet.fromDist(triangular(0.02, 0.04, 0.08))
growth = SampleSet.fromDist(normal(0.06, 0.02))
discount = SampleSet.fromDist(uniform(0.12, 0.18))
yearly = (1 + growth) / (1 + discount)
first = sales * royalty * 0.75 / (1 + discount) ^ 0.5
value = first * List.reduce(List.upTo(1, 9), 1, {|sum, year| 1 + sum * yearly})
{mean: mean(value), percentiles: List.map([0.05, 0.5, 0.95], {|share| quantile(value, share)})}
`;

/** The mean and three percentiles of so many draws, by Squiggle's own `run`; 99 would take it five times as long. */
export async function bySquiggle(run, draws) {
  const { result } = await run(CASE, { environment: { sampleCount: draws, xyPointLength: 1000, seed: 'ipval' } });
  if (!result.ok) throw new Error(`squiggle: ${result.value}`);
  const { mean, percentiles } = result.value.result.asJS().value;
  const [p5, p50, p95] = percentiles;
  return { mean, p5, p50, p95 };
}

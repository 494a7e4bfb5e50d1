using System.Globalization;
using System.Text;

namespace KubeApi.Benchmarks.Reports;

/// <summary>The targets and the measured values.</summary>
internal sealed class Targets
{
    private readonly StringBuilder _rows = new();

    public void AtMost(double limit, string unit, double measured, string target) =>
        Add($"at most {Text(limit)}{unit}", Text(measured) + unit, measured <= limit, target);

    public void AtLeast(double limit, string unit, double measured, string target) =>
        Add($"at least {Text(limit)}{unit}", Text(measured) + unit, measured >= limit, target);

    public override string ToString() => _rows.Length == 0 ? "" : $"| target | promised | measured | |\n| --- | --: | --: | --- |\n{_rows}";

    // Compares the measured number, not the rounded one.
    private void Add(string promised, string measured, bool isMet, string target) =>
        _rows.Append(CultureInfo.InvariantCulture, $"| {target} | {promised} | {measured} | {(isMet ? "met" : "missed")} |\n");

    private static string Text(double number) => number.ToString(Math.Abs(number) < 10 ? "0.##" : "0.#", CultureInfo.InvariantCulture);
}

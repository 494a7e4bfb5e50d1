using System.Globalization;
using System.Text;
using KubeApi.Benchmarks.Children;

namespace KubeApi.Benchmarks.Reports;

/// <summary>The cost of several pieces of work, as multiples of the first one in the same round.</summary>
internal static class TaskTable
{
    public const string Head = """
        | pods | | wall s | × raw | first object ms | CPU s/GB | allocated MB | peak MB | received MB |
        | --- | --- | --: | --: | --: | --: | --: | --: | --: |
        """;

    public static string Rows(string title, IReadOnlyList<ChildProcess> children)
    {
        var raw = children[0];
        var text = new StringBuilder();
        foreach (var child in children)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {title} | {child.Name} | {child.Median(s => s.Seconds):0.00} | {child.Median(raw, (s, first) => s.Seconds / first.Seconds):0.00} | ")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{child.Median(s => s.FirstSeconds * 1000):0} | {child.CpuPerGigabyte(raw):0.0} | {child.Median(s => s.Allocated / 1e6):0} | ")
                .Append(CultureInfo.InvariantCulture, $"{child.Samples[^1].Peak / 1e6:0} | {child.Median(s => s.Received / 1e6):0.0} |\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    // The wire format may be compressed: a gigabyte is one of JSON.
    public static double CpuPerGigabyte(this ChildProcess child, ChildProcess raw) => child.Median(s => s.CpuSeconds / (raw.Samples[0].Body / 1e9));
}

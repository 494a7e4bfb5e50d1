using System.Globalization;
using System.Text;
using KubeApi.Benchmarks.Children;

namespace KubeApi.Benchmarks.Reports;

/// <summary>What several pieces of work took, as multiples of the first one in the same round.</summary>
internal static class TaskTable
{
    // Heads of answers, handshakes and chunk sizes may differ by so much.
    private const double Tolerance = 0.005;

    public static string Write(string title, IReadOnlyList<ChildProcess> children)
    {
        var raw = children[0];
        // What goes over the wire may be compressed: a gigabyte is one of JSON.
        var gigabytes = raw.Samples[0].Body / 1e9;
        var text = new StringBuilder($"| {title} | wall s | × first | first object ms | CPU s/GB | allocated MB | peak MB | received MB |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n");
        foreach (var child in children)
        {
            var ratio = child.Samples.Select((sample, round) => sample.Seconds / raw.Samples[round].Seconds).Median();
            text.Append(CultureInfo.InvariantCulture, $"| {child.Name} | {Median(child, s => s.Seconds):0.00} | {ratio:0.00} | {Median(child, s => s.FirstSeconds * 1000):0} | ")
                .Append(CultureInfo.InvariantCulture, $"{Median(child, s => s.CpuSeconds / gigabytes):0.0} | {Median(child, s => s.Allocated / 1e6):0} | {child.Samples[^1].Peak / 1e6:0} | {Median(child, s => s.Received / 1e6):0.0} |\n");
        }

        return text.ToString();
    }

    /// <summary>Fails unless everybody received the same.</summary>
    public static void CheckBytes(IReadOnlyList<ChildProcess> children)
    {
        var expected = Median(children[0], s => s.Received);
        foreach (var child in children)
        {
            var received = Median(child, s => s.Received);
            if (Math.Abs((received / expected) - 1) > Tolerance)
            {
                throw new InvalidOperationException($"'{child.Name}' received {received:0} bytes and the raw download {expected:0}: they are not to be compared.");
            }
        }
    }

    private static double Median(ChildProcess child, Func<Sample, double> value) => child.Samples.Select(value).Median();
}

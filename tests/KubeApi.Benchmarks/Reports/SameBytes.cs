namespace KubeApi.Benchmarks.Reports;

/// <summary>What did not download the same is not compared.</summary>
internal static class SameBytes
{
    // Heads of answers, handshakes and chunk sizes may differ by so much; the objects of a living cluster change.
    private const double Tolerance = 0.005;

    /// <exception cref="InvalidOperationException">Somebody received more or less than the first.</exception>
    public static void Check(IReadOnlyList<(string Name, double Received)> all)
    {
        var (first, expected) = all[0];
        foreach (var (name, received) in all)
        {
            // Not greater than: nothing received is not a number.
            if (!(Math.Abs((received / expected) - 1) <= Tolerance))
            {
                throw new InvalidOperationException($"'{name}' received {received:0} bytes and '{first}' {expected:0}: they are not to be compared.");
            }
        }
    }
}

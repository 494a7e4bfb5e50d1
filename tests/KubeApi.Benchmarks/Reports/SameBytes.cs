namespace KubeApi.Benchmarks.Reports;

/// <summary>Compares only clients that downloaded the same.</summary>
internal static class SameBytes
{
    // Tolerance for response headers, handshakes and chunk sizes; the objects of a live cluster change.
    private const double Tolerance = 0.005;

    /// <exception cref="InvalidOperationException">A client received more or less than the first one.</exception>
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

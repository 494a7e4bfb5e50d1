using System.Globalization;

namespace KubeApi.Client.Http;

/// <summary>A request that is sent again after a pause. Contains no credential.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Uri">The address.</param>
/// <param name="Reason">The reason, for display: <c>429 Too Many Requests</c>, or how the connection failed.</param>
/// <param name="Attempt">The number of the next attempt; the first retry is 2.</param>
/// <param name="Delay">The pause before it.</param>
public sealed record RequestRetry(string Method, Uri Uri, string Reason, int Attempt, TimeSpan Delay)
{
    /// <summary>One line: <c>Retrying GET https://… in 1.2 s (attempt 2): 429 Too Many Requests</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Retrying {Method} {Uri.AbsoluteUri} in {Delay.TotalSeconds:0.#} s (attempt {Attempt}): {Reason}");
}
